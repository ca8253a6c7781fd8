"""Pictures of alerts before the alerts: what one takes, and how many are there at 40 an hour.

Each part is made and timed by processor time; then hours of alerts at random go through the queue's
own order, on one core, with the times measured. The exercises are played with all their injects at
speed 1, and the pictures that they ask for made in that order with the times of crowds.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np
import pytest

from sim.stages.store import user_store
from sim.training.events import INSTRUCTOR, Resumed
from sim.training.library.exercises import asked_of, library, load_exercise
from sim.training.pictures.album import FILM, PROBE, Told
from sim.training.pictures.darkroom import Darkroom
from sim.training.pictures.worker import Workshop
from sim.training.session import Asked, Session, begin_session
from tests.bench.training.test_clocks import Watch
from tests.sim.training.pictures.test_parts import shot

PER_H, HOUR_S, HOURS, ALERTS = 40, 3_600.0, 50, 4
CALM_S = 120.0
"""A session is open for so long before its clock starts."""
CROWDED_S = {PROBE: (21.0, 3.0), FILM: (20.0, 3.0)}
"""What the two parts take among the crowds of `concert`, of whom nobody was drawn yet: mean and
standard deviation.
"""
TICK_S = 0.5


class Hour:
    """A session of an hour at speed 1, in time that goes on by what is made."""

    def __init__(self, folder, come_s):
        self.folder, self.come_s, self.now_s = folder, come_s, -CALM_S
        self.made, self.album = {}, self

    def wanted(self):
        return [(at - self.now_s, str(k), shot()) for k, at in enumerate(self.come_s)]

    def told(self, name):
        found = self.made.get(name)
        return found and Told(0.5, FILM in found)


def ready(folder, took_s, rng):
    """The shares of an hour's alerts whose faces, and whose films, were there before them."""
    hour = Hour(folder, np.sort(rng.uniform(0, HOUR_S, rng.poisson(PER_H))))
    darkroom = Darkroom(lambda: [hour])
    while hour.now_s < HOUR_S:
        due = min(darkroom._due(), key=lambda one: one.due_s, default=None)
        if due is None:
            hour.now_s += 1.0
            continue
        hour.now_s += rng.choice(took_s[due.part])
        hour.made.setdefault(due.name, {})[due.part] = hour.now_s
    return [
        np.mean([
            hour.made.get(str(k), {}).get(part, np.inf) <= at for k, at in enumerate(hour.come_s)
        ])
        for part in (PROBE, FILM)
    ]  # fmt: skip


@pytest.mark.parametrize("scenario", ["corridor", "concert"])
def test_pictures_are_there_before_their_alerts(scenario, tmp_path, benchmark, capsys):
    folder = tmp_path / "one"
    folder.mkdir()
    begin_session(folder, Asked(scenario, {}), user_store())
    session, workshop = Session(folder), Workshop()
    took_s = {PROBE: [], FILM: []}
    for _, name, one in session.wanted()[:ALERTS]:
        for part in took_s:
            before_s = time.process_time()
            workshop.make(folder, name, part, one)
            took_s[part].append(time.process_time() - before_s)
    session.close()
    rng = np.random.default_rng(1)
    shares = benchmark.pedantic(
        lambda: np.mean([ready(folder, took_s, rng) for _ in range(HOURS)], axis=0), rounds=1
    )
    faces_s, films_s = (np.mean(took_s[part]) for part in took_s)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{scenario}: faces {faces_s:.1f} s, film {films_s:.1f} s of a core an alert, of the"
            f" {HOUR_S / PER_H:.0f} s between two: {(faces_s + films_s) * PER_H / HOUR_S:.2f};"
            f" there before it: faces {100 * shares[0]:.1f} %, films {100 * shares[1]:.1f} %\n"
        )


class Made:
    """An album in which everything is as soon as the time that it takes has passed."""

    def __init__(self):
        self.parts = {}

    def told(self, name):
        found = self.parts.get(name)
        return found and Told(0.5, FILM in found)


def made_until(darkroom, free_s, now_s, rng):
    """What is asked for by a moment is begun as soon as the one core is free; when that is next."""
    while free_s <= now_s:
        due = min(darkroom._due(), key=lambda one: one.due_s, default=None)
        if due is None:
            return now_s
        free_s += rng.normal(*CROWDED_S[due.part])
        due.sitting.album.parts.setdefault(due.name, {})[due.part] = free_s
    return free_s


@pytest.mark.parametrize("name", list(library()))
def test_pictures_of_an_exercise_are_there_before_its_alerts(name, tmp_path, benchmark, capsys):
    begin_session(tmp_path / "one", asked_of(load_exercise(name)), user_store())
    rng, came = np.random.default_rng(1), {}

    def whole():
        with ThreadPoolExecutor(1) as threads:
            watch = Watch()
            session = Session(tmp_path / "one", watch, threads)
            session.album = album = Made()
            darkroom, free_s, resumed = Darkroom(lambda: [session]), 0.0, False
            while not session.state.ended:
                watch.now_s += TICK_S
                if watch.now_s >= CALM_S and not resumed:
                    resumed = bool(session.do(INSTRUCTOR, Resumed()))
                session.advance()
                _wait(session)
                free_s = made_until(darkroom, free_s, watch.now_s, rng)
                for number in session.state.shown_s.keys() - came.keys():
                    parts = album.parts.get(session.pictures(number), {})
                    there = [parts.get(part, np.inf) <= watch.now_s for part in (PROBE, FILM)]
                    came[number] = (number in session.live.steering.cast, *there)
            session.close()

    benchmark.pedantic(whole, rounds=1)
    told = np.array([*came.values()], bool)
    brought = told[told[:, 0]]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{name}: {len(told)} alerts, {len(brought)} of them brought about; there before:"
            f" faces {told[:, 1].sum()} and {brought[:, 1].sum()}, films {told[:, 2].sum()} and"
            f" {brought[:, 2].sum()}\n"
        )
    assert told[:, 1].mean() >= 0.99


def _wait(session):
    """Until what is being worked out is: in people's time it takes a second or so."""
    working = [link.work for link in session.foreseen.chain if not link.work.done()]
    working += [one.work for one in session.ahead.awaited if one.work and not one.work.done()]
    wait(working)
