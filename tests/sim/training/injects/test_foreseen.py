"""A timeline's alerts are known long before their time, so that pictures of them are there."""

from concurrent.futures import Executor, Future

import pytest

from sim.errors import SimError
from sim.training.events import INSTRUCTOR, Resumed
from sim.training.injects.inject import Inject, act_of
from sim.training.injects.timeline import written_timeline
from sim.training.session import Session
from tests.sim.training.injects.test_ahead import brought, run
from tests.sim.training.injects.test_steering import inject, raised

TIMELINE = [
    Inject(id="1", at_s=40, kind="look_alike_alert"),
    Inject(id="2", at_s=45, kind="threshold_changed", amount=-0.05),
    Inject(id="3", at_s=50, kind="true_alert"),
    Inject(id="4", at_s=60, kind="twin_alert", type="contingency"),
]


class AtOnce(Executor):
    """Work that is done when it is asked for; it counts how often that is."""

    asked = 0

    def submit(self, work, /, *told):
        self.asked += 1
        future = Future()
        try:
            future.set_result(work(*told))
        except SimError as err:
            future.set_exception(err)
        return future


@pytest.fixture
def pool():
    return AtOnce()


@pytest.fixture
def foreseeing(folder, watch, pool):
    """A session with a timeline, that stands as it was opened."""
    (folder / "timeline.csv").write_text(written_timeline(TIMELINE))
    session = Session(folder, watch, pool)
    yield session
    session.close()


def named(session):
    """The names of pictures that are wanted of alerts that injects brought about, or will."""
    return {name for _, name, shot in session.wanted() if shot.seen_s is not None}


def test_pictures_of_a_timeline_s_alerts_are_wanted_before_its_clock_has_started(
    foreseeing, watch, pool
):
    run(foreseeing, watch, 1.0)
    due = {name: due_s for due_s, name, _ in foreseeing.wanted()}
    assert len(named(foreseeing)) == 2
    assert all(due[name] >= 40 for name in named(foreseeing))
    assert brought(foreseeing) == []
    assert pool.asked == 3


def test_what_comes_is_what_was_foreseen_and_is_worked_out_once(foreseeing, watch, pool):
    run(foreseeing, watch, 1.0)
    wanted = {name for _, name, _ in foreseeing.wanted()}
    foreseeing.do(INSTRUCTOR, Resumed())
    run(foreseeing, watch, 160.0)
    assert [at_s for at_s, _ in brought(foreseeing)] == [40.0, 45.0, 50.0]
    came = {foreseeing.pictures(one.alert) for one in raised(foreseeing)}
    assert len(came) > 4
    assert came <= wanted
    assert pool.asked == 3


def test_nothing_of_it_comes_about_before_its_time_or_is_told(foreseeing, watch):
    foreseeing.do(INSTRUCTOR, Resumed())
    run(foreseeing, watch, 30.0)
    names = named(foreseeing)
    assert names
    assert foreseeing.live.steering.cast == {}
    assert not any(foreseeing.may_see(name, "trainee") for name in names)


def test_what_an_inject_by_hand_changes_is_foreseen_anew(foreseeing, watch, pool):
    run(foreseeing, watch, 1.0)
    foreseeing.do(INSTRUCTOR, Resumed())
    foreseeing.do(INSTRUCTOR, act_of(inject("look_alike_alert")))
    run(foreseeing, watch, 1.0)
    assert pool.asked == 6
    people = [shot.person for _, _, shot in foreseeing.wanted() if shot.seen_s is not None]
    assert len(people) == len(set(people)) == 3
    wanted = {name for _, name, _ in foreseeing.wanted()}
    run(foreseeing, watch, 160.0)
    assert {foreseeing.pictures(one.alert) for one in raised(foreseeing)} <= wanted


def test_opened_again_a_session_comes_to_what_was_foreseen(foreseeing, watch, folder):
    foreseeing.do(INSTRUCTOR, Resumed())
    run(foreseeing, watch, 100.0)
    before = list(foreseeing.log())
    foreseeing.close()
    again = Session(folder, watch)
    assert list(again.log()) == before
    again.close()
