"""A session is what its acts make it: opened again it is where it was, and no other is mixed in."""

import multiprocessing as mp
import os
import random
import shutil
import signal
import time
from contextlib import suppress

import pytest

from engine.errors import SettingsError
from sim.errors import SimError
from sim.events import AlertConfirmed
from sim.log import Log
from sim.reader import table_of
from sim.stages.store import user_store
from sim.training import events
from sim.training.events import (
    Began,
    Covered,
    Decided,
    Ended,
    Held,
    Injected,
    Marked,
    Message,
    Passed,
    Paused,
    Recalled,
    Reserved,
    Resumed,
    Sent,
    Shown,
    SpeedSet,
)
from sim.training.links import links_of, role_of
from sim.training.session import EVENTS, Asked, Session, begin_session
from sim.training.state import fold
from sim.training.store import FILE, Acts


def run(session, watch, lasts_s):
    """Let that many of people's seconds pass, tick by tick."""
    for _ in range(round(lasts_s / 0.1)):
        watch.now_s += 0.1
        session.advance()


def kinds(session):
    return [type(row.act) for row in session.acts.rows()]


def same(one, other):
    assert one.state.decided == other.state.decided
    assert one.state.shown_s == pytest.approx(other.state.shown_s)
    assert one.live.events() == other.live.events()
    assert one.live.officers() == other.live.officers()
    assert [call for call, _ in one.live.calls()] == [call for call, _ in other.live.calls()]
    assert sorted(one.live.trainee.open) == sorted(other.live.trainee.open)


def test_time_passes_while_it_runs_and_at_its_speed(folder, opened, watch):
    session = opened(folder)
    run(session, watch, 5.0)
    assert session.clock_s == 0.0
    session.do("instructor", Resumed())
    run(session, watch, 5.0)
    assert session.clock_s == pytest.approx(5.0)
    session.do("instructor", SpeedSet(4.0))
    run(session, watch, 5.0)
    assert session.clock_s == pytest.approx(25.0)
    session.do("instructor", Paused())
    run(session, watch, 5.0)
    assert session.clock_s == pytest.approx(25.0)
    assert session.state.ran_s == pytest.approx(10.0)


def test_the_clock_never_leaps_however_long_nobody_let_it_run(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    watch.now_s += 3600.0
    session.advance()
    assert session.clock_s == 1.0


def test_a_decision_is_kept_with_the_time_that_the_trainee_took(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    session.do("instructor", SpeedSet(2.0))
    run(session, watch, 11.2)
    session.do("instructor", Paused())
    run(session, watch, 60.0)
    session.do("instructor", Resumed())
    run(session, watch, 0.5)
    row = session.decide(0, "confirm", 0.8, "same ear")
    assert row.act == Decided(0, "confirm", 0.8, "same ear", pytest.approx(0.7, abs=0.11))
    run(session, watch, 0.5)
    assert [
        event.alert for event in session.live.events() if isinstance(event, AlertConfirmed)
    ] == [0]


def test_a_session_ends_by_itself_and_leaves_what_happened(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    session.do("instructor", SpeedSet(8.0))
    run(session, watch, 23.0)
    assert (session.clock_s, kinds(session)[-1]) == (180.0, Ended)
    session.leaving.join()
    log = Log.from_table(table_of(folder / EVENTS))
    assert log.events == session.log().events
    with pytest.raises(SimError, match="it is over"):
        session.do("instructor", Resumed())


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("trainee", Sent(0, 0)),
        ("trainee", Paused()),
        ("commander", Decided(0, "confirm", None, "", 0.0)),
        ("observer", Message((), "hello")),
        ("instructor", Decided(0, "confirm", None, "", 0.0)),
    ],
)
def test_a_role_may_do_no_other_s(folder, opened, role, act):
    session = opened(folder)
    with pytest.raises(SimError, match="what that role may do"):
        session.do(role, act)
    assert kinds(session) == [Began]


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("instructor", SpeedSet(3.0)),
        ("instructor", Message(("nobody",), "hello")),
        ("trainee", Message((), "")),
        ("trainee", Message((), "x" * 1_001)),
        ("instructor", Marked("x" * 1_001)),
        ("commander", Recalled(0)),
    ],
)
def test_what_no_session_has_is_refused_and_not_kept(folder, opened, role, act):
    session = opened(folder)
    with pytest.raises(SimError, match="wanted"):
        session.do(role, act)
    assert kinds(session) == [Began]


def test_while_the_clock_stands_nobody_decides_or_is_sent(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 23.0)
    session.do("instructor", Paused())
    with pytest.raises(SimError, match="the clock stands"):
        session.decide(0, "confirm", None, "")
    with pytest.raises(SimError, match="the clock stands"):
        session.do("commander", Held(0, True))
    session.do("trainee", Message((), "what now?"))


def test_nobody_who_is_held_is_sent(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 23.0)
    session.decide(0, "confirm", None, "")
    run(session, watch, 0.5)
    session.do("commander", Held(0, True))
    with pytest.raises(SimError, match="got one who is held"):
        session.do("commander", Sent(0, 0))
    session.do("commander", Held(0, False))
    session.do("commander", Sent(0, 0))
    run(session, watch, 1.0)
    assert session.live.officers()[0].doing == "on the way"


def test_the_reserve_is_sent_once_nobody_else_is_at_hand(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 27.0)
    for alert in (0, 1, 2):
        session.decide(alert, "confirm", None, "")
    run(session, watch, 0.5)
    session.do("commander", Reserved(0, True))
    with pytest.raises(SimError, match=r"got the reserve, wanted one of \[1"):
        session.do("commander", Sent(0, 0))
    for officer in sorted({*session.live.answer.patrol.stand.idle} - {0}):
        session.do("commander", Held(officer, True))
    session.do("commander", Sent(0, 0))
    run(session, watch, 1.0)
    assert session.live.officers()[0].doing == "on the way"


