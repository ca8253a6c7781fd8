"""People are met where they are expected, by what is known at each moment and no more."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenarios.answer.officers import Officers
from scenarios.fields.parts import Spot
from scenarios.place import flat
from scenarios.venue import Venue
from sim.events import (
    OfficerFreed,
    OfficerSent,
    PersonLost,
    PersonStopped,
    SightLost,
    SightRegained,
)
from sim.experiments.rows.figures import alert_rows
from sim.response.officers.chase import Chase
from sim.response.officers.prediction import STEP_S, Fix, ahead
from sim.response.officers.pursuit import ARMS_LENGTH_M, Pursuit
from sim.world.day import Day
from sim.world.ways import Ways
from tests.places.storeys import storeys
from tests.sim.response.officers.test_levels import changing
from tests.sim.response.stage import Stroll, alert, crowd, scenario, story, ways
from tests.sim.response.test_policies import TWO, urgent_and_other

FIELD = Ways(flat(Venue("field", shapely.box(0, 0, 2000, 2000), (), ())))
GIVE_UP_S = 60.0
PREDICT = {"pursuit": "predict"}


def interception_s(p, v, q, u) -> float:
    """The first t >= 0 with |p + v t - q| = u t + an arm's length, by the quadratic; inf: never."""
    d, a = np.subtract(p, q), ARMS_LENGTH_M
    if np.hypot(*d) <= a:
        return 0.0
    of = np.dot(v, v) - u**2, 2 * (np.dot(d, v) - u * a), np.dot(d, d) - a**2
    roots = np.roots(of) if abs(of[0]) > 1e-12 else np.array([-of[2] / of[1]]) if of[1] else []
    real = [float(r.real) for r in np.atleast_1d(roots) if abs(np.imag(r)) < 1e-9 and r.real >= 0]
    return min(real, default=np.inf)


def walking(p, v) -> Day:
    stroll = Stroll(p, v, until_s=GIVE_UP_S + 5)
    tick = np.arange(2 * (GIVE_UP_S + 5) + 1, dtype=np.int32)
    xy = np.array(p) + tick[:, None] * 0.5 * np.array(v)
    walked = replace(crowd([stroll]), tick=tick, person=np.zeros(len(tick), np.int32),
                     x_m=xy[:, 0], y_m=xy[:, 1], level=np.zeros(len(tick), np.int8),
                     heading_deg=np.zeros(len(tick), np.float32),
                     first=np.array([0, len(tick)]))  # fmt: skip
    return Day(FIELD.place, None, walked, (), 0, 600)


NEAR = st.tuples(st.floats(900, 1100), st.floats(900, 1100))
PACE = st.tuples(st.floats(-2, 2), st.floats(-2, 2))


@given(NEAR, PACE, NEAR, st.floats(0.8, 3))
@settings(deadline=None, max_examples=100)
def test_who_goes_straight_on_is_met_when_the_quadratic_says(p, v, q, u):
    now_s = 4.0
    pursuit = Pursuit(walking(p, v), FIELD, u, GIVE_UP_S)
    (expected_s,) = pursuit.expected_s(alert(now_s), now_s, [Spot(*q)])
    exact_s = interception_s(np.add(p, np.multiply(v, now_s)), v, q, u)
    if exact_s > GIVE_UP_S + 1e-3:
        assert expected_s == np.inf
    else:
        assert exact_s - 1e-3 <= expected_s <= exact_s + STEP_S + 1e-3


@given(NEAR, PACE, NEAR, st.floats(0.8, 3))
@settings(deadline=None, max_examples=40)
def test_an_officer_who_predicts_meets_who_goes_straight_on_as_soon(p, v, q, u):
    """But for a twentieth, as every new prediction is rounded to a step; whoever is hardly slower
    is met at an angle so flat that a step is many seconds.
    """
    assume(u >= 1.2 * np.hypot(*v))
    now_s, chase = 4.0, Chase(walking(p, v), FIELD, u, GIVE_UP_S)
    walk = chase.walk(Spot(*q), alert(now_s), now_s)
    exact_s = interception_s(np.add(p, np.multiply(v, now_s)), v, q, u)
    if walk.met:
        assert exact_s - STEP_S <= walk.away_s <= 1.05 * exact_s + 2 * STEP_S
    else:
        assert 1.05 * exact_s + 2 * STEP_S > GIVE_UP_S


def test_whoever_is_faster_and_ahead_is_never_met():
    day, now_s = walking((1020.0, 1000.0), (2.0, 0.0)), 4.0
    chase = Chase(day, FIELD, 1.9, GIVE_UP_S)
    assert chase.expected_s(alert(now_s), now_s, [Spot(1000.0, 1000.0)])[0] == np.inf
    walk = chase.walk(Spot(1000.0, 1000.0), alert(now_s), now_s)
    assert (walk.met, walk.away_s) == (False, GIVE_UP_S)


