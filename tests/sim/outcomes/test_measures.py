from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.rates.intervals import rate
from sim.events import AlertConfirmed, OfficerSent, PersonDisposed, PersonStopped
from sim.outcomes.durations import Held, median_interval
from sim.outcomes.measures import AT_CAMERA, MEASURES, named
from sim.outcomes.rates import outcomes
from tests.sim.outcomes.test_rates import CAME, MORNING, SHIFT, alert, seen, stopped

SUMMED = ("faces_seen", "alerts", "true_alerts", "false_alerts", "stops")
TERMED = {
    "TPIR", "FPIR", "Alert precision", "False alert rate", "Recognition opportunities",
    "Recognition opportunities of listed people", "Utilisation",
}  # fmt: skip


def test_every_measure_has_a_meaning_a_formula_and_the_standards_word_where_there_is_one():
    for one in MEASURES:
        assert one.name[0].isupper()
        assert one.meaning[0].isupper()
        assert one.meaning.endswith(".")
        assert one.formula
        assert bool(one.divides) == (" / " in one.formula)
        assert not one.source or one.term
    assert {one.term for one in MEASURES if one.term} == TERMED
    assert len({one.name for one in MEASURES}) == len(MEASURES)


def test_listed_people_whom_no_camera_had_before_it_count_among_those_who_came():
    hidden = seen(7, True)[:1]  # came, and was never in view
    what = outcomes([*MORNING, *hidden], 200.0)
    assert what.listed_passers_by == 3
    assert (what.tpir, what.listed_found) == (rate(1, 2), rate(1, 3))


def test_a_stop_in_the_name_of_somebody_else_is_wrong_and_divides_by_stops():
    wrong = [alert(40.0, 7, 1, False), *stopped(7, 1, "released")]
    what = outcomes([*MORNING, *wrong], 200.0)
    assert (what.wrong_stops, what.wrongful_stops) == (rate(1, 2), rate(1, 4))
    assert what.stops == 2


def test_each_camera_is_told_of_also_one_that_saw_nobody():
    at = outcomes(MORNING, 200.0, cameras=("z", "a")).cameras
    assert [*at] == ["z", "a", "b"]
    assert all(set(one) == set(AT_CAMERA) for one in at.values())
    assert (at["a"]["faces_seen"], at["a"]["alerts"], at["a"]["tpir"]) == (4, 3, rate(1, 2))
    assert (at["b"]["faces_seen"], at["b"]["alerts"], at["b"]["tpir"]) == (2, 0, rate(0, 1))
    assert (at["z"]["people_in_view"], at["z"]["alerts"], at["z"]["fpir"]) == (0, 0, rate(0, 0))


@given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("abc"))), max_size=12), st.data())
@settings(deadline=None, max_examples=50)
def test_what_cameras_saw_and_claimed_adds_up_to_the_run_s(people, data):
    came = [event for who, (listed, at) in enumerate(people) for event in seen(who, listed, at)]
    raised = []
    for who, (listed, at) in enumerate(people):
        for camera in data.draw(st.lists(st.sampled_from(sorted(at)), max_size=3)) if at else ():
            one = alert(9.0, len(raised), who, listed and data.draw(st.booleans()))
            raised.append(type(one)(9.0, one.alert, camera, who, 5, 0.8, one.true))
    what = outcomes([SHIFT, *came, *raised], 60.0)
    for key in SUMMED:
        assert sum(at[key] for at in what.cameras.values()) == getattr(what, key)
    for at in what.cameras.values():
        assert at["people_in_view"] <= what.people_in_view
        assert at["tpir"].numerator <= what.tpir.numerator


def test_a_run_with_one_camera_is_told_as_that_camera():
    came = [*seen(0, True), *seen(1, False)]
    what = outcomes([*came, alert(10.0, 0, 0, True), alert(11.0, 1, 1, False)], 60.0)
    assert what.cameras["a"] == {key: getattr(what, key) for key in AT_CAMERA}


def test_a_stop_counts_at_the_camera_whose_alert_led_to_it():
    wrong, right = alert(40.0, 7, 1, False), alert(41.0, 8, 0, True)
    elsewhere = type(right)(41.0, 8, "b", 0, 5, 0.8, True)
    events = [wrong, elsewhere, *stopped(7, 1, "released"), *stopped(8, 0, "other")]
    at = outcomes([SHIFT, *CAME, *events], 200.0).cameras
    assert (at["a"]["stops"], at["a"]["wrong_stops"]) == (1, rate(1, 1))
    assert (at["b"]["stops"], at["b"]["wrong_stops"]) == (1, rate(0, 1))


def test_how_long_people_were_held_is_told_for_right_and_wrong_apart():
    spells = [(30.0, 60.0, "released"), (40.0, 100.0, "released"), (50.0, 150.0, "other")]
    events = [
        event
        for who, (at_s, until_s, how) in enumerate(spells)
        for event in (
            alert(10.0, who, who, how == "other"),
            AlertConfirmed(20.0, who, 0),
            OfficerSent(20.0, who, 0),
            PersonStopped(at_s, who, 0, who, 1.0, 2.0),
            PersonDisposed(until_s, who, 0, how),
        )
    ]
    held = outcomes([SHIFT, *CAME, *events], 200.0).held_s
    assert held["wrong_person"] == Held(90.0, 45.0, None, None, 60.0, 2)
    assert held["right_person"] == Held(100.0, 100.0, None, None, 100.0, 1)
    assert outcomes(CAME, 200.0).held_s["right_person"] == Held(0.0, None, None, None, None, 0)


@pytest.mark.parametrize("count", [6, 7, 20, 51, 400])
def test_a_median_s_interval_is_the_narrowest_that_holds_it_in_95_of_100_cases(count):
    low, high = median_interval(range(1, count + 1))
    assert low + high == count + 1

    def missed(below: int) -> float:
        return 2 * sum(comb(count, k) for k in range(below)) / 2**count

    assert missed(low) <= 0.05 < missed(low + 1)


def test_a_median_s_interval_holds_the_median_of_what_it_was_drawn_from():
    rng = np.random.default_rng(1)
    drawn = (median_interval(rng.exponential(1.0, 30)) for _ in range(1000))
    held = sum(low <= np.log(2) <= high for low, high in drawn)
    assert held >= 950 - 5 * (1000 * 0.05 * 0.95) ** 0.5


def test_a_measure_is_found_by_its_key():
    assert [named(one.key) for one in MEASURES] == list(MEASURES)
