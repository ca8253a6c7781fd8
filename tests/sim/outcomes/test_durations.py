"""How busy officers were, from the log alone."""

import pytest

from sim.events import OfficerDiverted, OfficerFreed, OfficerSent, ShiftBegan
from sim.outcomes.durations import utilisation
from sim.outcomes.facts import Facts


def busy(*events):
    """The share of 100 s that one officer was away."""
    return utilisation(Facts.told([ShiftBegan(0.0, 0, 1), *events], 100.0))["officers"]


def test_who_is_sent_again_at_the_moment_of_coming_back_is_away_all_the_time():
    there = OfficerSent(10.0, 0, 0), OfficerFreed(30.0, 0, 0)
    again = OfficerSent(30.0, 1, 0), OfficerFreed(70.0, 1, 0)
    assert busy(*there, *again) == pytest.approx(0.6)


def test_who_is_diverted_is_away_for_both_and_who_does_not_come_back_until_the_end():
    diverted = OfficerSent(10.0, 0, 0), OfficerDiverted(20.0, 0, 0, 1.0, 1.0)
    sent = OfficerSent(20.0, 1, 0), OfficerFreed(40.0, 1, 0), OfficerSent(90.0, 0, 0)
    assert busy(*diverted, *sent) == pytest.approx(0.4)


def test_a_way_that_takes_no_time_is_none():
    assert busy(OfficerSent(10.0, 0, 0), OfficerFreed(10.0, 0, 0)) == 0.0
