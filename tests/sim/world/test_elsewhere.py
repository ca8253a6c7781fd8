"""A world is the same wherever its plan begins, and as good as the same however it lies."""

from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.cameras.visibility import sight
from sim.streams import Streams
from sim.world.density import CELL_M, cells_of
from sim.world.visitors import populate
from sim.world.ways import Ways
from tests.worlds import elsewhere

MALL = {"fidelity": "scores", "duration_s": "180", "window": "null"}


def walked(path):
    loaded = load_scenario(str(path), MALL)
    return loaded, *populate(loaded.scenario, loaded.place, Streams(1), Ways(loaded.place))


@pytest.fixture(scope="module")
def here():
    return walked("mall")


@pytest.mark.parametrize("by_m", [(500, 300), (-26, -12), (-60, 20), (9, -200), (90_000, 90_000)])
def test_a_moved_world_has_the_same_day(here, tmp_path, by_m):
    _, people, crowd = here
    _, others, there = walked(elsewhere("mall", tmp_path, by_m=by_m))
    assert np.array_equal(people.arrival_s, others.arrival_s)
    assert np.abs(people.exit_s - others.exit_s).max() <= (0.5 if max(by_m) < 1000 else 3)
    assert abs(len(crowd.tick) - len(there.tick)) <= 0.002 * len(crowd.tick)
    if max(by_m) < 1000:
        assert np.allclose(crowd.x_m + by_m[0], there.x_m, atol=0.02)
        assert np.allclose(crowd.y_m + by_m[1], there.y_m, atol=0.02)


@pytest.mark.parametrize("turned_deg", [30, 45, 90, 137.5, -60])
def test_in_a_turned_world_everybody_starts_on_the_floor_and_stays_as_long(
    here, tmp_path, turned_deg
):
    _, people, _ = here
    loaded, others, crowd = walked(elsewhere("mall", tmp_path, turned_deg))
    first = crowd.first[:-1]
    floor = loaded.venue.floor.buffer(1e-3)
    assert shapely.contains_xy(floor, crowd.x_m[first], crowd.y_m[first]).all()
    stay, other = people.exit_s - people.arrival_s, others.exit_s - others.arrival_s
    assert np.median(other) == pytest.approx(np.median(stay), rel=0.02)
    assert np.mean(np.abs(stay - other) <= 2) > 0.9


@cache
def at_home(name):
    return cells_of(load_scenario(name, MALL).place)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    turned_deg=st.floats(-180, 180),
    x_m=st.floats(-1000, 1000),
    y_m=st.floats(-1000, 1000),
    name=st.sampled_from(["mall", "street", "concourse", "stadium"]),
)
def test_cells_lie_along_the_walls_wherever_and_hold_the_whole_floor(
    tmp_path, turned_deg, x_m, y_m, name
):
    before = at_home(name)
    loaded = load_scenario(str(elsewhere(name, tmp_path, turned_deg, (x_m, y_m))), MALL)
    after, floor = cells_of(loaded.place), loaded.venue.floor
    assert sorted((len(before.area_m2) // before.columns, before.columns)) == sorted(
        (len(after.area_m2) // after.columns, after.columns)
    )
    assert np.allclose(np.sort(before.area_m2), np.sort(after.area_m2), atol=1e-5)
    rows = len(after.area_m2) // after.columns
    local = (np.asarray(floor.exterior.coords) - after.middle_m) @ after.axes.T / CELL_M - after.low
    assert (local > -1e-6).all()
    assert (local < [rows + 1e-6, after.columns + 1e-6]).all()


def kind(feature):
    return feature["properties"]["kind"]


def without_shops(features):
    return [one for one in features if kind(one) != "shop"]


def one_entrance(features):
    first = next(one for one in features if kind(one) == "entrance")
    return [one for one in features if kind(one) != "entrance" or one is first]


def test_a_venue_without_shops_is_walked_through(tmp_path):
    path = elsewhere("mall", tmp_path, only=without_shops)
    errands = {"arrivals.shops_visited": "[0, 0]"}
    loaded = load_scenario(str(path), MALL | errands)
    people, crowd = populate(loaded.scenario, loaded.place, Streams(1), Ways(loaded.place))
    assert len(people) > 100
    assert len(crowd.tick)
    assert (people.entrance != people.exit).all()
    with pytest.raises(ScenarioError, match=r"shops_visited: got \[0, 2\]"):
        load_scenario(str(path), MALL)


def test_with_one_entrance_everybody_has_an_errand(tmp_path):
    path = elsewhere("mall", tmp_path, only=one_entrance)
    with pytest.raises(ScenarioError, match="nobody can only walk through"):
        load_scenario(str(path), MALL)
    loaded = load_scenario(str(path), MALL | {"arrivals.shops_visited": "[1, 3]"})
    people, _ = populate(loaded.scenario, loaded.place, Streams(1), Ways(loaded.place))
    assert np.median(people.exit_s - people.arrival_s) > 20


def test_what_stands_beyond_the_walls_is_neither_seen_nor_seen_past(tmp_path):
    def parked(features):
        ring = [[-20, -20], [-16, -20], [-16, -18], [-20, -18], [-20, -20]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return [*features, {"type": "Feature", "properties": {"kind": "car"}, "geometry": geometry}]

    bare = load_scenario("mall", MALL).venue
    venue = load_scenario(str(elsewhere("mall", tmp_path, only=parked)), MALL).venue
    assert len(venue.low) == len(bare.low) + 1
    assert sight(venue).equals(sight(bare))
