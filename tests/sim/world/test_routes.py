import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.venue import Venue
from sim.errors import SimError
from sim.world import routes as world_routes

places = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))


@pytest.fixture(scope="module")
def doors(mall):
    shops = [shop.door_m for shop in mall.venue.shops]
    return np.array(
        [*shops, *((e.area.centroid.x, e.area.centroid.y) for e in mall.venue.entrances)]
    )


def length(path):
    return np.hypot(*np.diff(path, axis=0).T).sum()


@settings(deadline=None, max_examples=60)
@given(places)
def test_a_way_is_as_long_back_as_there_and_no_shorter_than_the_straight_line(doors, routes, pair):
    start, end = (doors[k % len(doors)] for k in pair)
    there, back = routes.path(start, end), routes.path(end, start)
    assert length(there) == pytest.approx(length(back), abs=1e-6)
    assert length(there) >= np.hypot(*(end - start)) - 1e-9
    assert np.array_equal(there[0], start)
    assert np.array_equal(there[-1], end)


@settings(deadline=None, max_examples=60)
@given(places)
def test_a_way_stays_on_the_floor(doors, routes, mall, pair):
    start, end = (doors[k % len(doors)] for k in pair)
    way = shapely.LineString(routes.path(start, end))
    assert mall.venue.floor.buffer(0.01).covers(way)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_distances_are_the_lengths_of_the_ways(doors, routes, number):
    start = doors[number % len(doors)]
    expected = [length(routes.path(start, end)) for end in doors]
    np.testing.assert_allclose(routes.distances(start, doors), expected, atol=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.tuples(places, places))
def test_a_detour_is_never_shorter(doors, routes, pairs):
    a, b, c = (doors[k % len(doors)] for k in (*pairs[0], pairs[1][0]))
    legs = length(routes.path(a, b)) + length(routes.path(b, c))
    assert legs >= length(routes.path(a, c)) - 1e-6


@pytest.mark.parametrize("at_once", [1, 97])
def test_ways_are_the_same_however_many_sight_lines_are_asked_about_at_once(
    mall, doors, routes, monkeypatch, at_once
):
    monkeypatch.setattr(world_routes, "LINES_AT_ONCE", at_once)
    again = world_routes.Routes(mall.venue)
    assert np.array_equal(again.distances(doors[0], doors), routes.distances(doors[0], doors))


def test_nobody_gets_through_what_is_narrower_than_somebody():
    halls = [shapely.box(0, 0, 5, 5), shapely.box(9, 0, 14, 5)]
    floor = shapely.union_all([*halls, shapely.box(5, 2.3, 9, 2.7)])
    ways = world_routes.Routes(Venue("two halls", floor, (), ()))
    assert np.isinf(ways.distances((2, 1), [(12, 1)])).all()
    with pytest.raises(SimError, match=r"got no way from .* wanted one as wide as somebody, 0.8 m"):
        ways.path((2, 1), (12, 1))
    with pytest.raises(SimError, match=r"got no way from \[2.1, 1.0\] to \[12.0, 1.0\] \(metres"):
        ways.path((2.0945987, 1), (12, 1))


def test_on_a_floor_too_small_for_anybody_there_is_no_way_but_the_straight_one():
    ways = world_routes.Routes(Venue("box", shapely.box(0, 0, 0.5, 0.5), (), ()))
    assert len(ways.corners) == 0
    assert ways.distances((0.1, 0.1), [(0.3, 0.3)]) == pytest.approx([np.hypot(0.2, 0.2)])
