from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.loader import load_scenario
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    IdentityChecked,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonEntered,
    PersonLeft,
    PersonLost,
    PersonStopped,
)
from sim.log import Log
from sim.outcomes.rates import outcomes
from sim.response.answer import warnings
from tests.sim.response.stage import END_S, Stroll, alert, story

LIVELY = {"judging_spread": 0.5, "confirm_true": 0.8, "confirm_false": 0.5}
HUMAN = {"notice": 0.8, "spread": 0.4, "speed_mps": 1.9}
POSTS = [(10.0, 10.0), (90.0, 5.0), (50.0, 18.0)]
MOST = 12
ENDS = AlertMerged, AlertDismissed, AlertUnanswered, PersonLost, PersonDisposed


@st.composite
def plays(draw: st.DrawFn) -> dict:
    """Up to five strollers, some alerts about them and about nobody, and a roster."""
    place = st.tuples(st.floats(1, 99), st.floats(1, 19))
    speed = st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
    time = st.floats(0, END_S)
    strolls = draw(st.lists(st.builds(Stroll, place, speed, time), min_size=1, max_size=5))
    about = st.tuples(time, st.integers(-1, len(strolls) - 1))
    raised = sorted(draw(st.lists(about, max_size=MOST)))
    sought = draw(st.sets(st.integers(0, len(strolls) - 1)))
    return {
        "alerts": [alert(t, k, p, p in sought) for k, (t, p) in enumerate(raised)],
        "strolls": strolls,
        "operators": LIVELY | {"count": draw(st.integers(0, 2))},
        "officers": HUMAN | {"posts_m": POSTS[: draw(st.integers(0, 3))]},
        "seed": draw(st.integers(0, 1000)),
        "before": [PersonEntered(0.0, p, p == 0) for p in range(len(strolls))],
    }


def by_alert(events: list) -> dict[int, list]:
    found = defaultdict(list)
    for event in events:
        if hasattr(event, "alert"):
            found[event.alert].append(event)
    return found


@given(plays())
@settings(deadline=None, max_examples=60)
def test_every_alert_is_raised_then_ends_once_and_every_officer_comes_back(play):
    log = Log(story(**play))
    events = by_alert(log)
    arrested = {event.person for event in log if isinstance(event, PersonLeft)}
    left_out = [one for one in play["alerts"] if one.alert not in events]
    assert {one.person for one in left_out} <= arrested
    for told in events.values():
        assert isinstance(told[0], AlertRaised)
        assert sum(isinstance(event, ENDS) for event in told) == 1
        kinds = [type(event) for event in told]
        assert kinds.count(OfficerSent) == kinds.count(OfficerFreed) <= kinds.count(AlertConfirmed)
        if OfficerSent in kinds:
            assert kinds.index(OfficerSent) < kinds.index(OfficerFreed) == len(kinds) - 1


