import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

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
