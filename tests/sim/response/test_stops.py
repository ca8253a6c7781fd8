"""Whoever is stopped stands, and goes on with the same way that much later, or is led away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.fields.parts import Spot
from sim.events import (
    AlertMerged,
    AlertRaised,
    FaceDetected,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLeft,
    PersonStopped,
    ProbeSearched,
)
from sim.log import Log
from sim.outcomes.rates import outcomes
from sim.response.answer import answer
from sim.response.officers.pursuit import Pursuit
from sim.streams import Streams
from sim.world.stops import Stop, moved_s, stops_of, with_stops
from tests.sim.response import stage
from tests.sim.response.stage import END_S, STANDING, Stroll, alert, story
from tests.sim.response.test_answer import plays

STOPPED_S, RELEASED_S, LED_AWAY_S = 117.0, 297.0, 1797.0
"""Of a person alerted at 100 s: the way takes 9 s, the check 180 s, the arrest 1,500 s."""
SEEN = (PersonInView, OpportunityArose, FaceDetected, ProbeSearched)


def planned(person: int = 0, leaves_s: float = 400.0) -> list:
    """Seen by one camera before the stop and in its moment, by another after it; then away."""
    looks = [kind(time_s, person, camera) for kind in SEEN for time_s, camera in LOOKS]
    return [PersonEntered(0.0, person, True), *looks, PersonLeft(leaves_s, person)]


LOOKS = ((90.0, "door"), (STOPPED_S, "stairs"), (150.0, "hall"))


def of(events: list, *kinds: type) -> list:
    return [event for event in events if isinstance(event, kinds)]


def test_whoever_is_released_comes_later_everywhere_by_as_long_as_they_stood():
    events = story([alert(100, true=False), alert(160, 1, true=False)], before=planned())
    stood_s = RELEASED_S - STOPPED_S
    for kind in SEEN:
        assert [e.time_s for e in of(events, kind)] == [90.0, STOPPED_S, 150.0 + stood_s]
    assert of(events, AlertRaised)[1] == alert(160 + stood_s, 1, true=False)
    assert of(events, AlertMerged) == [AlertMerged(160 + stood_s, 1, 0)]
    assert of(events, PersonLeft) == [PersonLeft(400.0 + stood_s, 0)]
    assert len(Log(events)) == len(events)


def test_whoever_is_arrested_leaves_with_the_officer_and_is_seen_no_more():
    events = story([alert(100), alert(160, 1)], before=planned())
    for kind in SEEN:
        assert [e.time_s for e in of(events, kind)] == [90.0, STOPPED_S]
    assert of(events, AlertRaised) == [alert(100)]
    assert of(events, PersonLeft) == [PersonLeft(LED_AWAY_S, 0)]


def test_nobody_else_s_way_changes():
    other = planned(1)
    events = story([alert(100)], [STANDING, STANDING], before=[*planned(), *other])
    assert [e for e in events if getattr(e, "person", None) == 1] == sorted(
        other, key=lambda event: event.time_s
    )


def test_what_a_camera_would_film_after_its_window_is_not_seen():
    filmed = stage.scenario().model_copy(update={"fidelity": "pixels"})
    day = replace(stage.day([STANDING]), end_s=200.0)
    alerts = [alert(100, true=False), alert(160, 1, true=False)]
    args = filmed, alerts, planned(), day, stage.ways(), Streams(1), 0.7
    events = answer(*args)
    assert [e.time_s for e in of(events, ProbeSearched)] == [90.0, STOPPED_S]
    assert of(events, AlertRaised) == alerts[:1]
    assert of(events, PersonLeft) == [PersonLeft(580.0, 0)]


@given(plays())
@settings(deadline=None, max_examples=60)
def test_everybody_who_came_in_is_inside_or_has_left_once_and_the_books_close(play):
    people = range(len(play["strolls"]))
    before = [event for person in people for event in planned(person, END_S + 0.5)]
    log = Log(story(**play | {"before": sorted(before, key=lambda event: event.time_s)}))
    inside = set()
    for event in log:
        if isinstance(event, PersonEntered):
            inside.add(event.person)
        if isinstance(event, PersonLeft):
            inside.remove(event.person)
        if isinstance(event, (*SEEN, PersonStopped)):
            assert event.person in inside
    assert not inside
    assert sum(outcomes(log.events, END_S).books.values()) == len(people)


@given(plays())
@settings(deadline=None, max_examples=60)
def test_everything_on_a_person_s_way_moves_alike_and_nothing_else_moves(play):
    before = [PersonLeft(END_S + k, k) for k in range(len(play["strolls"]))]
    events = story(**play | {"before": before})
    stops = stops_of(events)
    for one in of(events, AlertRaised):
        (plan,) = (alert for alert in play["alerts"] if alert.alert == one.alert)
        assert one.time_s == moved_s(plan.time_s, stops.get(one.person, []))
    arrested = {e.person for e in of(events, PersonStopped) if stops[e.person][-1].led_away}
    for event in of(events, PersonLeft):
        if event.person not in arrested:
            assert event.time_s == moved_s(END_S + event.person, stops.get(event.person, []))


def test_whoever_was_delayed_is_met_on_the_way_they_walk_then():
    """Straight on at 1 m/s from 0 s; stood from 20 to 50 s at (30, 10)."""
    walker = Stroll((10.0, 10.0), (1.0, 0.0))
    day = stage.day([walker])
    pursuit = Pursuit(day, stage.ways(), 1.0, 60.0, {0: [Stop(20.0, 50.0, False)]})
    assert pursuit.place(alert(0), 49.0) == Spot(30.0, 10.0)
    assert pursuit.place(alert(0), 55.0) == Spot(35.0, 10.0)
    met = pursuit.walk(Spot(41.0, 10.0), alert(0), 40.0)
    assert (met.met, met.away_s, met.at_m) == (True, 10.0, Spot(30.0, 10.0))
    undelayed = Pursuit(day, stage.ways(), 1.0, 60.0).walk(Spot(41.0, 10.0), alert(0), 40.0)
    assert undelayed.at_m[0] > 50.0


def test_nobody_meets_whoever_was_led_away():
    day = stage.day([STANDING])
    pursuit = Pursuit(day, stage.ways(), 1.0, 60.0, {0: [Stop(20.0, 50.0, True)]})
    assert pursuit.walk(Spot(21.0, 10.0), alert(0), 49.0).met
    assert not pursuit.walk(Spot(21.0, 10.0), alert(0), 50.5).met


@given(
    st.floats(0, 40).map(lambda s: round(2 * s) / 2),
    st.floats(0.1, 100),
    st.booleans(),
)
def test_a_way_with_a_stop_has_no_hole_and_keeps_every_row_that_is_walked(
    from_s, lasts_s, led_away
):
    plan_s = np.arange(0, 60, 0.5)
    stop = Stop(from_s, from_s + lasts_s, led_away)
    time_s, rows = with_stops(plan_s, [stop], 0.5)
    assert (np.diff(time_s) > 0).all()
    assert (np.diff(time_s) <= 0.5 + 1e-9).all()
    assert (np.diff(rows) >= 0).all()
    assert set(rows) == set(range(int(2 * from_s) + 1 if led_away else len(plan_s)))
    walked = rows > 2 * from_s
    assert time_s[walked] == pytest.approx(plan_s[rows[walked]] + lasts_s)
    held = plan_s[rows] == from_s
    assert (time_s[held][0], time_s[held][-1]) == (from_s, pytest.approx(from_s + lasts_s))


def test_stops_are_told_by_the_log():
    events = story([alert(100), alert(100, 1, 1, False)], [STANDING, STANDING])
    stopped, disposed = of(events, PersonStopped), of(events, PersonDisposed)
    assert stops_of(events)[0] == [Stop(stopped[0].time_s, disposed[0].time_s, True)]
