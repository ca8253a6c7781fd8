"""People in the seats of the answer: what they do changes the world, and nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertUnanswered,
    OfficerDiverted,
    OfficerSent,
    PersonStopped,
)
from sim.response.operators import UNREAD
from sim.training.events import COMMANDER, TRAINEE, Covered, Decided, Recalled, Sent
from sim.training.live import AT_A_STOP, FREE, ON_THE_WAY, ON_THE_WAY_BACK
from tests.sim.training.stands import live


def told(one, *kinds):
    return [event for event in one.events() if isinstance(event, kinds)]


def decided(alert, verdict="confirm"):
    return Decided(alert, verdict, 0.9, "", 1.0)


def test_alerts_come_before_the_trainee_all_at_once_and_wait_there():
    one = live()
    assert one.to(4.0) == []
    assert one.to(30.0) == [0, 1, 2]
    assert sorted(one.trainee.open) == [0, 1, 2]


def test_an_alert_that_nobody_decides_lapses_unread():
    one = live()
    one.to(70.0)
    assert told(one, AlertDismissed) == [AlertDismissed(65.0, 0, UNREAD)]
    with pytest.raises(SimError, match="alert 0: got one that is not open"):
        one.do(decided(0))


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("confirm", AlertConfirmed), ("dismiss", AlertDismissed), ("unsure", AlertDismissed)],
)
def test_a_verdict_ends_an_alert_when_it_is_given(verdict, kind):
    one = live()
    one.to(12.5)
    one.do(decided(0, verdict))
    one.to(13.0)
    assert told(one, AlertConfirmed, AlertDismissed) == [kind(12.5, 0, 0)]


def test_another_look_leaves_an_alert_open():
    one = live()
    one.to(12.5)
    one.do(decided(0, "again"))
    one.to(20.0)
    assert 0 in one.trainee.open


def test_nobody_is_sent_before_the_commander_says_so():
    one = live()
    one.to(10.0)
    one.do(decided(0))
    one.to(60.0)
    assert told(one, OfficerSent) == []
    ((call, until_s),) = one.calls()
    assert (call.alert, until_s) == (0, 130.0)
    one.do(Sent(0, 1))
    one.to(70.0)
    assert told(one, OfficerSent) == [OfficerSent(62.0, 0, 1)]
    assert [one.doing for one in one.officers()] == [FREE, ON_THE_WAY]
    assert one.officers()[1].place_m[:2] == pytest.approx((82.0, 10.0))


def test_a_call_to_which_nobody_is_sent_lapses():
    one = live()
    one.to(10.0)
    one.do(decided(0))
    one.to(131.0)
    assert told(one, AlertUnanswered) == [AlertUnanswered(130.0, 0)]
    with pytest.raises(SimError, match="got no call that waits"):
        one.do(Sent(0, 1))


def test_an_officer_is_recalled_on_the_way_and_the_call_waits_again():
    one = live()
    one.to(10.0)
    one.do(decided(0))
    one.to(11.0)
    one.do(Sent(0, 1))
    one.to(33.0)
    one.do(Recalled(1))
    one.to(34.0)
    (diverted,) = told(one, OfficerDiverted)
    assert (diverted.time_s, diverted.x_m) == (33.0, pytest.approx(70.0))
    assert [call.alert for call, _ in one.calls()] == [0]
    assert one.officers()[1].doing == ON_THE_WAY_BACK
    assert one.officers()[1].place_m.x_m == pytest.approx(71.0)
    one.to(53.5)
    assert one.officers()[1].doing == FREE
    one.do(Sent(0, 0))
    one.to(65.0)
    assert told(one, PersonStopped)[0].officer == 0
    assert one.officers()[0].doing == AT_A_STOP


def test_an_officer_on_the_way_turns_round_to_another_call():
    one = live()
    one.to(25.0)
    for alert in (0, 1):
        one.do(decided(alert))
    one.to(26.0)
    one.do(Sent(0, 1))
    one.to(30.0)
    one.do(Sent(1, 1))
    one.to(35.0)
    assert [event.alert for event in told(one, OfficerSent)] == [0, 1]
    assert [call.alert for call, _ in one.calls()] == [0]


@pytest.mark.parametrize("act", [Sent(0, 7), Recalled(0), Sent(3, 0)])
def test_what_cannot_be_is_refused_and_changes_nothing(act):
    one = live()
    one.to(10.0)
    one.do(decided(0))
    one.to(11.0)
    with pytest.raises(SimError, match="wanted"):
        one.do(act)
    one.to(40.0)
    assert told(one, OfficerSent) == []


def test_a_seat_that_nobody_takes_is_played_by_the_scenario():
    alone = live(seats=(TRAINEE,))
    alone.to(10.0)
    alone.do(decided(0))
    alone.to(20.0)
    assert told(alone, OfficerSent)[0].officer == 0
    sends = live(seats=(COMMANDER,))
    sends.to(20.0)
    assert told(sends, AlertConfirmed) == [AlertConfirmed(13.0, 0, 0)]


ACTS = st.one_of(
    st.builds(decided, st.integers(0, 4), st.sampled_from(["confirm", "dismiss", "again"])),
    st.builds(Sent, st.integers(0, 4), st.integers(0, 1)),
    st.builds(Recalled, st.integers(0, 1)),
    st.builds(Covered, st.integers(0, 1), st.integers(0, 1)),
)
DONE = st.lists(st.tuples(st.floats(0.0, 300.0), ACTS), max_size=12)


@settings(max_examples=40, deadline=None)
@given(done=DONE, between=st.lists(st.floats(0.0, 400.0), max_size=20))
def test_the_same_acts_lead_to_the_same_world_however_time_is_cut(done, between):
    whole, cut = live(), live()
    moments = sorted(between)
    for at_s, act in sorted(done, key=lambda one: one[0]):
        for moment in [one for one in moments if one <= at_s]:
            cut.to(moment)
        moments = [one for one in moments if one > at_s]
        results = [_done(one, at_s, act) for one in (whole, cut)]
        assert results[0] == results[1]
    for one in (whole, cut):
        one.to(420.0)
    assert whole.events() == cut.events()
    assert whole.officers() == cut.officers()


def _done(one, at_s, act):
    one.to(at_s)
    try:
        one.do(act)
    except SimError as err:
        return str(err)
    return ""
