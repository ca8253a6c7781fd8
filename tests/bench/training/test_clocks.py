"""Sessions: the longest that a clock stands still while exercises are played with all their
injects, and memory over an hour of them.
"""

import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil
import pytest

from sim.errors import SimError
from sim.stages.store import user_store
from sim.training.events import COMMANDER, INSTRUCTOR, TRAINEE, VERDICTS, Resumed, Sent, SpeedSet
from sim.training.hall import TICK_S, WORKERS
from sim.training.library.exercises import asked_of, library, load_exercise
from sim.training.session import Session, begin_session
from sim.training.views import view

STANDS_S = 0.25
"""A clock that stands for longer is seen to."""
EVERY = 4
"""Ticks between two looks of each desk, as desks ask every 400 ms."""
HOUR_S, EVERY_S, WARM_S = 3600.0, 300.0, 600.0
FLAT = 0.05


@dataclass
class Player:
    """Plays a session tick by tick, with whoever sits at its desks; what is not worked out is
    waited for in true time, all else is gone through as fast as can be.

    `stands_s` are how long the clock stood at each tick beyond its time, by the scenario's moment.
    """

    session: Session
    watch: "Watch"
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    stands_s: list[tuple[float, float]] = field(default_factory=list)

    def tick(self) -> None:
        working = [one for one in self._awaited() if one.work and not one.work.done()]
        due = time.perf_counter() + (TICK_S if working else 0.0)
        if working:
            time.sleep(TICK_S)
        self.watch.now_s += TICK_S
        self.session.advance()
        self.stands_s.append((time.perf_counter() - due, self.session.clock_s))

    def _awaited(self):
        return self.session.ahead.awaited

    def look(self) -> None:
        """What desks ask for, and do."""
        told = view(self.session, TRAINEE, feeds=True)
        view(self.session, INSTRUCTOR, feeds=True)
        for one in told["queue"]:
            if self.rng.random() < 0.05 and told["running"] and not told["away"]:
                self.session.decide(one["alert"], self.rng.choice(VERDICTS), 0.5, "")
        for one in view(self.session, COMMANDER)["calls"]:
            try:
                self.session.do(COMMANDER, Sent(one["alert"], self.rng.randrange(4)))
            except SimError:  # who is busy
                continue


@dataclass
class Watch:
    """Time that passes when it is told to."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def played(folder, pool, speed=8.0):
    watch = Watch()
    session = Session(folder, watch, pool)
    player = Player(session, watch)
    session.do(INSTRUCTOR, Resumed())
    session.do(INSTRUCTOR, SpeedSet(speed))
    return player


@pytest.mark.parametrize("name", list(library()))
def test_no_exercise_lets_the_clock_stand(benchmark, capsys, tmp_path, name):
    begin_session(tmp_path / "one", asked_of(load_exercise(name)), user_store())

    def whole():
        with ThreadPoolExecutor(WORKERS) as pool:
            player, ticks = played(tmp_path / "one", pool), 0
            while not player.session.state.ended:
                player.tick()
                ticks += 1
                if ticks % EVERY == 0:
                    player.look()
            brought = len(player.session.state.injected)
            player.session.close()
        return player, brought

    player, brought = benchmark.pedantic(whole, rounds=1)
    longest = sorted(player.stands_s, reverse=True)[:3]
    with capsys.disabled():
        told = ", ".join(f"{1e3 * s:.0f} ms at {at_s:.0f} s" for s, at_s in longest)
        sys.stdout.write(f"\n{name}: {brought} injects; the clock stood longest {told}\n")
    assert longest[0][0] < STANDS_S


def test_an_hour_of_a_session_leaves_memory_flat(benchmark, capsys, tmp_path):
    begin_session(tmp_path / "one", asked_of(load_exercise("december-market")), user_store())
    held = []

    def hour():
        with ThreadPoolExecutor(WORKERS) as pool:
            player, ticks = played(tmp_path / "one", pool, 1.0), 0
            from_s = player.session.clock_s
            while player.session.clock_s < from_s + HOUR_S and not player.session.state.ended:
                player.tick()
                ticks += 1
                if ticks % EVERY == 0:
                    player.look()
                if player.session.clock_s >= from_s + EVERY_S * len(held):
                    held.append((player.session.clock_s - from_s, _resident_mb()))
            player.session.close()

    benchmark.pedantic(hour, rounds=1)
    with capsys.disabled():
        for time_s, megabytes in held:
            sys.stdout.write(f"\nafter {time_s / 60:4.0f} min of the session: {megabytes:.1f} MB")
    after = [megabytes for time_s, megabytes in held if time_s >= WARM_S]
    assert max(after) / after[0] - 1 < FLAT


def _resident_mb() -> float:
    return psutil.Process().memory_info().rss / 1e6
