"""Replications by two processes beside one, and answers to a kept day beside runs of it."""

from itertools import count

import pytest

from sim.experiments.designs.design import design_of
from sim.experiments.playing.crew import Crew
from sim.experiments.replicate import replicate
from sim.experiments.rows.folder import begun
from sim.run import play
from sim.stages.store import Store

HOUR = {"duration_s": "3600", "window": "null"}
DAYS, ANSWERS, RUNS = 6, 40, 4
NUMBER = count()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def played(store, tmp_path):
    """Plays so many replications of an hour at the shopping centre."""
    design = design_of("shopping_centre", HOUR)[0]

    def run(what: str, many: int, workers: int) -> None:
        place = tmp_path / str(next(NUMBER))
        with begun(place, "replicate", what, [design]) as folder:
            replicate(folder, design, what, many, Crew(workers, store=store))

    return run


def test_days_by_two_processes_beside_one(beside, played):
    beside(
        f"{DAYS} days by two processes, beside one",
        lambda: played("day", DAYS, 2),
        lambda: played("day", DAYS, 1),
        rounds=1,
    )


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
