"""Jobs in worker processes that tell how far they are.

Processes are spawned, so that a job sees only its arguments and results are the same anywhere.
"""

import multiprocessing as mp
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.sharedctypes import SynchronizedArray
from typing import Any

from threadpoolctl import threadpool_limits

POLL_S = 0.25

_shares: "SynchronizedArray[float] | None" = None


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
    shares = context.Array("d", len(jobs))
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
                progress(sum(s * j.weight for s, j in zip(shares[:], jobs, strict=True)) / total)
    except BaseException:
        for future in pending:
            future.cancel()
        raise


def _adopt(shares: "SynchronizedArray[float]") -> None:
    global _shares
    _shares = shares


def _run(number: int, job: Job) -> Any:
    def report(share: float) -> None:
        if _shares is not None:
            _shares[number] = share

    with threadpool_limits(1, "blas"):  # the other cores have jobs of their own
        result = job.call(*job.arguments, report)
    report(1.0)
    return result
