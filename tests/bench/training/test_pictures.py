"""Pictures of alerts before the alerts: what one takes, and how many are there at 40 an hour.

Each part is made and timed by processor time; then hours of alerts at random go through the queue's
own order, on one core, with the times measured.
"""

import sys
import time

import numpy as np
import pytest

from sim.stages.store import user_store
from sim.training.pictures.album import FILM, PROBE, Told
from sim.training.pictures.darkroom import Darkroom
from sim.training.pictures.worker import Workshop
from sim.training.session import Asked, Session, begin_session
from tests.sim.training.pictures.test_parts import shot

PER_H, HOUR_S, HOURS, ALERTS = 40, 3_600.0, 50, 4
CALM_S = 120.0
"""A session is open for so long before its clock starts."""


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
