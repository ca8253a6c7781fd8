"""Every moment of a session, in the order of time."""

from collections import Counter

import pytest

from sim.events import AlertRaised, PersonStopped
from sim.training.events import Decided, Injected, Marked, Message, Paused, Resumed, Shown
from sim.training.review.chronicle import LANES, chronicle
from sim.training.review.session import played


@pytest.fixture(scope="module")
def session(sessions):
    return played(sessions / "mixed")


@pytest.fixture(scope="module")
def moments(session):
    return chronicle(session)


def test_time_never_goes_back_and_of_one_moment_alerts_come_first(moments):
    keys = [(one.clock_s, LANES.index(one.lane)) for one in moments]
    assert keys == sorted(keys)
    assert {one.lane for one in moments} <= {*LANES}


def test_every_alert_verdict_inject_word_mark_and_pause_is_there_once(session, moments):
    found = Counter(type(one.what) for one in moments)
    kept = Counter(type(row.act) for row in session.rows)
    for kind in (Decided, Injected, Message, Marked, Paused, Resumed):
        assert found[kind] == kept[kind] > 0, kind
    assert found[AlertRaised] == len(session.alerts)
    assert found[Shown] == 0
    stops = [one for one in session.log if isinstance(one, PersonStopped)]
    assert found[PersonStopped] == len(stops)


def test_how_long_the_clock_stood_is_told_where_it_runs_again(moments):
    first, *others = [one for one in moments if isinstance(one.what, Resumed)]
    assert first.stood_s == 0
    assert all(one.stood_s >= 0 for one in others)
