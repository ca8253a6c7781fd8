"""Intervals that played days print hold what those days are samples of."""

import numpy as np
import pytest

from sim.outcomes.measures import measures
from tests.sim.outcomes.played import CHANGES, covered, days, told, truth

DAYS = 12
FEWEST = DAYS * 0.95 - 5 * np.sqrt(DAYS * 0.05 * 0.95)
"""By five standard errors."""


@pytest.fixture(scope="module")
def minutes():
    return told(days(DAYS, "day", CHANGES | {"duration_s": "60"}))


@pytest.mark.parametrize("key", [one.key for one in measures("rate")])
def test_the_intervals_of_a_rate_hold_it_on_played_days(minutes, key):
    hits, of = covered(minutes[key])
    assert 0 < truth(minutes[key]) < 1
    assert of >= DAYS - 2
    assert hits >= FEWEST


def test_answers_to_one_day_differ_in_nothing_that_the_crowd_decides():
    some = told(days(3, "answer", CHANGES | {"duration_s": "60"}))
    assert len(set(some["listed_found"])) == 1
