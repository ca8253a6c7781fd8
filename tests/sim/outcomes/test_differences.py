"""How two runs differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measure.rates.intervals import rate
from scenarios.loader import load_scenario
from sim.outcomes.differences import Set, difference, set_otherwise

COUNTS = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def test_limits_are_those_that_newcombe_printed():
    """Newcombe 1998, Statistics in Medicine 17: 873, table II (a): 56/70 and 48/80, method 10."""
    told = difference(rate(56, 70).to_json(), rate(48, 80).to_json())
    assert told.value == pytest.approx(0.2)
    assert (told.low, told.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert told.told_apart


@given(COUNTS, COUNTS)
def test_a_difference_turned_round_is_the_same_difference(one, other):
    here, there = rate(*one).to_json(), rate(*other).to_json()
    told, back = difference(here, there), difference(there, here)
    assert (told.value, told.low, told.high) == pytest.approx((-back.value, -back.high, -back.low))
    assert told.low <= told.value <= told.high
    assert not difference(here, here).told_apart


def test_a_rate_that_divides_nothing_differs_from_none():
    assert difference(rate(0, 0).to_json(), rate(1, 2).to_json()) is None


def test_fields_that_are_set_otherwise_are_told_by_their_paths():
    one = load_scenario("corridor").scenario
    other = load_scenario("corridor", {"operators.count": "3", "cameras.0.fov_deg": "30"}).scenario
    assert set_otherwise(one, one) == []
    assert set_otherwise(one, other) == [
        Set("cameras.0.fov_deg", 20.0, 30.0),
        Set("operators.count", 1, 3),
    ]


def test_a_camera_that_only_one_has_is_told_as_a_whole():
    one = load_scenario("corridor").scenario
    camera = (
        "{id: more, at_m: [20.0, 30.0], height_m: 2.8, heading_deg: 0, tilt_deg: 7, fov_deg: 9}"
    )
    other = load_scenario("corridor", {"cameras.+": camera}).scenario
    (told,) = set_otherwise(one, other)
    assert (told.field, told.value, told.other["id"]) == ("cameras.1", None, "more")
