"""Plays what an experiment lacks, on processes of its own or any executor, and keeps it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Event
from typing import Any

from sim.errors import LostWorkerError
from sim.experiments.designs.design import PIXELS, Design
from sim.experiments.playing.films import play_film
from sim.experiments.playing.player import BELOW, Batch, What, make_kept, play_batch, sheet_of
from sim.experiments.rows.folder import ExperimentFolder
from sim.jobs.job import CancelledError, Job, Keeping
from sim.jobs.running import run_jobs
from sim.stages.store import Store

MOST_ANSWERS, MOST_DESIGNS = 5, 8
"""Answers to one day, and designs of one day, that are played together at most."""
PIECES = 8
"""Pieces of work for each worker at least, so that all end at about the same time."""
MOST_LOST = 3
"""Workers in a row that may be lost before anything more is done."""
PREPARE, PLAY = "Make what replications share", "Play replications"
Report = Callable[[str, float], None]
Pair = tuple[Design, int]


@dataclass(frozen=True, slots=True)
class Crew:
    """By whom an experiment is played: so many processes, or an executor's; where stages are kept,
    who hears how far it is, and who may cancel.
    """

    workers: int = 2
    on: Executor | None = None
    store: Store | None = None
    report: Report = lambda *_: None
    cancel: Event | None = None


def play_missing(
    folder: ExperimentFolder,
    designs: Sequence[Design],
    what: What,
    numbers: Iterable[int],
    crew: Crew,
) -> None:
    """Play each design in each replication of these `numbers`, but for those that are done.

    What a worker had that was lost is done again. Raises LostWorkerError if nothing more comes of
    that, and CancelledError.
    """
    wanted = [(design, number) for number in numbers for design in designs]
    lost, before = 0, -1
    while True:
        done = folder.done()
        missing = [(one, number) for one, number in wanted if (one.name, number) not in done]
        if not missing:
            crew.report(PLAY, 1.0)
            return
        lost = 0 if len(done) > before else lost
        before = len(done)
        try:
            _play(folder, missing, what, crew, len(wanted))
        except LostWorkerError:
            lost += 1
            if lost >= MOST_LOST:
                raise


def _play(
    folder: ExperimentFolder, missing: Sequence[Pair], what: What, crew: Crew, wanted: int
) -> None:
    before = 1 - len(missing) / wanted

    def tell(share: float) -> None:
        through = before + (1 - before) * share
        crew.report(f"{PLAY}: {int(through * wanted + 1e-9):,} of {wanted:,} so far", through)

    films = [pair for pair in missing if pair[0].fidelity == PIXELS]
    if films:
        _film(folder, films, crew, lambda done: tell(done / len(missing)))
        return
    batches = [*batched(missing, what, crew)]
    _prepare(batches, crew)
    jobs = [_job(folder, batch) for batch in batches]
    run_jobs(jobs, crew.workers, tell, on=crew.on, cancel=crew.cancel)


def _film(
    folder: ExperimentFolder, pairs: Sequence[Pair], crew: Crew, told: Callable[[float], None]
) -> None:
    """Films, one after the other, each kept as soon as it is watched."""
    for number, (design, replication) in enumerate(pairs):
        if crew.cancel is not None and crew.cancel.is_set():
            raise CancelledError
        told(number)
        played = play_film(design, replication, crew.store, _nobody)
        folder.keep(folder.part(f"{design.key}/{replication}"), played)
    told(len(pairs))


def _nobody(_share: float) -> None:
    """Hears how far a film is: of many films only whole ones are told."""


def batched(missing: Sequence[Pair], what: What, crew: Crew) -> Iterable[Batch]:
    """Pieces of work: several answers to one day, or one day for several designs, which share what
    of it is alike.
    """
    store = crew.store.folder if crew.store else None
    if what == "answer":
        most = max(1, min(MOST_ANSWERS, len(missing) // (PIECES * crew.workers)))
        for _, group in groupby(sorted(missing, key=_by_design), key=_by_design):
            pairs = [*group]
            for first in range(0, len(pairs), most):
                some = pairs[first : first + most]
                yield Batch((some[0][0],), tuple(number for _, number in some), what, store)
        return
    for number, group in groupby(missing, key=lambda pair: pair[1]):
        designs = sorted((one for one, _ in group), key=lambda one: _chain(one, what, number))
        for first in range(0, len(designs), MOST_DESIGNS):
            yield Batch(tuple(designs[first : first + MOST_DESIGNS]), (number,), what, store)


def _by_design(pair: Pair) -> str:
    return pair[0].key


def _chain(design: Design, what: What, number: int) -> tuple[str, ...]:
    """Keys of the stages below the answer: designs that share more of them stand together."""
    keys = sheet_of(design).keys(what, number)
    return tuple(keys[stage.name] for stage in BELOW)


def _prepare(batches: Sequence[Batch], crew: Crew) -> None:
    """Have in the store, once, what several pieces of work would each make."""
    if crew.store is None:
        return
    jobs = [*_shared(batches, crew.store)]
    if jobs:
        run_jobs(jobs, crew.workers, partial(crew.report, PREPARE), on=crew.on, cancel=crew.cancel)


def _shared(batches: Sequence[Batch], store: Store) -> Iterable[Job]:
    """A job for each deepest stage that several pieces of work stand on and that is not kept."""
    chains = [
        [(pair, _chain(pair[0], batch.what, pair[1])) for pair in _pairs(batch)]
        for batch in batches
    ]
    many = Counter(key for found in chains for key in {key for _, chain in found for key in chain})
    made: set[str] = set()
    for batch, found in zip(batches, chains, strict=True):
        for (design, number), chain in found:
            depth = sum(many[key] > 1 for key in chain)
            if not depth or chain[depth - 1] in made:
                continue
            made.add(chain[depth - 1])
            if all(store.find(key) for key in chain[:depth]):
                continue
            names = [stage.name for stage in BELOW[:depth]]
            yield Job(make_kept, (replace(batch, designs=(design,), replications=(number,)), names))


def _pairs(batch: Batch) -> list[Pair]:
    return [(design, number) for number in batch.replications for design in batch.designs]


def _job(folder: ExperimentFolder, batch: Batch) -> Job:
    about = "/".join([*(one.key for one in batch.designs), *map(str, batch.replications)])
    keeping = Keeping(folder.part(about), _nothing, folder.keep)
    weight = float(len(batch.designs) * len(batch.replications))
    return Job(play_batch, (batch,), weight, keeping)


def _nothing(_file: Path) -> Any:
    """What a piece of work that is done gives: the folder has it."""
