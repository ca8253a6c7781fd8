"""Jobs in worker processes that tell how far they are and stop when told to.

Processes are spawned, so that a job sees only its arguments and results are the same anywhere.
Signals that end a program are for the first process alone; it tells the others to give up. They
give up and end, too, once it is gone.
"""

import ctypes
import multiprocessing as mp
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from threadpoolctl import threadpool_limits

from engine.heap import keep_freed
from engine.orphans import GRACE_S, end_with_parent, leave
from engine.stream.workers import interrupts_held
from sim.errors import SimError

POLL_S = 0.25

Shares = ctypes.Array[ctypes.c_double]
"""How far each job is, and last whether to give up. Nobody holds a lock on it, so that a process
killed at any moment keeps nobody waiting.
"""
_shares: Shares | None = None
"""In a worker: those of all jobs."""


class GivenUpError(Exception):
    """Another job failed, or somebody interrupted, or ended a worker."""


@dataclass(frozen=True, slots=True)
class Job:
    """`call(*arguments, progress)`, all of it picklable; `weight` is its share of the work."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: float = 1.0


def run_jobs(
    jobs: Sequence[Job], workers: int = 2, progress: Callable[[float], None] | None = None
) -> list[Any]:
    """The jobs' results, in the jobs' order; the first failure ends all of them.

    Raises SimError if a worker process is ended from outside.
    """
    if not jobs:
        return []
    context = mp.get_context("spawn")
    shares: Shares = context.RawArray(ctypes.c_double, len(jobs) + 1)
    futures: list[Future[Any]] = []
    with ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=context, initializer=_adopt, initargs=(shares,)
    ) as pool:
        try:
            with interrupts_held():
                futures += [pool.submit(_run, number, job) for number, job in enumerate(jobs)]
            _follow(futures, jobs, shares, progress)
            return [future.result() for future in futures]
        except (BrokenProcessPool, GivenUpError) as err:
            raise SimError(
                "workers: got the end of a worker process (killed, or out of memory), wanted its"
                " result"
            ) from err
        finally:
            shares[-1] = 1.0
            _dismiss(pool, futures)


def _dismiss(pool: ProcessPoolExecutor, futures: Sequence[Future[Any]]) -> None:
    """Start nothing more; whoever has not given up in its time, as one that loads, is ended."""
    for future in futures:
        future.cancel()
    if wait(futures, timeout=GRACE_S).not_done:
        for process in list((pool._processes or {}).values()):  # there is no public way
            process.terminate()


def _follow(
    futures: Sequence[Future[Any]],
    jobs: Sequence[Job],
    shares: Shares,
    progress: Callable[[float], None] | None,
) -> None:
    total = sum(job.weight for job in jobs)
    pending: set[Future[Any]] = set(futures)
    while pending:
        done, pending = wait(pending, timeout=POLL_S)
        for future in done:
            future.result()
        if progress:
            told = zip(shares[:-1], jobs, strict=True)
            progress(sum(share * job.weight for share, job in told) / total)


def _adopt(shares: Shares) -> None:
    """A worker's start: an end asked of it, and its parent's, both let the job tidy up first."""
    global _shares
    _shares = shares
    end_with_parent(_give_up)
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    keep_freed()


def _end(*_: object) -> None:
    threading.Thread(target=leave, args=(_give_up,), daemon=True).start()


def _give_up() -> None:
    if _shares is not None:
        _shares[-1] = 1.0


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
