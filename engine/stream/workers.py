"""Worker processes that look at frames, one thread each; a dead or hung one is replaced.

Each has a pipe of its own and shares no lock with anybody, so that one killed at any moment
leaves nothing held. Its end of the pipe closes with it: that is how its death is told. One that
lives and says nothing is told by the clock.
"""

import multiprocessing as mp
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Any

import cv2
from threadpoolctl import threadpool_limits

from engine.errors import PackError, WorkerError
from engine.heap import keep_freed
from engine.packs.pack import load_pack
from engine.pipeline import Look, look
from engine.settings import EngineSettings
from engine.stream.ledger import Cause
from engine.stream.slots import Views
from engine.stream.traffic import Ticket
from engine.vision.analyser import Analyser

DEPTH = 2
"""Frames with a worker at one time: the one it looks at, and one so that it need not wait."""
STILLBORN = 3
"""Workers that may die one after another before any of them was ready."""
ENDING_S = 5.0
"""How long a worker that was told to end may take."""
LOADING_S = 120.0
"""How long a worker may take to load its models, where the patience with a frame is not more."""
READY = "ready"


class Worker:
    """The parent's side of one process; `tickets` are with it, in the order they were sent. It has
    been at what it does `since_s`, by `time.monotonic`.
    """

    def __init__(self, settings: EngineSettings) -> None:
        context = mp.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=work, args=(theirs, settings), name="footfall-worker", daemon=True
        )
        with interrupts_held():
            self.process.start()
        theirs.close()
        self.ready = False
        self.tickets: list[Ticket] = []
        self.since_s = time.monotonic()

    def rest_s(self, patience_s: float) -> float:
        """How much longer it may say nothing; without end if it has nothing to do."""
        if self.ready and not self.tickets:
            return float("inf")
        allowed_s = patience_s if self.ready else max(patience_s, LOADING_S)
        return self.since_s + allowed_s - time.monotonic()

    def send(self, ticket: Ticket) -> None:
        """Hand over a frame; if the worker has just died, its pipe tells soon."""
        if not self.tickets:
            self.since_s = time.monotonic()
        self.tickets.append(ticket)
        try:
            self.connection.send(ticket)
        except OSError:
            self.ready = False

    def receive(self) -> Any:
        """What it says: READY, a PackError, or the Look at its first ticket. EOFError: it died."""
        self.since_s = time.monotonic()
        try:
            return self.connection.recv()
        except OSError as err:
            raise EOFError from err

    def end(self) -> None:
        """Close its pipe, which it takes as the end, and wait; kill it if that takes long."""
        self.connection.close()
        self.process.join(ENDING_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


class Crew:
    """As many workers as wanted from its start to its close; one that says nothing for longer than
    `patience_s` while it has a frame is killed.
    """

    def __init__(self, size: int, settings: EngineSettings, patience_s: float) -> None:
        self._size, self._settings, self._patience_s = size, settings, patience_s
        self._dead_in_a_row = 0
        self.workers: list[Worker] = []

    def start(self) -> None:
        """Begin to have them."""
        while len(self.workers) < self._size:
            self.workers.append(Worker(self._settings))

    @property
    def ready(self) -> bool:
        """Whether every worker has loaded its models."""
        return all(worker.ready for worker in self.workers)

    def free(self) -> Worker | None:
        """The ready worker with the fewest frames, if it can take one more."""
        able = [w for w in self.workers if w.ready and len(w.tickets) < DEPTH]
        return min(able, key=lambda worker: len(worker.tickets), default=None)

    def listen(self, other: Sequence[int]) -> Iterator[tuple[Ticket, Look | Cause]]:
        """Wait until somebody has something to say or has said nothing for too long; each ticket
        that is done, with its look, and each that was with a worker who is gone, with the cause.
        `other` file descriptors end the wait, too.
        """
        present = [*self.workers]
        rest_s = max(min(worker.rest_s(self._patience_s) for worker in present), 0)
        connections = [worker.connection for worker in present]
        heard = wait([*connections, *other], None if rest_s == float("inf") else rest_s)
        for worker, connection in zip(present, connections, strict=True):
            if connection in heard:
                yield from self._hear(worker)
            elif worker.rest_s(self._patience_s) <= 0:
                worker.process.kill()
                yield from self._replace(worker, Cause.worker_hung)

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def _hear(self, worker: Worker) -> Iterator[tuple[Ticket, Look | Cause]]:
        try:
            said = worker.receive()
        except EOFError:
            yield from self._replace(worker, Cause.worker_lost)
            return
        if isinstance(said, PackError):
            raise said
        if said == READY:
            worker.ready, self._dead_in_a_row = True, 0
        else:
            yield worker.tickets.pop(0), said

    def _replace(self, worker: Worker, cause: Cause) -> Iterator[tuple[Ticket, Look | Cause]]:
        worker.process.join(ENDING_S)
        code = worker.process.exitcode
        self._dead_in_a_row += 1
        if self._dead_in_a_row > STILLBORN:
            raise WorkerError(f"workers: got exit code {code} {STILLBORN} times before any frame")
        worker.end()
        place = self.workers.index(worker)
        self.workers[place] = Worker(self._settings)
        yield from ((ticket, cause) for ticket in worker.tickets)


def work(connection: Connection, settings: EngineSettings) -> None:
    """A worker's life: load the models, say so, look at frames until the pipe closes."""
    cv2.setNumThreads(1)
    keep_freed()
    views = Views()
    try:
        with threadpool_limits(1, "blas"):  # the other cores have workers of their own
            analyser = Analyser(load_pack(settings.pack), settings)
            connection.send(READY)
            while True:
                ticket: Ticket = connection.recv()
                connection.send(look(analyser, settings, views.picture(ticket.slot)))
    except PackError as refusal:
        connection.send(refusal)
    except (EOFError, OSError):
        return  # the parent has closed the pipe, or is gone
    finally:
        views.close()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """A process started inside never hears the keyboard's interruption; this thread hears it after.

    The mask of blocked signals is inherited by what is started.
    """
    ensure_running()  # its start would unblock the signals that are blocked here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
