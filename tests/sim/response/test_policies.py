"""Whom each policy sends, as a function of a situation alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.fields.parts import Spot
from sim.events import OfficerDiverted, OfficerFreed, OfficerSent, PersonLost, PersonStopped
from sim.experiments.rows.figures import alert_rows
from sim.response.answer import check
from sim.response.officers.urgency import Urgency
from sim.response.policies.chance import Chance
from sim.response.policies.cover import Cover
from sim.response.policies.priority import Priority
from sim.response.policies.soonest import Soonest
from sim.response.policy import Call, Going, Idle, Situation, policy_of
from sim.streams import Streams
from tests.sim.response.stage import Stroll, alert, scenario, story, ways


def metres(place_m, others_m):
    return np.abs(np.array([one[0] for one in others_m]) - place_m[0])


def call(number, x_m, rank=0):
    return Call(number, 10.0 * number, "door", 3, 0.8, Spot(x_m, 0.0), "", rank)


def idle(number, x_m):
    return Idle(number, 0.0, Spot(x_m, 0.0))


def situation(calls, free, expected=None, going=(), posts=()):
    """On a line; expected: seconds by the number of the call and the place of the officer."""

    def expected_s(one, places):
        return np.array([expected.get((one.alert, place.x_m), np.inf) for place in places])

    posts_m = tuple(Spot(x_m, 0.0) for x_m in posts)
    return Situation(60.0, calls, free, metres, expected_s, going, posts_m)


def of(policy, **dials):
    return policy(scenario(officers={"dispatch_dials": dials}).officers)


CALLS = (call(1, 50.0), call(2, 10.0))
FREE = (idle(0, 40.0), idle(1, 70.0), idle(2, 90.0))


def test_the_soonest_meeting_is_chosen_over_all_calls_and_officers():
    expected = {(1, 40.0): np.inf, (1, 70.0): 25.0, (2, 90.0): 20.0}
    assert of(Soonest).choose(situation(CALLS, FREE, expected)) == (CALLS[1], FREE[2])
    equal = {(1, 70.0): 20.0, (2, 90.0): 20.0}
    assert of(Soonest).choose(situation(CALLS, FREE, equal)) == (CALLS[0], FREE[1])


def test_without_anybody_to_be_met_the_nearest_follows_the_first():
    assert of(Soonest).choose(situation(CALLS, FREE, {})) == (CALLS[0], FREE[0])


def test_the_most_urgent_call_is_served_first_by_the_nearest():
    calls = (call(1, 50.0, 2), call(2, 80.0, 1), call(3, 20.0, 1))
    assert of(Priority).choose(situation(calls, FREE)) == (calls[1], FREE[1])


def test_an_officer_is_called_off_a_less_urgent_call_and_no_other():
    going = (
        Going(0, call(7, 0.0, 1), Spot(49.0, 0.0)),
        Going(1, call(8, 0.0, 2), Spot(90.0, 0.0)),
        Going(2, call(9, 0.0, 2), Spot(60.0, 0.0)),
    )
    urgent, other = call(1, 50.0, 1), call(2, 50.0, 2)
    assert of(Priority).choose(situation((urgent,), (), going=going)) == (urgent, going[2])
    assert of(Priority).choose(situation((other,), (), going=going)) is None


def test_the_officer_goes_without_whom_the_place_is_covered_best():
    """Two at the middle are as good; one of them goes, though the lone one is a little nearer."""
    free = (idle(0, 0.0), idle(1, 29.0), idle(2, 30.0))
    here = situation((call(1, 13.0),), free, posts=(0.0, 29.0, 30.0))
    assert of(Cover).choose(here)[1] == free[1]
    assert of(Cover, longer=1.0).choose(here)[1] == free[0]


def test_as_many_stay_as_must():
    free = (idle(0, 0.0), idle(1, 29.0))
    here = situation((call(1, 13.0),), free, posts=(0.0, 29.0))
    assert of(Cover, stay=2.0).choose(here) is None
    assert of(Cover, stay=1.0).choose(here) is not None


def test_whoever_will_hardly_be_met_is_let_go_for_another():
    expected = {(1, 40.0): 100.0, (2, 70.0): 50.0, (2, 90.0): 60.0}
    assert of(Chance).choose(situation(CALLS, FREE, expected)) == (CALLS[1], FREE[1])
    assert of(Chance, least=0.5).choose(situation(CALLS, FREE, expected)) is None
    assert of(Chance, half_s=100.0).choose(situation(CALLS, FREE, expected)) == (CALLS[0], FREE[0])
    assert of(Chance, least=0.0).choose(situation(CALLS, FREE, {})) is None


def test_a_chance_that_never_halves_is_refused():
    with pytest.raises(ScenarioError, match=r"half_s: got 0, wanted seconds above 0"):
        check(scenario(officers={"dispatch": "chance", "dispatch_dials": {"half_s": 0.0}}))


NAMES = ("nearest", "longest-idle", "soonest", "priority", "cover", "chance")
PLACES = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=5, unique=True)


@given(st.sampled_from(NAMES), PLACES, PLACES, st.randoms(use_true_random=False))
def test_every_policy_chooses_among_those_who_are_there(name, calls_m, free_m, random):
    calls = tuple(call(k, x_m, random.randint(0, 2)) for k, x_m in enumerate(calls_m))
    free = tuple(idle(k, x_m) for k, x_m in enumerate(free_m))
    expected = {(k, x): random.choice([5.0, 500.0]) for k in range(len(calls)) for x in free_m}
    policy = policy_of(scenario(officers={"dispatch": name}).officers)
    chosen = policy.choose(situation(calls, free, expected, posts=free_m))
    assert chosen is None or (chosen[0] in calls and chosen[1] in free)


TWO = [{"name": "wanted", "share": 0.5}, {"name": "missing", "share": 0.5}]


def test_categories_are_as_many_as_said_and_a_subject_s_own():
    categories = scenario(watchlist={"categories": TWO[:1]}).watchlist.categories
    urgency = Urgency(categories, Streams(1))
    told = [urgency.of(subject) for subject in range(2000)]
    assert set(told) == {("wanted", 0), ("", 1)}
    wanted = np.mean([rank == 0 for _, rank in told])
    assert abs(wanted - 0.5) < 5 * np.sqrt(0.25 / 2000)
    more = Urgency(categories, Streams(1, 0))
    assert told[5] == more.of(5)


def urgent_and_other() -> tuple[int, int]:
    """A subject of the first category, and one of the second."""
    urgency = Urgency(scenario(watchlist={"categories": TWO}).watchlist.categories, Streams(1))
    ranks = [urgency.of(subject)[1] for subject in range(10)]
    return ranks.index(0), ranks.index(1)


def test_an_officer_on_the_way_turns_round_for_a_more_urgent_call_and_the_other_waits_again():
    """Sent 80 m at 108 s; called off at 128 s, 20 m on; the other alert finds nobody in 20 s."""
    urgent, other = urgent_and_other()
    alerts = [
        alert(100, 0, 0, False, subject=other),
        alert(120, 1, 1, False, subject=urgent),
    ]
    strolls = [Stroll((90.0, 10.0)), Stroll((20.0, 10.0))]
    officers = {"dispatch": "priority"}
    events = story(alerts, strolls, officers=officers, watchlist={"categories": TWO})
    told = [e for e in events if isinstance(e, OfficerSent | OfficerDiverted | PersonStopped)]
    assert told == [
        OfficerSent(108.0, 0, 0),
        OfficerDiverted(128.0, 0, 0, 30.0, 10.0),
        OfficerSent(128.0, 1, 0),
        PersonStopped(137.0, 1, 0, 1, 20.0, 10.0),
    ]
    freed = [e for e in events if isinstance(e, OfficerFreed)]
    assert freed == [OfficerFreed(137.0 + 180.0 + 10.0, 1, 0)]
    assert [e.time_s for e in events if type(e).__name__ == "AlertUnanswered"] == [148.0]
    assert not [e for e in events if isinstance(e, PersonLost)]
    left, served = alert_rows(events, scenario(), ways())
    assert (left["ended"], left["officer"], left["sent_s"]) == ("unanswered", None, None)
    assert (served["ended"], served["officer"], served["sent_s"]) == ("disposed", 0, 128.0)


def test_the_call_that_was_left_is_served_by_whoever_is_back_in_time():
    urgent, other = urgent_and_other()
    alerts = [alert(100, 0, 0, False, subject=other), alert(120, 1, 1, False, subject=urgent)]
    strolls = [Stroll((90.0, 10.0)), Stroll((20.0, 10.0))]
    officers = {"dispatch": "priority", "patience_s": 300.0}
    events = story(alerts, strolls, officers=officers, watchlist={"categories": TWO})
    sent = [(e.time_s, e.alert) for e in events if isinstance(e, OfficerSent)]
    assert sent == [(108.0, 0), (128.0, 1), (327.0, 0)]
    assert [e.alert for e in events if isinstance(e, PersonStopped)] == [1, 0]
