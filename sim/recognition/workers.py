"""Jobs in worker processes that tell how far they are and stop when told to.

Processes are spawned, so that a job sees only its arguments and results are the same anywhere.
An interruption from the keyboard is for the first process alone; it tells the others to give up.
"""

import multiprocessing as mp
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.sharedctypes import SynchronizedArray
from typing import Any

from threadpoolctl import threadpool_limits

from engine.heap import keep_freed

POLL_S = 0.25

_shares: "SynchronizedArray[float] | None" = None
"""In a worker: how far each job is, and last whether to give up."""


class GivenUpError(Exception):
    """Another job failed, or somebody interrupted."""


@dataclass(frozen=True, slots=True)
class Job:
    """`call(*arguments, progress)`, all of it picklable; `weight` is its share of the work."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: float = 1.0


def run_jobs(
    jobs: Sequence[Job], workers: int = 2, progress: Callable[[float], None] | None = None
) -> list[Any]:
    """The jobs' results, in the jobs' order; the first failure ends all of them."""
    if not jobs:
        return []
    context = mp.get_context("spawn")
    shares = context.Array("d", len(jobs) + 1)
    with ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=context, initializer=_adopt, initargs=(shares,)
    ) as pool:
        futures = [pool.submit(_run, number, job) for number, job in enumerate(jobs)]
        _follow(futures, jobs, shares, progress)
        return [future.result() for future in futures]


def _follow(
    futures: Sequence[Future[Any]],
    jobs: Sequence[Job],
    shares: "SynchronizedArray[float]",
    progress: Callable[[float], None] | None,
) -> None:
    total = sum(job.weight for job in jobs)
    pending: set[Future[Any]] = set(futures)
    try:
        while pending:
            done, pending = wait(pending, timeout=POLL_S)
            for future in done:
                future.result()
            if progress:
                told = zip(shares[:-1], jobs, strict=True)
                progress(sum(share * job.weight for share, job in told) / total)
    except BaseException:
        shares[-1] = 1.0
        for future in pending:
            future.cancel()
        raise


def _adopt(shares: "SynchronizedArray[float]") -> None:
    global _shares
    _shares = shares
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_freed()


def _run(number: int, job: Job) -> Any:
    def report(share: float) -> None:
        if _shares is not None:
            _shares[number] = share
            if _shares[-1]:
                raise GivenUpError

    report(0.0)
    with threadpool_limits(1, "blas"):  # the other cores have jobs of their own
        result = job.call(*job.arguments, report)
    report(1.0)
    return result