def test_an_officer_covers_another_post_and_comes_back_to_it(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 5.0)
    posts = session.ground.scenario.officers.posts_m
    session.do("commander", Covered(0, 1))
    run(session, watch, 0.5)
    told = session.live.officers()[0]
    assert told.doing == "on the way to another post"
    assert 0 not in session.live.answer.patrol.stand.idle
    with pytest.raises(SimError, match="cannot be told now"):
        session.do("commander", Covered(0, 0))
    run(session, watch, 60.0)
    told = session.live.officers()[0]
    assert (told.doing, told.place_m) == ("at the post", posts[1])
    with pytest.raises(SimError, match="post: got 1, wanted another one"):
        session.do("commander", Covered(0, 1))
    session.close()
    again = opened(folder)
    assert again.live.officers()[0].place_m == posts[1]


@pytest.mark.parametrize("seed", range(4))
def test_opened_again_it_is_where_it_was(folder, opened, watch, seed):
    session, rng = opened(folder), random.Random(seed)
    session.do("instructor", Resumed())
    session.do("instructor", SpeedSet(rng.choice([1.0, 4.0, 8.0])))
    for _ in range(40):
        run(session, watch, rng.uniform(0.1, 0.8))
        _play(session, rng)
    if session.state.running:
        session.do("instructor", Paused())
    copy = shutil.copytree(folder, folder.parent / "again")
    again = opened(copy)
    same(session, again)
    assert fold(again.acts.rows()).clock_s == session.clock_s


def _play(session, rng):
    """What people might do now, and some of what they cannot."""
    if session.state.ended:
        return
    for alert in list(session.live.trainee.open):
        if rng.random() < 0.4:
            session.decide(alert, rng.choice(events.VERDICTS), rng.random(), "")
    for call, _ in session.live.calls():
        with suppress(SimError):  # who is busy
            session.do("commander", Sent(call.alert, rng.randrange(2)))
    if session.live.answer.patrol.stand.errands and rng.random() < 0.3:
        session.do("commander", Recalled(next(iter(session.live.answer.patrol.stand.errands))))


def test_nobody_else_opens_it_meanwhile(folder, opened):
    opened(folder)
    with pytest.raises(SettingsError, match="in use"):
        Session(folder)


def test_a_folder_without_a_session_is_refused(tmp_path):
    with pytest.raises(SimError, match="wanted a session"):
        Session(tmp_path)


def test_a_part_of_the_day_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SimError, match="got 170 to 200 s"):
        begin_session(tmp_path, Asked("corridor", {}, 170.0, 30.0), user_store())


def test_only_alerts_of_its_part_are_played(tmp_path, opened, watch):
    begin_session(tmp_path, Asked("corridor", {}, 30.0, 30.0), user_store())
    session = opened(tmp_path)
    session.do("instructor", Resumed())
    run(session, watch, 31.0)
    assert set(session.state.shown_s) == {3}
    assert session.state.ended


def test_every_role_has_a_link_of_its_own(folder):
    links = links_of(folder)
    assert len(set(links.values())) == 4
    assert {role_of(folder, secret) for secret in links.values()} == set(links)
    assert role_of(folder, "another") is None


def test_two_sessions_beside_each_other_are_not_mixed(folder, opened, watch):
    other_folder = shutil.copytree(folder, folder.parent / "two")
    one, other = opened(folder), opened(other_folder)
    for session in (one, other):
        session.do("instructor", Resumed())
    for _ in range(300):
        watch.now_s += 0.1
        one.advance()
        other.advance()
    one.decide(0, "confirm", None, "in one")
    other.decide(0, "dismiss", None, "in the other")
    other.do("trainee", Message((), "of the other"))
    told = [{str(row.act) for row in session.acts.rows()} for session in (one, other)]
    assert not any("other" in text for text in told[0])
    assert not any("in one" in text for text in told[1])
    assert len(one.acts.rows()) == len(other.acts.rows()) - 1
    for session in (one, other):
        watch.now_s += 0.1
        session.advance()
    assert [call.alert for call, _ in one.live.calls()] == [0]
    assert other.live.calls() == []


def test_a_session_whose_process_was_killed_stands_where_it_was(folder, opened):
    forked, rng = mp.get_context("fork"), random.Random(3)
    acknowledged = []
    for _ in range(3):
        ours, theirs = forked.Pipe(duplex=False)
        child = forked.Process(target=_live, args=(folder, theirs))
        child.start()
        theirs.close()
        acknowledged.append(ours.recv())
        time.sleep(rng.uniform(0.0, 0.3))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        while ours.poll():
            try:
                acknowledged.append(ours.recv())
            except EOFError:
                break
    held = Acts(folder / FILE)
    assert set(acknowledged) <= {row.number for row in held.rows()}
    held.close()
    session = opened(folder)
    last = session.acts.rows()[-1].act
    assert isinstance(last, Paused)
    assert "started again" in last.why
    assert session.state.clock_s > 0
    assert not session.state.running


def _live(folder, told):
    """Run at full speed and mark moments, and tell of each that is kept."""
    session = Session(folder)
    session.do("instructor", Resumed())
    while True:
        session.advance()
        told.send(session.do("instructor", Marked("here")).number)


def test_the_clock_is_kept_while_nothing_else_happens(folder, opened, watch):
    session = opened(folder)
    session.do("instructor", Resumed())
    run(session, watch, 9.0)
    assert kinds(session).count(Passed) == 4
    assert Shown not in kinds(session)
    assert Injected not in kinds(session)
