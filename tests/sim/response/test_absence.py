"""Operators who leave their desks, and a radio that is silent."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.failures import Failure
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertUnanswered,
    OfficerSent,
    OperatorLeft,
    OperatorReturned,
)
from sim.outcomes.rates import outcomes
from sim.response.absence import last_word_s
from tests.sim.response.stage import END_S, STANDING, alert, story
from tests.sim.response.test_answer import ENDS, plays


def failure(kind, from_s, to_s, amount=None) -> dict:
    return {"kind": kind, "from_s": from_s, "to_s": to_s, "amount": amount}


def of(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


def test_alerts_wait_until_the_operator_is_back():
    events = story([alert(100)], failures=[failure("operator_away", 90, 130)])
    assert of(events, OperatorLeft, OperatorReturned, AlertConfirmed) == [
        OperatorLeft(90.0, 0), OperatorReturned(130.0, 0), AlertConfirmed(138.0, 0, 0),
    ]  # fmt: skip
    assert outcomes(events, END_S).utilisation["operators"] == 8.0 / END_S


def test_an_operator_leaves_after_the_alert_in_hand_and_before_those_that_wait():
    alerts = [alert(100, 0, 0), alert(101, 1, 1)]
    told = story(alerts, [STANDING] * 2, failures=[failure("operator_away", 104, 130)])
    assert of(told, OperatorLeft) == [OperatorLeft(108.0, 0)]
    assert [e.time_s for e in of(told, AlertConfirmed)] == [108.0, 138.0]


def test_so_many_leave_and_those_who_stay_judge():
    alerts = [alert(100, k, k) for k in range(2)]
    away = [failure("operator_away", 50, 200, 2)]
    events = story(alerts, [STANDING] * 2, {"count": 3}, {"posts_m": []}, failures=away)
    assert len(of(events, OperatorLeft)) == 2
    assert [e.time_s for e in of(events, AlertConfirmed)] == [108.0, 116.0]


def test_more_than_there_are_can_not_leave():
    events = story([alert(100)], failures=[failure("operator_away", 50, 90, 5)])
    assert len(of(events, OperatorLeft)) == len(of(events, OperatorReturned)) == 1


def test_nobody_is_sent_while_the_radio_is_down():
    events = story([alert(100)], failures=[failure("radio_down", 90, 120)])
    assert of(events, OfficerSent) == [OfficerSent(120.0, 0, 0)]
    longer = story([alert(100)], failures=[failure("radio_down", 90, 200)])
    assert of(longer, AlertUnanswered) == [AlertUnanswered(128.0, 0)]


def test_news_ends_where_the_radio_does():
    down = [Failure(**failure("radio_down", 90, 120))]
    times = (80.0, 90.0, 119.0, 120.0)
    assert [last_word_s(down, time_s) for time_s in times] == [80.0, 90.0, 90.0, 120.0]


ABOUT = st.builds(
    lambda kind, from_s, lasts_s, n: failure(
        kind, from_s, min(from_s + lasts_s, END_S), n if kind == "operator_away" else None
    ),
    st.sampled_from(["operator_away", "radio_down"]), st.floats(0, 500), st.floats(1, 300),
    st.integers(1, 3),
)  # fmt: skip


@given(plays(), st.lists(ABOUT, max_size=3))
@settings(deadline=None, max_examples=60)
def test_whatever_fails_every_alert_ends_once_and_nobody_judges_while_away(play, failures):
    events = story(**play, failures=failures)
    ends = [event.alert for event in of(events, *ENDS)]
    raised = {event.alert for event in events if type(event).__name__ == "AlertRaised"}
    assert sorted(ends) == sorted(raised)
    turns = of(events, OperatorLeft, OperatorReturned)
    for operator in range(play["operators"]["count"]):
        mine = [e.time_s for e in turns if e.operator == operator]
        away = np.array(mine).reshape(-1, 2)
        verdicts = of(events, AlertConfirmed, AlertDismissed)
        judged = [e.time_s for e in verdicts if e.operator == operator]
        assert not any(a < t < b for t in judged for a, b in away)
    assert sum(outcomes(events, END_S).books.values()) == len(play["strolls"])
