import pytest

from sim.errors import SimError
from sim.events import AlertRaised, BreakBegan, BreakEnded, FailureBegan
from sim.training.events import CONFIRM, INSTRUCTOR, TRAINEE, Injected, Marked, Message, Resumed
from sim.training.injects.inject import Inject, act_of
from sim.training.injects.timeline import written_timeline
from sim.training.review.session import played, played_of, reviewed
from sim.training.session import Session
from sim.training.views import view


def inject(kind, **more):
    return Inject.model_validate({"id": kind, "at_s": 0, "kind": kind, **more})


@pytest.fixture
def running(folder, watch, opened):
    """A session under way, and what lets its clock come to a moment."""
    session = opened(folder)
    session.do(INSTRUCTOR, Resumed())

    def to(clock_s):
        while session.clock_s < clock_s - 1e-6 and not session.state.ended:
            watch.now_s += 0.5
            session.advance()
        return session

    return session, to


def bring(session, kind, **more):
    return session.do(INSTRUCTOR, act_of(inject(kind, **more)))


def raised(session):
    return [e for e in session.log() if isinstance(e, AlertRaised) and e.time_s <= session.clock_s]


def test_an_instructors_alert_comes_before_the_trainee_with_its_faces(running):
    session, to = running
    to(5)
    bring(session, "look_alike_alert")
    to(30)
    (number,) = session.live.steering.cast
    mine = next(e for e in raised(session) if e.alert == number)
    assert not mine.true
    shown = {one["alert"]: one for one in view(session, TRAINEE)["queue"]}
    assert number in shown
    assert shown[number]["looks"]
    assert shown[number]["score"] == pytest.approx(mine.score, abs=1e-4)


def test_a_session_opened_again_has_the_same_injects_and_log(running, folder, watch):
    session, to = running
    to(5)
    bring(session, "burst")
    bring(session, "threshold_changed", amount=-0.08)
    bring(session, "officer_unavailable", what="0", lasts_s=30)
    to(60)
    number = next(iter(session.live.trainee.open))
    session.decide(number, CONFIRM, 0.9, "ears")
    to(100)
    before = list(session.log())
    session.close()
    again = Session(folder, watch)
    assert list(again.log()) == before
    assert len(again.state.injected) == 3
    again.close()


def test_an_open_session_is_reviewed_as_its_folder_is(running):
    session, to = running
    to(5)
    bring(session, "burst", amount=3)
    to(60)
    for number in list(session.live.trainee.open):
        session.decide(number, CONFIRM, 0.5, "")
    own, folder = (reviewed(one) for one in (played_of(session), played(session.folder)))
    assert own.to_json() == folder.to_json()
    assert own.alerts >= 3


def test_a_camera_that_goes_out_by_hand_raises_nothing_more(running):
    session, to = running
    to(23)
    bring(session, "camera_out", lasts_s=150)
    to(170)
    assert all(e.time_s <= 23 for e in raised(session))
    assert any(isinstance(e, FailureBegan) for e in session.log())


def test_an_alert_brought_about_before_does_not_come_by_a_camera_that_is_out_by_then(running):
    session, to = running
    to(5)
    bring(session, "look_alike_alert")
    ((number, cast),) = session.live.steering.cast.items()
    bring(session, "camera_out", lasts_s=cast.seen_s)
    assert number not in {alert.alert for alert in session.live.to_come()}
    to(cast.seen_s + 10)
    assert number not in {e.alert for e in raised(session)}


def test_a_lower_threshold_brings_alerts_that_were_not_to_come(running):
    session, to = running
    to(5)
    planned = {alert.alert for alert in session.ground.decisions.alerts}
    bring(session, "threshold_changed", amount=-0.1)
    to(120)
    more = [e for e in raised(session) if e.alert not in planned]
    assert more
    threshold = session.live.answer.cases.room.threshold
    assert threshold == pytest.approx(session.began.threshold - 0.1)
    assert all(e.score >= threshold for e in more)


def test_an_officer_who_is_away_is_not_at_hand_until_they_are_back(running):
    session, to = running
    to(5)
    bring(session, "officer_unavailable", what="0", lasts_s=20)
    to(10)
    assert 0 not in session.live.answer.patrol.stand.idle
    to(40)
    assert 0 in session.live.answer.patrol.stand.idle
    log = list(session.log())
    assert [type(e) for e in log if isinstance(e, BreakBegan | BreakEnded)] == [
        BreakBegan, BreakEnded,
    ]  # fmt: skip


def test_a_silent_radio_by_hand_holds_calls_until_it_is_over(running):
    session, to = running
    to(5)
    stand = session.live.answer.patrol.stand
    bring(session, "radio_down", lasts_s=20)
    to(10)
    assert stand.silences == 1
    to(30)
    assert stand.silences == 0


def test_contested_stops_take_longer_only_while_it_lasts(running):
    session, to = running
    to(5)
    bring(session, "stop_contested", amount=3, lasts_s=30)
    slower = session.live.answer.patrol.slower
    assert (slower(5.0), slower(34.9), slower(35.0)) == (3.0, 3.0, 1.0)