TURNS = st.tuples(st.floats(1, 29) | st.floats(33, 99), st.floats(1, 19))


@st.composite
def two_futures(draw):
    """Two people of one past, who part at a time; when each is seen, and an officer's place."""
    start, parts_s = draw(TURNS), draw(st.floats(20, 60))
    once = draw(st.tuples(st.floats(-1.5, 1.5), st.floats(-1, 1)))
    there = np.clip(np.add(start, np.multiply(once, parts_s)), [1, 1], [99, 19])
    futures = [draw(st.tuples(st.floats(-1.5, 1.5), st.floats(-1, 1))) for _ in range(2)]
    seen = draw(st.lists(st.integers(0, 240), min_size=1, unique=True).map(sorted))
    return start, once, parts_s, tuple(there), futures, np.array(seen) * 0.5, draw(TURNS)


def turning(start, once, parts_s, there, then) -> Day:
    before, after = Stroll(start, once, until_s=parts_s), Stroll(there, then, parts_s, 200)
    walked = crowd([before, after])
    kept = np.append(True, np.diff(walked.tick) > 0)
    rows = {k: getattr(walked, k)[kept] for k in ("tick", "x_m", "y_m", "level", "heading_deg")}
    count = int(kept.sum())
    rows |= {"person": np.zeros(count, np.int32), "first": np.array([0, count])}
    return Day(HALL, None, replace(walked, **rows), (), 0, 600)


HALL = flat(Venue("hall", shapely.box(0, 0, 100, 20) - shapely.box(30, 5, 32, 20), (), ()))
WAYS = Ways(HALL)


@given(two_futures(), st.sampled_from([0.0, 3.0]))
@settings(deadline=None, max_examples=60)
def test_nothing_that_comes_later_decides_where_an_officer_goes(given_, radio_s):
    start, once, parts_s, there, futures, seen_s, at = given_
    told = {"terms": Officers(), "seen": {0: seen_s}, "told_s": lambda now_s: now_s - radio_s}
    tracks = []
    for then in futures:
        day = turning(start, once, parts_s, there, then)
        walk = Chase(day, WAYS, 1.5, 120.0, **told).walk(Spot(*at), alert(10.0), 10.0)
        tracks.append([one for one in walk.track if 10.0 + one[0] <= parts_s])
    assert tracks[0] == tracks[1]


@given(two_futures())
@settings(deadline=None, max_examples=40)
def test_nobody_outruns_their_speed(given_):
    start, once, parts_s, there, futures, seen_s, at = given_
    day = turning(start, once, parts_s, there, futures[0])
    walk = Chase(day, WAYS, 1.5, 120.0, seen={0: seen_s}).walk(Spot(*at), alert(10.0), 10.0)
    times = np.array([time_s for time_s, _ in walk.track])
    places = np.array([spot[:2] for _, spot in walk.track])
    steps_m = np.hypot(*np.diff(places, axis=0).T)
    assert (steps_m <= 1.5 * np.diff(times) + 1e-6).all()
    assert walk.away_s <= 120.0
    assert shapely.covers(HALL.levels[0].venue.floor.buffer(1e-6), shapely.points(places)).all()


def test_people_are_expected_to_stay_before_a_wall():
    """At .45 m, as far as corners are rounded."""
    way = ahead(Fix(0.0, Spot(20.0, 10.0), (1.0, 0.0)), WAYS, 0.0, 30.0)
    assert way.spot(8) == Spot(24.0, 10.0)
    assert way.spot(-1) == Spot(29.55, 10.0)


@pytest.mark.parametrize(("later_s", "met"), [((), False), ((60.0, 61.0), True)])
def test_somebody_out_of_sight_is_found_again_by_a_later_sighting(later_s, met):
    """Seen walking east at 10 s, they turn back at 30 s, behind the wall by the time an officer
    looks for them where it ends; a camera sees them there later.
    """
    parts = Stroll((50.0, 10.0), (0.5, 0.0), until_s=30.0), Stroll((65.0, 10.0), (-1.8, 0.0), 30.5)
    walked = crowd(parts)
    one = replace(
        walked, person=np.zeros_like(walked.person), first=np.array([0, len(walked.tick)])
    )
    day = Day(HALL, None, one, (), 0, 600)
    chase = Chase(day, WAYS, 1.5, 180.0, seen={0: np.array([9.0, 10.0, *later_s])})
    walk = chase.walk(Spot(97.0, 2.0), alert(10.0), 10.0)
    assert walk.met == met


def sights(events):
    return [one for one in events if isinstance(one, SightLost | SightRegained)]


