"""Replications by two processes beside one, and answers to a kept day beside runs of it."""

import multiprocessing
import statistics
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from sim.experiments.designs.design import design_of
from sim.experiments.playing.crew import Crew
from sim.experiments.replicate import replicate
from sim.experiments.rows.folder import begun
from sim.run import play
from sim.stages.store import Store

HOUR = {"duration_s": "3600", "window": "null"}
DAY = {"window": "null"}
"""The scenario's own: five hours and a half."""
DAYS, ROUNDS, ANSWERS, RUNS = 6, 2, 40, 4
NUMBER = count()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def played(store, tmp_path):
    """Plays so many replications of an hour at the shopping centre, or of a day with `changes`."""

    def run(what, many, workers, changes=HOUR, report=lambda *_: None):
        place = tmp_path / str(next(NUMBER))
        design = design_of("shopping_centre", changes)[0]
        with begun(place, "replicate", what, [design]) as folder:
            replicate(folder, design, what, many, Crew(workers, store=store, report=report))

    return run


class Waits:
    """How long each process that this one began had work and no processor, which others held."""

    def __init__(self):
        self.of_s = {}

    def look(self, *_told):
        for one in multiprocessing.active_children():
            with suppress(OSError):  # it may have ended meanwhile
                waited_ns = Path(f"/proc/{one.pid}/schedstat").read_text().split()[1]
                self.of_s[one.pid] = int(waited_ns) / 1e9

    def least_s(self):
        """That of the one who waited least."""
        return min(self.of_s.values())


def test_days_by_two_processes_beside_one(played, benchmark, capsys):
    """In the time of so many by one process, how many times as many do two play?"""

    def spent_s(workers):
        """By the clock, and less what the workers waited for whoever else works here."""
        waits, began_s = Waits(), time.perf_counter()
        played("day", DAYS * workers, workers, DAY, waits.look)
        lasted_s = time.perf_counter() - began_s
        return lasted_s, lasted_s - waits.least_s()

    played("day", 2, 2)  # what is compiled, is
    pairs = [(spent_s(2), spent_s(1)) for _ in range(ROUNDS)]
    clock, more = (statistics.median(2 * one[k] / two[k] for two, one in pairs) for k in (0, 1))
    benchmark.pedantic(lambda: played("day", 2, 2), rounds=1)
    benchmark.extra_info["ratio"] = more
    with capsys.disabled():
        found = ", ".join(f"{two[1]:.0f} and {one[1]:.0f} s" for two, one in pairs)
        said = f"{more:.2f} times as many a minute ({found}; with waits {clock:.2f})"
        what = f"{2 * DAYS} whole days by two processes, beside {DAYS} by one"
        sys.stdout.write(f"\n{what}: {said}\n")


def test_answers_to_a_kept_day_beside_runs_that_take_it_over(beside, played, store, tmp_path):
    def runs() -> None:
        for seed in range(RUNS):
            changed = HOUR | {"operators.judging_s": str(8 + seed / 100)}
            out = tmp_path / f"run{next(NUMBER)}"
            play("shopping_centre", out=out, fidelity="scores", overrides=changed, store=store)

    beside(
        f"{ANSWERS} answers to a kept hour by two processes, beside {RUNS} runs",
        lambda: played("answer", ANSWERS, 2),
        runs,
        rounds=1,
    )