def test_a_question_stands_open_until_one_who_is_asked_says_something(running):
    session, to = running
    to(5)
    bring(
        session, "commander_query", to=["trainee"], content="How many are in hand?", sender="Silver"
    )
    (question,) = session.live.steering.questions
    assert question.by_s == session.clock_s + 120
    message = session.state.messages[-1].act
    assert message == Message(("trainee",), "Silver, radio: How many are in hand?")
    session.do(INSTRUCTOR, Message((), "carry on"))
    assert session.live.steering.questions == [question]
    session.do(TRAINEE, Message((), "Two."))
    assert session.live.steering.questions == []


def test_confirming_what_is_withdrawn_or_a_child_is_against_the_rules_from_then_on(running):
    session, to = running
    to(5)
    bring(session, "under_18")
    to(100)
    alerts = {e.alert: e for e in raised(session)}
    (number,) = session.live.steering.cast
    barred = session.live.steering.barred
    assert barred(alerts[number], 100.0)
    other = next(alert for n, alert in alerts.items() if n != number)
    assert not barred(other, 100.0)
    bring(session, "list_withdrawn", subject=other.subject)
    assert barred(other, session.clock_s)
    assert not barred(other, 50.0)


def test_what_a_moment_does_not_allow_is_refused_and_not_kept(running):
    session, to = running
    to(5)
    rows = session.state.rows
    with pytest.raises(SimError, match="got nobody who passes"):
        bring(session, "true_alert", what="nowhere")
    with pytest.raises(SimError, match="amount: got 99"):
        session.do(INSTRUCTOR, Injected("1", "burst", {"at_s": 0, "amount": 99}))
    with pytest.raises(SimError, match="wanted what that role may do"):
        session.do(TRAINEE, act_of(inject("burst")))
    assert session.state.rows == rows


def test_a_timeline_is_brought_about_by_the_clock_and_what_is_held_back_is_not(
    folder, watch, opened
):
    timeline = [
        Inject(id="1", at_s=5, kind="look_alike_alert"),
        Inject(
            id="2", at_s=6, kind="radio_down", lasts_s=10, content="Radio check", to=("commander",)
        ),
        Inject(id="3", at_s=7, kind="burst", type="contingency"),
        Inject(id="4", at_s=8, kind="true_alert", what="nowhere"),
    ]
    (folder / "timeline.csv").write_text(written_timeline(timeline))
    session = opened(folder)
    session.do(INSTRUCTOR, Resumed())
    while session.clock_s < 150:
        watch.now_s += 0.5
        session.advance()
    assert [row.act.inject for row in session.state.injected] == ["1", "2"]
    assert session.state.messages[-1].act.text == "radio: Radio check"
    marks = [row.act for row in session.state.marks]
    assert marks == [Marked(marks[0].note)]
    assert "got nobody who passes camera nowhere" in marks[0].note


def test_an_evacuation_by_hand_clears_the_place_and_changes_nothing_of_before(
    running, folder, watch
):
    session, to = running
    planned = list(session.log())
    to(30)
    bring(session, "evacuation", lasts_s=140)
    to(100)
    cleared = list(session.log())
    assert [e for e in cleared if e.time_s < 30 and type(e) in {*map(type, planned)}][:20] == [
        e for e in planned if e.time_s < 30
    ][:20]
    assert any(isinstance(e, FailureBegan) and e.failure == "evacuation" for e in cleared)
    walks = session.live.answer.patrol.pursuit.day
    there = (walks.people.arrival_s < 99) & (walks.people.exit_s > 99)
    assert not there.any()
    session.close()
    again = Session(folder, watch)
    assert list(again.log()) == cleared
    again.close()


def test_a_surge_by_hand_brings_people_and_alerts_with_their_faces(running):
    session, to = running
    to(10)
    before = {alert.alert for alert in session.live.to_come()}
    planned = session.live.answer.patrol.pursuit.day.people.arrival_s
    bring(session, "crowd_surge", amount=100, lasts_s=30)
    comes = session.live.answer.patrol.pursuit.day.people.arrival_s
    assert comes[: (planned < 10).sum()].tolist() == planned[planned < 10].tolist()
    assert len(comes) == pytest.approx(len(planned) + 100, abs=5)
    came = {alert.alert for alert in session.live.to_come()} - before
    assert came
    assert all(session.looks[number] for number in came)
    to(60)


def test_a_trainee_who_is_called_away_decides_nothing_until_they_are_back(running):
    session, to = running
    to(10)
    bring(session, "operator_away", lasts_s=30)
    to(25)
    told = view(session, TRAINEE)
    assert told["away"]
    assert told["queue"] == []
    to(41)
    told = view(session, TRAINEE)
    assert not told["away"]
    assert told["queue"]
    session.decide(told["queue"][0]["alert"], CONFIRM, 0.9, "")
