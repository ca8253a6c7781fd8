"""What happens at the last moment of a wait, and in what order things of one moment happen."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simpy import Environment, Store

from scenarios.answer.operators import Operators
from sim.events import (
    AlertConfirmed,
    AlertUnanswered,
    OfficerFreed,
    OfficerSent,
    PersonLost,
    PersonStopped,
)
from sim.response.luck import Luck
from sim.response.operators import UNREAD, ControlRoom
from sim.response.service import OutOfPatienceError, in_time
from sim.streams import Streams
from tests.sim.response.stage import STANDING, THRESHOLD, Stroll, alert, story

OFF_S = 1e-5


def judged(times_s, operators, judging_s, patience_s):
    """When each alert was judged or given up, and whether anybody had read it."""
    env, found = Environment(), {}
    dials = Operators(
        count=operators, judging_s=judging_s, judging_spread=0.0, patience_s=patience_s
    )
    luck = Luck.of(Streams(1), [alert(0.0, k, k) for k in range(len(times_s))])
    room = ControlRoom(env, dials, luck, THRESHOLD)

    def follow(number, time_s):
        yield env.timeout(time_s)
        verdict = yield from room.judge(alert(time_s, number, number))
        found[number] = (verdict.time_s, verdict.operator != UNREAD)

    for number, time_s in enumerate(times_s):
        env.process(follow(number, time_s))
    env.run()
    assert sorted(room.desks.free) == list(range(operators))  # nobody was lost on the way
    assert not room.desks.waiting
    return [found[number] for number in range(len(times_s))]


def by_hand(times, operators, judging, patience):
    """The same in whole numbers: first come, first served, whoever can still be served in time."""
    free, expected = [0] * operators, []
    for time in times:
        begins = max(time, min(free, default=time + patience + 1))
        if begins > time + patience:
            expected.append((time + patience, False))
            continue
        free.remove(min(free))
        free.append(begins + judging)
        expected.append((begins + judging, True))
    return expected


@given(
    st.lists(st.integers(0, 40), max_size=20).map(sorted),
    st.integers(0, 3),
    st.integers(1, 9),
    st.integers(1, 30),
    st.sampled_from([1.0, 0.1, 0.7, 1 / 3, 6.4]),
)
@settings(deadline=None, max_examples=200)
def test_alerts_are_judged_as_by_hand_to_the_last_moment_of_patience(
    times, operators, judging, patience, unit_s
):
    found = judged([t * unit_s for t in times], operators, judging * unit_s, patience * unit_s)
    expected = by_hand(times, operators, judging, patience)
    assert [read for _, read in found] == [read for _, read in expected]
    assert [t for t, _ in found] == pytest.approx([t * unit_s for t, _ in expected])


@pytest.mark.parametrize(("judging_s", "patience_s"), [(8.0, 64.0), (0.1, 0.8), (6.4, 51.2)])
def test_whoever_comes_free_at_the_last_moment_still_reads(judging_s, patience_s):
    read = Counter(one for _, one in judged([0.0] * 12, 1, judging_s, patience_s))
    assert read == {True: 9, False: 3}
    read = Counter(one for _, one in judged([0.0] * 12, 1, judging_s, patience_s - OFF_S))
    assert read == {True: 8, False: 4}


def test_what_is_handed_over_at_the_last_moment_is_not_lost_and_is_nobody_else_s():
    env, got = Environment(), []
    store = Store(env)

    def wait(name, patience_s):
        try:
            got.append((name, (yield from in_time(env, store.get(), patience_s))))
        except OutOfPatienceError as over:
            got.append((name, over.at_s))

    def put():
        yield env.timeout(4.0)
        yield store.put("one")

    for name, patience_s in (("first", 3.0), ("second", 4.0), ("third", 4.0)):
        env.process(wait(name, patience_s))
    env.process(put())
    env.run()
    assert got == [("first", 3.0), ("second", "one"), ("third", 4.0)]
    assert not store.items
    assert not store.get_queue


@pytest.mark.parametrize(
    ("patience_s", "came"),
    [(14.0, OfficerSent(307.0, 1, 0)), (14.0 - 1e-3, AlertUnanswered(307.0 - 1e-3, 1))],
)
def test_an_officer_who_is_back_at_the_last_moment_is_sent(patience_s, came):
    strolls = [STANDING, Stroll((30.0, 10.0))]
    alerts = [alert(100, 0, 0, False), alert(285, 1, 1, False)]
    events = story(alerts, strolls, officers={"patience_s": patience_s})
    about = [event for event in events if getattr(event, "alert", None) == 1]
    assert about[2] == came
    assert OfficerFreed(307.0, 0, 0) in events


def test_who_comes_back_in_the_moment_of_an_alert_goes_to_whoever_waits_longest():
    """And the alert of that moment takes the next who is back, not that officer only."""
    near, far = Stroll((20.0, 10.0)), Stroll((80.0, 10.0))
    alerts = [
        alert(100, 0, 0, False),
        alert(150, 1, 1, False),
        alert(285, 2, 2, False),
        alert(299, 3, 3, False),  # confirmed at 307 s, when the first officer is back
    ]
    officers = {"posts_m": [(10.0, 10.0), (90.0, 10.0)], "patience_s": 1000.0}
    events = story(alerts, [near, far, near, near], officers=officers)
    assert AlertConfirmed(307.0, 3, 0) in events
    sent = [event for event in events if isinstance(event, OfficerSent)]
    assert sent[2:] == [OfficerSent(307.0, 2, 0), OfficerSent(357.0, 3, 1)]


@pytest.mark.parametrize("give_up_s", [40.0, 40.0 - OFF_S])
def test_somebody_met_in_the_moment_of_giving_up_is_met(give_up_s):
    """Out of a shop at 148 s, an officer's way off, who was sent at 108 s."""
    came = story([alert(100)], [Stroll((20.0, 10.0), shop_s=(50, 148))], officers={
        "give_up_s": give_up_s,
    })[4]  # fmt: skip
    met = give_up_s == 40.0
    assert isinstance(came, PersonStopped if met else PersonLost)
    assert came.time_s == pytest.approx(148.0, abs=1e-4)
