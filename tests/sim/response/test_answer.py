from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertUnanswered,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonEntered,
    PersonLost,
)
from sim.log import Log
from sim.study.outcomes import outcomes
from tests.sim.response.stage import END_S, Stroll, alert, story

LIVELY = {"judging_spread": 0.5, "confirm_true": 0.8, "confirm_false": 0.5}
HUMAN = {"notice": 0.8, "spread": 0.4, "speed_mps": 1.9}
POSTS = [(10.0, 10.0), (90.0, 5.0), (50.0, 18.0)]
ENDS = AlertMerged, AlertDismissed, AlertUnanswered, PersonLost, PersonDisposed


@st.composite
def plays(draw: st.DrawFn) -> dict:
    """Up to five strollers, some alerts about them and about nobody, and a roster."""
    place = st.tuples(st.floats(1, 99), st.floats(1, 19))
    speed = st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
    time = st.floats(0, END_S)
    strolls = draw(st.lists(st.builds(Stroll, place, speed, time), min_size=1, max_size=5))
    about = st.tuples(time, st.integers(-1, len(strolls) - 1), st.booleans())
    raised = sorted(draw(st.lists(about, max_size=12)))
    return {
        "alerts": [alert(t, k, p, true and p >= 0) for k, (t, p, true) in enumerate(raised)],
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
    events = by_alert(Log(story(**play)))
    assert set(events) == {alert.alert for alert in play["alerts"]}
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
    strict = data.draw(st.sets(st.integers(0, 11)))
    kept = [alert for alert in play["alerts"] if alert.alert in strict]
    fewer = story(**play | {"alerts": [replace(a, alert=turn) for turn, a in enumerate(kept)]})
    more = story(**play)
    for luck in (verdicts, disposals):
        ours = {kept[turn].alert: came for turn, came in luck(fewer).items()}
        theirs = luck(more)
        both = ours.keys() & theirs.keys()
        assert {n: ours[n] for n in both} == {n: theirs[n] for n in both}


@given(plays())
@settings(deadline=None, max_examples=20)
def test_the_same_arguments_give_the_same_log(play):
    assert story(**play) == story(**play)


def verdicts(events: list) -> dict[int, type]:
    kinds = AlertConfirmed | AlertDismissed
    judged = (event for event in events if isinstance(event, kinds) and event.operator >= 0)
    return {event.alert: type(event) for event in judged}


def disposals(events: list) -> dict[int, str]:
    return {event.alert: event.disposal for event in events if isinstance(event, PersonDisposed)}