@given(plays())
@settings(deadline=None, max_examples=60)
def test_no_officer_is_in_two_places_and_no_operator_judges_two_alerts(play):
    events = story(**play)
    sent = [event for event in events if isinstance(event, OfficerSent | OfficerFreed)]
    for officer in range(3):
        mine = [type(event) for event in sent if event.officer == officer]
        assert mine == [OfficerSent, OfficerFreed] * (len(mine) // 2)
    raised = {alert.alert: alert.time_s for alert in play["alerts"]}
    verdicts = [e for e in events if isinstance(e, AlertConfirmed | AlertDismissed)]
    assert all(e.operator < play["operators"]["count"] for e in verdicts)
    assert all(e.time_s > raised[e.alert] for e in verdicts)


@given(plays())
@settings(deadline=None, max_examples=60)
def test_nobody_is_in_hand_twice_and_the_books_close(play):
    events = story(**play)
    about = {alert.alert: alert.person for alert in play["alerts"]}
    in_hand = set()
    for event in events:
        person = about.get(getattr(event, "alert", None), -1)
        if isinstance(event, AlertMerged):
            assert about[event.earlier] == person >= 0
            assert event.earlier < event.alert
        if isinstance(event, OfficerSent) and person >= 0:
            assert person not in in_hand
            in_hand.add(person)
        if isinstance(event, PersonLost):
            in_hand.discard(person)
    books = outcomes(events, END_S).books
    assert sum(books.values()) == len(play["strolls"])


@given(plays(), st.data())
@settings(deadline=None, max_examples=60)
def test_a_stricter_threshold_meets_the_same_luck(play, data):
    """That of the first, second, ... alert of a camera, person and subject."""
    strict = data.draw(st.sets(st.integers(0, 11)))
    kept = [alert for alert in play["alerts"] if alert.alert in strict]
    fewer = play | {"alerts": [replace(a, alert=turn) for turn, a in enumerate(kept)]}
    same_luck(fewer, play)


@given(plays())
@settings(deadline=None, max_examples=20)
def test_the_same_arguments_give_the_same_log(play):
    assert story(**play) == story(**play)


@given(plays(), st.integers(-1, 4))
@settings(deadline=None, max_examples=60)
def test_another_alert_officer_or_operator_changes_no_other_draw(play, person):
    """Operators are as many as alerts, so that each is read at once and its time can be told."""
    play["operators"] |= {"count": MOST + 1}
    true = any(one.true for one in play["alerts"] if one.person == person)
    last = alert(END_S, len(play["alerts"]), min(person, len(play["strolls"]) - 1), true)
    for more in (
        {"operators": play["operators"] | {"count": MOST + 2}},
        {"officers": play["officers"] | {"posts_m": [*play["officers"]["posts_m"], (30.0, 2.0)]}},
        {"alerts": [*play["alerts"], last]},
    ):
        same_luck(play, play | more)


def same_luck(one: dict, other: dict) -> None:
    """What is decided in both is decided alike."""
    first, second = (drawn(play) for play in (one, other))
    for about in first.keys() & second.keys():
        both = first[about].keys() & second[about].keys()
        assert {name: first[about][name] for name in both} == {
            name: pytest.approx(second[about][name], abs=1e-6) for name in both
        }


def drawn(play: dict) -> dict[tuple, dict[str, float]]:
    """What was drawn of each alert as far as the log tells, by person and occurrence."""
    found, before, events = {}, Counter(), story(**play)
    at_once = play["operators"]["count"] > MOST
    for one in play["alerts"]:
        found[one.person, before[one.person]] = _told(one, events, at_once)
        before[one.person] += 1
    return found


def _told(alert: AlertRaised, events: list, at_once: bool) -> dict[str, float]:
    at = {type(e): e for e in events if getattr(e, "alert", None) == alert.alert}
    told = {}
    verdict = at.get(AlertConfirmed) or at.get(AlertDismissed)
    if verdict and verdict.operator >= 0:
        told["confirmed"] = isinstance(verdict, AlertConfirmed)
        if at_once:
            told["judging_s"] = verdict.time_s - at[AlertRaised].time_s
    if IdentityChecked in at:
        told["checking_s"] = at[IdentityChecked].time_s - at[PersonStopped].time_s
        told["dealing_s"] = at[PersonDisposed].time_s - at[IdentityChecked].time_s
        told["arrest"] = at[PersonDisposed].disposal == "arrest"
    return told


def test_an_answer_that_nobody_gives_is_told_of_where_there_can_be_alerts():
    staffed = load_scenario("corridor").scenario
    assert warnings(staffed) == []
    nobody = load_scenario("corridor", {"officers.posts_m": "[]", "operators.count": "0"}).scenario
    assert [one.split(":")[0] for one in warnings(nobody)] == [
        "there are no operators", "there are no officers",
    ]  # fmt: skip
    unwatched = {"officers.posts_m": "[]", "watchlist.size": "0", "window": "null"}
    assert warnings(load_scenario("corridor", unwatched).scenario) == []
