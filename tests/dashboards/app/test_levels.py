"""The map of a run in several levels shows one of them at a time."""

import base64
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app.map import scene
from dashboards.app.map.officers import all_legs
from dashboards.app.map.plan import plan
from dashboards.app.stories import Story, stories
from scenarios.fields.parts import Spot
from scenarios.loader import load_scenario
from scenarios.schema import Scenario
from scenarios.things import Thing
from sim.events import AlertRaised, OfficerFreed, OfficerSent, PersonDisposed, PersonStopped
from sim.reader import read_run
from sim.run import play
from sim.world.ways import Ways
from tests.places.storeys import LINKS, scenario

APP = Path(dashboards.__file__).parent / "app" / "page.py"
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


@pytest.fixture(scope="module")
def runs(loaded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    busy = {"arrivals.profile": "[{from_s: 0, people_per_h: 3000}]"}
    play(str(loaded.path), out=folder / "run", fidelity="scores", overrides=busy)
    return folder


def opened(runs, monkeypatch, **address):
    monkeypatch.setenv("FOOTFALL_RUNS", str(runs))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name, value in {"run": "run", "view": "map", **address}.items():
        app.query_params[name] = value
    app = app.switch_page("explore/page.py").run()
    assert not app.exception
    return app


def shown(app):
    """The level that is chosen, as the address has it."""
    return app.session_state["of_level"]


def test_the_page_shows_the_level_of_the_address_else_that_of_the_alert(runs, monkeypatch):
    told = stories(read_run(runs / "run"))
    cameras = {"below": "0", "above": "1"}
    first = {level: next(s for s in told if cameras[s.raised.camera] == level) for level in "01"}
    for level, story in first.items():
        app = opened(runs, monkeypatch, alert=str(story.raised.alert))
        assert shown(app) == level
    assert shown(opened(runs, monkeypatch, level="1", alert=str(first["0"].raised.alert))) == "1"
    assert shown(opened(runs, monkeypatch, level="9", alert=str(first["1"].raised.alert))) == "1"


def test_a_scene_holds_the_people_of_its_level_alone(runs):
    run = read_run(runs / "run")
    walks = run.walks(60.0, 120.0, 0.5)
    for level in (0, 1):
        drawn = scene(run, 60.0, 120.0, level)
        here = walks.level == level
        assert here.any()
        packed = np.frombuffer(base64.b64decode(drawn["walks"]["person"]), "<i4")
        assert set(packed.tolist()) == set(walks.person[here].tolist())
        assert all(
            leg["level"] == level or not leg["line_m"] for legs in drawn["officers"] for leg in legs
        )


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


def test_a_level_s_plan_has_its_own_signs_and_glass(loaded):
    signs = [{"at_m": [10, 10], "facing_deg": 0}, {"at_m": [9, 3], "level": 1, "facing_deg": 90}]
    fields = loaded.scenario.model_dump()
    fields["arrivals"]["avoiders"] = {"share": 1, "signs": signs}
    scenario = Scenario.model_validate(fields)
    pane = Thing("glass", "", shapely.box(3, 3, 6, 3.1), "pane", 0.0, 3.0)
    ground, upper = loaded.place.levels
    venue = replace(ground.venue, things=(pane,), low=(pane.outline,))
    place = replace(loaded.place, levels=(replace(ground, venue=venue), upper))
    below, above = (plan(place, level, scenario, ()) for level in (0, 1))
    assert (below["signs"], above["signs"]) == (
        [{"at": [10, 10], "facing_deg": 0}], [{"at": [9, 3], "facing_deg": 90}],
    )  # fmt: skip
    assert ([len(one["glass"]) for one in (below, above)], below["low"]) == ([1, 0], [])


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
