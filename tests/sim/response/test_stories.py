import pytest

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertUnanswered,
    IdentityChecked,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLeft,
    PersonLost,
    PersonStopped,
    ShiftBegan,
)
from tests.sim.response.stage import STANDING, Stroll, alert, story


def test_the_right_person_is_met_checked_and_arrested():
    assert story([alert(100)]) == [
        ShiftBegan(0.0, 1, 1),
        alert(100),
        AlertConfirmed(108.0, 0, 0),
        OfficerSent(108.0, 0, 0),
        PersonStopped(117.0, 0, 0, 0, 20.0, 10.0),
        IdentityChecked(297.0, 0, 0, True),
        PersonDisposed(1797.0, 0, 0, "arrest"),
        PersonLeft(1797.0, 0),
        OfficerFreed(1807.0, 0, 0),
    ]


def test_the_wrong_person_is_released_at_once():
    assert story([alert(100, true=False)])[5:] == [
        IdentityChecked(297.0, 0, 0, False),
        PersonDisposed(297.0, 0, 0, "released"),
        OfficerFreed(307.0, 0, 0),
    ]


def test_an_alert_about_somebody_in_hand_or_checked_is_merged():
    events = story([alert(100, true=False), alert(103, 1, true=False), alert(400, 2, true=False)])
    merged = [event for event in events if isinstance(event, AlertMerged)]
    assert merged == [AlertMerged(103.0, 1, 0), AlertMerged(580.0, 2, 0)]


def test_an_alert_about_somebody_dismissed_before_is_judged_anew():
    events = story([alert(100), alert(120, 1)], operators={"confirm_true": 0.0})
    assert events[1:] == [
        alert(100),
        AlertDismissed(108.0, 0, 0),
        alert(120, 1),
        AlertDismissed(128.0, 1, 0),
    ]


def test_alerts_about_nobody_are_never_merged_and_end_at_the_camera_with_nobody_met():
    events = story([alert(100, 0, -1, False), alert(101, 1, -1, False)], [])
    assert events[2:] == [
        alert(101, 1, -1, False),
        AlertConfirmed(108.0, 0, 0),
        OfficerSent(108.0, 0, 0),
        AlertConfirmed(116.0, 1, 0),
        AlertUnanswered(136.0, 1),
        PersonLost(148.0, 0, 0),
        OfficerFreed(188.0, 0, 0),
    ]


def test_without_operators_every_alert_ends_unread():
    assert story([alert(100)], operators={"count": 0})[2:] == [AlertDismissed(160.0, 0, -1)]


def test_an_operator_takes_alerts_in_turn_and_patience_ends_only_for_those_not_begun():
    alerts = [alert(100 + k, k, k) for k in range(3)]
    impatient = {"patience_s": 10.0, "confirm_true": 0.0}
    assert story(alerts, [STANDING] * 3, impatient)[4:] == [
        AlertDismissed(108.0, 0, 0),
        AlertDismissed(112.0, 2, -1),
        AlertDismissed(116.0, 1, 0),
    ]


def test_without_officers_a_confirmed_alert_goes_unanswered():
    assert story([alert(100)], officers={"posts_m": []})[2:] == [
        AlertConfirmed(108.0, 0, 0),
        AlertUnanswered(128.0, 0),
    ]


def test_an_officer_is_free_again_only_once_back_at_the_post():
    strolls = [STANDING, Stroll((30.0, 10.0))]
    events = story(
        [alert(100, 0, 0, False), alert(285, 1, 1, False)], strolls, officers={"patience_s": 15}
    )
    assert OfficerFreed(307.0, 0, 0) in events
    assert events[events.index(OfficerFreed(307.0, 0, 0)) + 1] == OfficerSent(307.0, 1, 0)


def test_the_nearest_free_officer_is_sent():
    strolls = [Stroll((80.0, 10.0))] * 3
    officers = {"posts_m": [(5.0, 10.0), (90.0, 10.0), (60.0, 10.0)]}
    events = story([alert(100 + k, k, k) for k in range(3)], strolls, officers=officers)
    sent = [event.officer for event in events if isinstance(event, OfficerSent)]
    assert sent == [1, 2, 0]


def test_somebody_walking_towards_the_officer_is_met_half_way():
    events = story([alert(100)], [Stroll((29.0, 10.0), (-1.0, 0.0), from_s=108)])
    assert PersonStopped(117.0, 0, 0, 0, 20.0, 10.0) in events


def test_somebody_who_leaves_first_is_lost_where_they_left():
    leaving = Stroll((20.0, 10.0), (2.0, 0.0), from_s=108, until_s=123)
    assert story([alert(100)], [leaving])[4:] == [
        PersonLost(148.0, 0, 0),
        OfficerFreed(188.0, 0, 0),
    ]


def test_somebody_who_stays_out_of_reach_is_given_up():
    running = Stroll((20.0, 10.0), (3.0, 0.0), from_s=108, until_s=400)
    events = story([alert(100)], [running], officers={"give_up_s": 50.0})
    assert events[4:] == [PersonLost(158.0, 0, 0), OfficerFreed(208.0, 0, 0)]


@pytest.mark.parametrize(
    ("out_again_s", "end"),
    [(200.0, PersonStopped(200.0, 0, 0, 0, 20.0, 10.0)), (400.0, PersonLost(288.0, 0, 0))],
)
def test_somebody_in_a_shop_is_waited_for_until_the_time_to_give_up(out_again_s, end):
    assert story([alert(100)], [Stroll((20.0, 10.0), shop_s=(50, out_again_s))])[4] == end


def test_an_officer_who_does_not_notice_the_person_walks_back():
    assert story([alert(100)], officers={"notice": 0.0})[4:] == [
        PersonLost(117.0, 0, 0),
        OfficerFreed(127.0, 0, 0),
    ]


def test_no_alerts_leave_what_was_before():
    assert story([]) == [ShiftBegan(0.0, 1, 1)]
