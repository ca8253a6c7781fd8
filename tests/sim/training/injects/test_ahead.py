"""Injects are worked out beside the clock, and come about at a moment of their own."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from sim.errors import SimError
from sim.training.events import INSTRUCTOR, Injected, Marked, Paused, Resumed
from sim.training.injects.inject import Inject, act_of
from sim.training.injects.timeline import written_timeline
from sim.training.session import Session
from tests.sim.training.injects.test_steering import inject, raised


class Later(Executor):
    """Work that is done when the test says so."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, /, *told):
        future = Future()
        self.waiting.append((future, work, told))
        return future

    def work(self):
        for future, work, told in self.waiting:
            try:
                future.set_result(work(*told))
            except SimError as err:
                future.set_exception(err)
        self.waiting.clear()


@pytest.fixture
def under_way(folder, watch):
    """A session whose injects wait for the test, under way for five seconds."""
    pool = Later()
    session = Session(folder, watch, pool)
    session.do(INSTRUCTOR, Resumed())
    run(session, watch, 5.0)
    yield session, pool
    session.close()


def run(session, watch, lasts_s):
    for _ in range(round(lasts_s / 0.1)):
        watch.now_s += 0.1
        session.advance()


def brought(session):
    return [(row.clock_s, row.act.kind) for row in session.state.injected]


def test_the_clock_goes_on_while_an_inject_is_worked_out(under_way, watch):
    session, pool = under_way
    asked = session.ask(INSTRUCTOR, act_of(inject("threshold_changed", amount=-0.08)))
    run(session, watch, 0.1)
    assert len(pool.waiting) == 1
    run(session, watch, 4.9)
    assert session.clock_s == pytest.approx(10.0)
    assert not asked.done()
    assert brought(session) == []


def test_what_is_ready_in_time_comes_about_at_the_moment_it_was_worked_out_for(under_way, watch):
    session, pool = under_way
    asked = session.ask(INSTRUCTOR, act_of(inject("look_alike_alert")))
    run(session, watch, 0.1)
    pool.work()
    run(session, watch, 0.3)
    assert not asked.done()
    run(session, watch, 0.5)
    assert asked.result(0).clock_s == pytest.approx(5.5)
    assert brought(session) == [(asked.result(0).clock_s, "look_alike_alert")]


def test_what_is_ready_too_late_is_worked_out_for_a_later_moment(under_way, watch):
    session, pool = under_way
    asked = session.ask(INSTRUCTOR, act_of(inject("look_alike_alert")))
    run(session, watch, 3.0)
    pool.work()
    run(session, watch, 0.2)
    assert not asked.done()
    pool.work()
    run(session, watch, 5.0)
    assert asked.result(0).clock_s == pytest.approx(12.5)


def test_what_another_inject_has_changed_is_worked_out_again(under_way, watch):
    session, pool = under_way
    first = session.ask(INSTRUCTOR, act_of(inject("look_alike_alert")))
    run(session, watch, 0.1)
    session.do(INSTRUCTOR, act_of(inject("threshold_changed", amount=-0.08)))
    pool.work()
    run(session, watch, 0.2)
    assert not first.done()
    pool.work()
    run(session, watch, 2.0)
    assert first.done()
    assert [kind for _, kind in brought(session)] == ["threshold_changed", "look_alike_alert"]


def test_while_the_clock_stands_an_inject_comes_about_where_it_stands(under_way, watch):
    session, pool = under_way
    session.do(INSTRUCTOR, Paused())
    at_s = session.clock_s
    asked = session.ask(INSTRUCTOR, act_of(inject("threshold_changed", amount=-0.08)))
    run(session, watch, 1.0)
    pool.work()
    run(session, watch, 0.1)
    assert asked.result(0).clock_s == session.clock_s == at_s


def test_what_cannot_be_is_told_to_whoever_asked_and_not_kept(under_way, watch):
    session, pool = under_way
    asked = session.ask(INSTRUCTOR, act_of(inject("true_alert", what="nowhere")))
    run(session, watch, 0.1)
    pool.work()
    run(session, watch, 0.1)
    with pytest.raises(SimError, match="got nobody who passes"):
        asked.result(0)
    assert brought(session) == []
    with pytest.raises(SimError, match="wanted what that role may do"):
        session.ask("trainee", act_of(inject("burst")))


def test_a_session_that_is_over_tells_those_who_still_wait(under_way, watch):
    session, _ = under_way
    asked = session.ask(INSTRUCTOR, act_of(inject("burst")))
    run(session, watch, 200.0)
    with pytest.raises(SimError, match="it is over"):
        asked.result(0)


def test_a_timeline_is_worked_out_before_its_time_and_comes_about_on_it(folder, watch):
    timeline = [
        Inject(id="1", at_s=15, kind="look_alike_alert"),
        Inject(id="2", at_s=15.25, kind="threshold_changed", amount=-0.08),
        Inject(id="3", at_s=25, kind="true_alert", what="nowhere"),
    ]
    (folder / "timeline.csv").write_text(written_timeline(timeline))
    pool = Later()
    session = Session(folder, watch, pool)
    session.do(INSTRUCTOR, Resumed())
    for _ in range(160):
        run(session, watch, 1.0)
        pool.work()
    (first, _), (second, _) = brought(session)
    assert first == 15.0
    assert 15.25 <= second < 20.0
    assert [row.act.note[:28] for row in session.state.marks if isinstance(row.act, Marked)] == [
        "inject: got nobody who passes"[:28]
    ]
    session.close()


def test_worked_out_by_threads_or_at_once_a_session_comes_to_the_same(folder, watch):
    with ThreadPoolExecutor(1) as pool:
        session = Session(folder, watch, pool)
        session.do(INSTRUCTOR, Resumed())
        run(session, watch, 5.0)
        for kind, more in (("burst", {}), ("threshold_changed", {"amount": -0.08})):
            asked = session.ask(INSTRUCTOR, act_of(inject(kind, **more)))
            while not asked.done():
                run(session, watch, 0.1)
                if one := session.ahead.asked:
                    one[0].work.exception(60)
        run(session, watch, 30.0)
        assert len(raised(session)) > len(session.state.injected)
        before = list(session.log())
        session.close()
    again = Session(folder, watch)
    assert list(again.log()) == before
    assert [type(row.act) for row in again.state.injected] == [Injected] * 2
    again.close()
