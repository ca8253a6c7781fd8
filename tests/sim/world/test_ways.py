"""Ways over levels: by the links that lead there, at the pace of whoever walks."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.fields.parts import Spot
from scenarios.place import flat
from sim.errors import SimError
from sim.world.links import STAIRS_DOWN, STAIRS_UP, USUAL_MPS, apart_s, ride_s
from sim.world.ways import Ways
from tests.places.storeys import (
    DEEP,
    FALLING,
    LIFT,
    LINKS,
    RISING,
    STAIRS,
    WIDE,
    elsewhere,
    point,
    storeys,
)

ALL = Ways(storeys())
PLACES = st.builds(
    lambda x, y, level: Spot(x, y, level),
    st.floats(1, WIDE - 1),
    st.floats(5, DEEP - 5),
    st.integers(0, 1),
)


def length(path):
    return sum(part.length_m + part.link_m for part in path)


@given(PLACES, PLACES)
@settings(deadline=None, max_examples=60)
def test_distances_are_the_lengths_of_the_ways_and_towards_those_from_the_other_end(start, end):
    there = length(ALL.path(start, end))
    assert ALL.distances(start, [end, start]) == pytest.approx([there, 0.0], abs=1e-6)
    assert ALL.towards(end, [start])[0] == pytest.approx(there, abs=1e-6)


@given(PLACES, PLACES, PLACES)
@settings(deadline=None, max_examples=60)
def test_a_detour_is_never_shorter_nor_any_way_shorter_than_the_straight_line(a, b, c):
    direct = ALL.distances(a, [c])[0]
    assert ALL.distances(a, [b])[0] + ALL.distances(b, [c])[0] >= direct - 1e-6
    assert direct >= np.hypot(c.x_m - a.x_m, c.y_m - a.y_m) - 1e-6


@given(PLACES, PLACES)
@settings(deadline=None, max_examples=60)
def test_a_way_goes_from_landing_to_landing_each_stretch_on_its_floor(start, end):
    path = ALL.path(start, end)
    floors = [ALL.place.levels[part.floor] for part in path]
    assert (floors[0].ordinal, floors[-1].ordinal) == (start.level, end.level)
    assert (tuple(path[0].corners[0]), tuple(path[-1].corners[-1])) == (start[:2], end[:2])
    for part, floor in zip(path, floors, strict=True):
        assert floor.venue.floor.buffer(0.01).covers(shapely.LineString(part.corners))
    for before, after in pairwise(path):
        assert tuple(before.corners[-1]) == before.on.spot[:2]
        assert tuple(after.corners[0]) == before.off.spot[:2]
        assert before.on.link == before.off.link
    assert path[-1].on is None


@given(PLACES, PLACES, st.floats(-180, 180), st.floats(-500, 500), st.floats(-500, 500))
@settings(deadline=None, max_examples=30)
def test_ways_are_the_same_wherever_the_place_lies_and_however_it_is_turned(
    start, end, turned_deg, x_m, y_m
):
    about = turned_deg, (x_m, y_m)
    there = Ways(elsewhere(ALL.place, *about))
    ends = [Spot(*point(spot[:2], *about), spot.level) for spot in (start, end)]
    assert there.distances(ends[0], ends[1:]) == pytest.approx(
        ALL.distances(start, [end]), abs=1e-4
    )


def test_an_escalator_leads_one_way_only():
    ways, below, above = Ways(storeys(RISING)), Spot(5.0, 10.0), Spot(30.0, 10.0, 1)
    assert np.isfinite(ways.distances(below, [above])[0])
    assert np.isinf(ways.distances(above, [below])[0])
    assert np.isinf(ways.towards(below, [above])[0])
    with pytest.raises(SimError, match=r"from 30.0, 10.0 on level 1 to 5.0, 10.0 on level 0"):
        ways.path(above, below)


@pytest.mark.parametrize(
    ("link", "up_s", "down_s"),
    [
        (STAIRS, 8 / (STAIRS_UP * USUAL_MPS), 8 / (STAIRS_DOWN * USUAL_MPS)),
        (replace(STAIRS, name="stairs", kind="ramp"), 8 / USUAL_MPS, 8 / USUAL_MPS),
        (replace(RISING, down=True), 18.0, 18.0),
        (LIFT, 20.0 + 20.0, 20.0 + 20.0),
    ],
)
def test_a_link_takes_as_long_as_its_kind_says(link, up_s, down_s):
    ways = Ways(storeys(link))
    below, above = (station.spot for station in ways.stations)
    assert ways.distances(below, [above])[0] / USUAL_MPS == pytest.approx(up_s)
    assert ways.distances(above, [below])[0] / USUAL_MPS == pytest.approx(down_s)


def test_stairs_are_no_shorter_than_their_landings_are_apart():
    assert ride_s(storeys(replace(STAIRS, length_m=1.0)).links[0], 0, 1, STAIRS_UP**-1) == 8.0


def test_whoever_runs_takes_the_stairs_and_whoever_rolls_the_lift():
    below, above = Spot(12.0, 8.0), Spot(20.0, 8.0, 1)

    def taken(ways):
        return ways.place.links[ways.path(below, above)[0].on.link].name

    quick, slow = Ways(storeys(), speed_mps=2.0), Ways(storeys(), speed_mps=0.6)
    assert (taken(quick), taken(slow)) == ("stairs", "rising")
    assert taken(replace(quick, step_free=True)) == "lift"


def test_a_link_takes_up_as_many_people_as_its_width_its_pace_or_its_car_allows():
    per_s = {link.name: 1 / apart_s(link) for link in LINKS}
    assert per_s == pytest.approx(
        {"stairs": 1.86, "rising": 6000 / 3600, "falling": 6000 / 3600, "lift": 8 / 40}
    )
    assert 1 / apart_s(replace(FALLING, width_m=0.6)) == pytest.approx(3600 / 3600)


def test_a_place_of_one_level_has_the_ways_of_its_floor(mall, routes, ways):
    spots = [Spot(*shop.door_m) for shop in mall.venue.shops]
    expected = routes.distances(spots[0][:2], [spot[:2] for spot in spots])
    assert np.array_equal(ways.distances(spots[0], spots), expected)
    assert np.array_equal(ways.towards(spots[0], spots), expected)
    (only,) = ways.path(spots[0], spots[-1])
    assert np.array_equal(only.corners, routes.path(spots[0][:2], spots[-1][:2]))
    assert flat(mall.venue).levels[only.floor].venue is mall.venue
