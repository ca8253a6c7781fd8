"""Jobs on an executor that somebody lends: of threads, of processes, of a cluster's scheduler.

How far a job is cannot be told from there, only whether it is done; one that has begun goes on to
its end after everybody else has given up, since executors know no other way.
"""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Any

from sim.jobs.job import Job


class Lent:
    """Some jobs on an executor, which is not shut down."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.futures: list[Future[Any]] = []

    def submit(self, jobs: Sequence[Job]) -> list[Future[Any]]:
        """Begin the jobs; their results to come."""
        self.futures += [self.executor.submit(_run, job) for job in jobs]
        return self.futures

    def done(self) -> list[float]:
        """1 for each job that is done, 0 for the rest."""
        return [float(future.done()) for future in self.futures]

    def dismiss(self) -> None:
        """Start nothing more."""
        for future in self.futures:
            future.cancel()


def _run(job: Job) -> Any:
    return job.call(*job.arguments, _untold)


def _untold(_share: float) -> None:
    """Progress that nobody hears of."""
