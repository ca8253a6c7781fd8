"""The map of a run in several levels shows one of them at a time."""

from dataclasses import asdict
from itertools import pairwise

import pytest

from dashboards.app.map.officers import all_legs
from dashboards.app.map.plan import plan
from dashboards.app.stories import Story
from scenarios.loader import load_scenario
from scenarios.schema import Spot
from sim.events import AlertRaised, OfficerFreed, OfficerSent, PersonDisposed, PersonStopped
from sim.world.ways import Ways
from tests.storeys import LINKS, scenario

STOP = Spot(30.0, 10.0, 1)
ANSWERS = (
    OfficerSent(10.0, 0, 0),
    PersonStopped(50.0, 0, 0, 5, *STOP),
    PersonDisposed(90.0, 0, 0, "released"),
    OfficerFreed(130.0, 0, 0),
)
STORY = Story(AlertRaised(5.0, 0, "above", 5, 1, 0.9, False), ANSWERS)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_scenario(scenario(tmp_path_factory.mktemp("storeys")))


def test_a_level_s_plan_has_its_own_shops_cameras_and_landings(loaded):
    cameras = loaded.scenario.cameras
    below, above = (plan(loaded.place, level, loaded.scenario, cameras) for level in (0, 1))
    assert [shop["name"] for shop in below["shops"]] == ["Kiosk"]
    assert [shop["name"] for shop in above["shops"]] == ["Near", "Far"]
    assert [one["id"] for one in below["cameras"]] == ["below"]
    assert [one["id"] for one in above["cameras"]] == ["above"]
    assert (below["posts"], above["posts"]) == ([[4, 10], None], [None, [24, 12]])
    for drawn in (below, above):
        assert [one["name"] for one in drawn["landings"]] == [link.name for link in LINKS]
        assert drawn["bounds"] == [0, 0, 40, 20]


def test_an_officer_goes_level_by_level_and_is_on_none_between_them(loaded):
    post = loaded.scenario.officers.posts_m[0]
    ways = Ways(loaded.place, 1.9)
    (legs,) = all_legs((post,), [STORY], {0: STOP}, ways, 200.0)
    there = [leg for leg in legs if leg.doing == "on the way"]
    assert [(leg.level, bool(leg.line_m)) for leg in there] == [(0, True), (0, False), (1, True)]
    assert (there[0].start_s, there[-1].end_s) == (10.0, 50.0)
    assert there[0].line_m[0] == post[:2]
    assert there[-1].line_m[-1] == STOP[:2]
    for before, after in pairwise(legs):
        assert before.end_s == pytest.approx(after.start_s)
    back = [leg.level for leg in legs if leg.doing == "on the way back" and leg.line_m]
    assert back == [1, 0]
    assert all({"line_m", "level"} <= asdict(leg).keys() for leg in legs)
