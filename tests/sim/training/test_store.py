"""Acts are kept once they are acknowledged, and stay as they were."""

import multiprocessing as mp
import os
import random
import signal
import sqlite3
import time

import pytest

from sim.errors import SimError
from sim.training import events
from sim.training.events import Decided, Injected, Marked, Message, Sent, act_of, body
from sim.training.store import FILE, Acts

SAMPLES = (
    events.Began("corridor", "A corridor", 3, 0, 0.6, 0.0, 600.0, ("trainee",)),
    events.Resumed(),
    events.Paused("asked"),
    events.SpeedSet(2.0),
    events.Passed(),
    events.Shown(4),
    Decided(4, "confirm", 0.8, "the ear", 6.25),
    Sent(4, 1),
    events.Recalled(1),
    events.Held(0, True),
    events.Reserved(1, True),
    events.Covered(0, 1),
    Message(("trainee",), "Where is he now?"),
    Injected("7", "radio down", {"lasts_s": 60.0}),
    Marked("late"),
    events.Ended(),
)


def test_there_is_a_sample_of_every_kind_of_act():
    assert {type(one).__name__ for one in SAMPLES} == set(events.KINDS)


@pytest.mark.parametrize("act", SAMPLES, ids=lambda one: type(one).__name__)
def test_an_act_comes_back_as_it_was(act):
    assert act_of(type(act).__name__, body(act)) == act


@pytest.mark.parametrize(
    ("kind", "told"), [("Event", {}), ("Sent", {"alert": 1}), ("Sent", {"alert": 1, "at": 2})]
)
def test_what_is_no_act_is_refused(kind, told):
    with pytest.raises(SimError, match="wanted"):
        act_of(kind, told)


def test_rows_come_back_in_their_order_from_another_opening(tmp_path):
    held = Acts(tmp_path / FILE, now_s=iter(range(100, 200)).__next__)
    given = [held.append(10.0 * k, "trainee", act) for k, act in enumerate(SAMPLES)]
    held.close()
    again = Acts(tmp_path / FILE)
    assert again.rows() == given
    assert [row.number for row in again.rows(after=10)] == [*range(11, 1 + len(SAMPLES))]
    assert again.append(1e3, "session", Marked("more")).number == 1 + len(SAMPLES)


@pytest.mark.parametrize("change", ["UPDATE acts SET by = 'me'", "DELETE FROM acts"])
def test_what_is_kept_stays(tmp_path, change):
    held = Acts(tmp_path / FILE)
    held.append(0.0, "instructor", Marked("so"))
    with pytest.raises(sqlite3.IntegrityError, match="acts"):
        sqlite3.connect(tmp_path / FILE).execute(change)
    assert held.rows()[0].act == Marked("so")


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / FILE).write_text("no session at all, and long enough to be read as a page" * 9)
    with pytest.raises(SimError, match="wanted a session's acts"):
        Acts(tmp_path / FILE)


def test_no_acknowledged_act_is_lost_when_the_writer_is_killed_at_any_moment(tmp_path):
    rng, forked = random.Random(17), mp.get_context("fork")
    told = []
    for _ in range(20):
        ours, theirs = forked.Pipe(duplex=False)
        child = forked.Process(target=_write, args=(tmp_path / FILE, theirs))
        child.start()
        theirs.close()
        told.append(ours.recv())
        time.sleep(rng.uniform(0.0, 0.05))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        told += _rest(ours)
        kept = Acts(tmp_path / FILE).rows()
        assert [row.number for row in kept] == list(range(1, len(kept) + 1))
        assert set(told) <= {row.number for row in kept}
    assert len(told) > 40


def _write(file, told):
    held = Acts(file)
    while True:
        told.send(held.append(0.0, "trainee", Decided(1, "confirm", 0.5, "", 1.0)).number)


def _rest(pipe):
    found = []
    try:
        while pipe.poll():
            found.append(pipe.recv())
    except EOFError:
        pass
    return found
