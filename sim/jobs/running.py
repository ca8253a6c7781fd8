"""Runs jobs: what was kept is loaded, the rest done wherever there are workers, and kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from threading import Event
from typing import Any, Protocol

from sim.jobs.job import CancelledError, Job, Progress
from sim.jobs.lent import Lent
from sim.jobs.processes import processes

POLL_S = 0.25


class Crew(Protocol):
    """Whoever does jobs."""

    def submit(self, jobs: Sequence[Job]) -> list[Future[Any]]:
        """Begin the jobs; their results to come."""

    def done(self) -> list[float]:
        """How far each job is, from 0 to 1."""

    def dismiss(self) -> None:
        """Start nothing more, and end what can be ended."""


def run_jobs(
    jobs: Sequence[Job],
    workers: int = 2,
    progress: Progress | None = None,
    *,
    on: Executor | None = None,
    cancel: Event | None = None,
) -> list[Any]:
    """The jobs' results, in the jobs' order; the first failure ends all of them.

    They are done in so many processes of our own, or `on` any executor. What a job keeps is kept as
    soon as it is done, so that a later try begins where this one ended. Raises CancelledError
    once `cancel` is set, and LostWorkerError if a worker process of our own is ended from outside.
    """
    results = {
        number: job.keeping.load(job.keeping.file)
        for number, job in enumerate(jobs)
        if job.keeping and job.done
    }
    open_jobs = {number: job for number, job in enumerate(jobs) if number not in results}
    total = sum(job.weight for job in jobs)
    before = total - sum(job.weight for job in open_jobs.values())

    def tell(shares: Sequence[float]) -> None:
        told = zip(shares, open_jobs.values(), strict=True)
        share = (before + sum(share * job.weight for share, job in told)) / total
        if progress:
            progress(share)

    if open_jobs:
        with _crew(on, len(open_jobs), workers) as crew:
            results |= _results(crew, open_jobs, tell, cancel)
    return [results[number] for number in range(len(jobs))]


@contextmanager
def _crew(on: Executor | None, jobs: int, workers: int) -> Iterator[Crew]:
    if on is None:
        with processes(jobs, workers) as own:
            yield own
        return
    lent = Lent(on)
    try:
        yield lent
    finally:
        lent.dismiss()


def _results(
    crew: Crew,
    jobs: dict[int, Job],
    tell: Callable[[Sequence[float]], None],
    cancel: Event | None,
) -> dict[int, Any]:
    """Follow the jobs to their end, and keep what each comes to."""
    number_of = dict(zip(crew.submit([*jobs.values()]), jobs, strict=True))
    pending: set[Future[Any]] = set(number_of)
    results = {}
    while pending:
        finished, pending = wait(pending, timeout=POLL_S)
        for future in sorted(finished, key=_failed):  # what is done is kept before one fails all
            number = number_of[future]
            results[number] = future.result()
            if keeping := jobs[number].keeping:
                keeping.save(keeping.file, results[number])
        tell(crew.done())
        if cancel is not None and cancel.is_set():
            raise CancelledError
    return results


def _failed(future: Future[Any]) -> bool:
    return future.exception() is not None
