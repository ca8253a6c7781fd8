"""Worker processes of one's own: jobs in them tell how far they are, and stop when told to.

Processes are spawned, so that a job sees only its arguments and results are the same anywhere.
Signals that end a program are for the first process alone; it tells the others to give up. They
give up and end, too, once it is gone.
"""

import ctypes
import multiprocessing as mp
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from engine.stream.heap import keep_freed
from engine.stream.interrupts import interrupts_held
from engine.stream.orphans import GRACE_S, end_with_parent, leave
from sim.errors import LostWorkerError
from sim.jobs.frames import spare_pandas
from sim.jobs.job import GivenUpError, Job

Shares = ctypes.Array[ctypes.c_double]
"""How far each job is, and last whether to give up. Nobody holds a lock on it, so that a process
killed at any moment keeps nobody waiting.
"""
_shares: Shares | None = None
"""In a worker: those of all jobs."""


class Processes:
    """Some jobs in processes of one's own, each of which says how far it is."""

    def __init__(self, pool: ProcessPoolExecutor, shares: Shares) -> None:
        self.pool, self.shares = pool, shares
        self.futures: list[Future[Any]] = []

    def submit(self, jobs: Sequence[Job]) -> list[Future[Any]]:
        """Begin the jobs; their results to come."""
        with interrupts_held():
            for number, job in enumerate(jobs):
                self.futures.append(self.pool.submit(_run, number, job))
        return self.futures

    def done(self) -> list[float]:
        """How far each job is, from 0 to 1."""
        return list(self.shares[:-1])

    def dismiss(self) -> None:
        """Start nothing more; whoever has not given up in its time, as one that loads, is ended."""
        self.shares[-1] = 1.0
        for future in self.futures:
            future.cancel()
        if wait(self.futures, timeout=GRACE_S).not_done:
            for process in list((self.pool._processes or {}).values()):  # there is no public way
                process.terminate()


@contextmanager
def processes(jobs: int, workers: int) -> Iterator[Processes]:
    """So many processes at most, for so many jobs.

    Raises LostWorkerError if one of them is ended from outside.
    """
    context = mp.get_context("spawn")
    shares: Shares = context.RawArray(ctypes.c_double, jobs + 1)
    with ProcessPoolExecutor(
        min(workers, jobs), mp_context=context, initializer=_adopt, initargs=(shares,)
    ) as pool:
        crew = Processes(pool, shares)
        try:
            yield crew
        except (BrokenProcessPool, GivenUpError) as err:
            raise LostWorkerError(
                "workers: got the end of a worker process (killed, or out of memory), wanted its"
                " result"
            ) from err
        finally:
            crew.dismiss()


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
    spare_pandas()
    with threadpool_limits(1, "blas"):  # the other cores have jobs of their own
        result = job.call(*job.arguments, report)
    report(1.0)
    return result