def test_sight_is_lost_when_the_newest_sighting_is_old_and_regained_by_the_next_one():
    """An officer asks every 5 s; a camera sees the person till 10 s, and again at 60 s."""
    parts = Stroll((50.0, 10.0), (0.5, 0.0), until_s=30.0), Stroll((65.0, 10.0), (-1.8, 0.0), 30.5)
    walked = crowd(parts)
    one = replace(
        walked, person=np.zeros_like(walked.person), first=np.array([0, len(walked.tick)])
    )
    day = Day(HALL, None, one, (), 0, 600)
    terms = Officers(sees_m=1.0)
    chase = Chase(day, WAYS, 1.5, 180.0, terms=terms, seen={0: np.array([9.0, 10.0, 60.0])})
    lost, again, *_ = chase.walk(Spot(97.0, 2.0), alert(10.0), 10.0).sights
    assert (lost.after_s, lost.regained, lost.at_m) == (5.0, False, Spot(55.0, 10.0))
    assert (again.after_s, again.regained, again.own_eyes) == (50.0, True, False)


def test_whoever_is_always_in_sight_is_never_lost_from_it():
    assert not sights(story([alert(100)], officers=PREDICT | {"radio_s": 6.0}))


def test_the_log_tells_when_nobody_saw_the_person_and_who_did_first():
    """In a shop from 90 to 140 s, from where they come out before the officer's eyes."""
    stroll = Stroll((60.0, 10.0), shop_s=(90.0, 140.0))
    events = story([alert(80)], [stroll], officers=PREDICT | {"search_s": 120.0})
    assert sights(events) == [
        SightLost(93.0, 0, 0, 60.0, 10.0),
        SightRegained(140.0, 0, 0, True, 60.0, 10.0),
    ]
    (row,) = alert_rows(events, scenario(), ways())
    assert (row["ended"], row["sight_lost"], row["sight_regained"]) == ("disposed", 1, 1)


@pytest.mark.parametrize("more", [0, 1])
def test_whoever_is_called_off_tells_nothing_of_what_they_would_have_seen(more):
    """In a shop from 130 s; the officer is called off at 128 s."""
    urgent, other = urgent_and_other()
    alerts = [alert(100, 0, 0, subject=other), alert(120, 1, 1, subject=urgent)][: 1 + more]
    strolls = [Stroll((90.0, 10.0), shop_s=(130.0, 600.0)), Stroll((20.0, 10.0))]
    officers = PREDICT | {"dispatch": "priority"}
    events = story(alerts, strolls, officers=officers, watchlist={"categories": TWO})
    assert [one.time_s for one in sights(events)] == ([] if more else [133.0])


def test_whoever_is_seen_by_nobody_any_more_is_looked_for_and_given_up():
    """Last seen walking east at 100 s; they went back west; the officer looks about for 30 s."""
    stroll = Stroll((80.0, 10.0), (-2.0, 0.0), until_s=400.0)
    day = Day(HALL, None, crowd([stroll]), (), 0, 600)
    walk = Chase(day, WAYS, 1.0, 180.0, seen={0: np.array([1.0])}).walk(
        Spot(90.0, 10.0), alert(1.0), 20.0
    )
    assert not walk.met
    assert walk.at_m == Spot(78.0, 10.0)
    assert walk.away_s == pytest.approx(12.0 + 30.0, abs=5.0)


@pytest.mark.parametrize("radio_s", [0.0, 6.0])
def test_a_word_takes_its_time_before_anybody_sets_out(radio_s):
    events = story([alert(100)], officers=PREDICT | {"radio_s": radio_s})
    (sent,) = [one for one in events if isinstance(one, OfficerSent)]
    (stopped,) = [one for one in events if isinstance(one, PersonStopped)]
    assert (sent.time_s, stopped.time_s) == (108.0 + radio_s, 117.0 + radio_s)
    assert stopped.x_m == 20.0


def test_alerts_about_nobody_are_looked_for_at_the_camera():
    events = story([alert(100, 0, -1, False)], [], officers=PREDICT)
    lost = next(one for one in events if isinstance(one, PersonLost))
    assert lost.time_s == pytest.approx(108.0 + 40.0 + 30.0, abs=5.0)
    assert isinstance(events[-1], OfficerFreed)


def test_an_officer_takes_the_links_between_levels_as_the_person_does():
    place = storeys()
    ways = Ways(place, 1.5)
    day = changing(place, 40, 30)
    chase = Chase(day, ways, 1.5, 180.0)
    walk = chase.walk(Spot(4.0, 10.0, 1), alert(0), 0.0)
    assert walk.met
    assert {spot.level for _, spot in walk.track} >= {1}
    way = chase._way(0)
    there = way.at(walk.away_s)
    assert walk.at_m == there
