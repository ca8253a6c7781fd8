"""Worker processes that look at frames, one thread each; a dead one is noticed and replaced.

Each has a pipe of its own and shares no lock with anybody, so that one killed at any moment
leaves nothing held. Its end of the pipe closes with it: that is how its death is told.
"""

import multiprocessing as mp
import signal
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
from engine.stream.slots import Views
from engine.stream.traffic import Ticket
from engine.vision.analyser import Analyser

DEPTH = 2
"""Frames with a worker at one time: the one it looks at, and one so that it need not wait."""
STILLBORN = 3
"""Workers that may die one after another before any of them was ready."""
PATIENCE_S = 5.0
"""How long a worker that was told to end may take."""
READY = "ready"


class Worker:
    """The parent's side of one process; `tickets` are with it, in the order they were sent."""

    def __init__(self, pack: str, settings: EngineSettings) -> None:
        context = mp.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=work, args=(theirs, pack, settings), name="footfall-worker", daemon=True
        )
        with interrupts_held():
            self.process.start()
        theirs.close()
        self.ready = False
        self.tickets: list[Ticket] = []

    def send(self, ticket: Ticket) -> None:
        """Hand over a frame; if the worker has just died, its pipe tells soon."""
        self.tickets.append(ticket)
        try:
            self.connection.send(ticket)
        except OSError:
            self.ready = False

    def receive(self) -> Any:
        """What it says: READY, a PackError, or the Look at its first ticket. EOFError: it died."""
        try:
            return self.connection.recv()
        except OSError as err:
            raise EOFError from err

    def end(self) -> None:
        """Close its pipe, which it takes as the end, and wait; kill it if that takes long."""
        self.connection.close()
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


class Crew:
    """As many workers as wanted, at all times."""

    def __init__(self, size: int, pack: str, settings: EngineSettings) -> None:
        self._pack, self._settings = pack, settings
        self._dead_in_a_row = 0
        self.workers = [Worker(pack, settings) for _ in range(size)]

    @property
    def ready(self) -> bool:
        """Whether every worker has loaded its models."""
        return all(worker.ready for worker in self.workers)

    def free(self) -> Worker | None:
        """The ready worker with the fewest frames, if it can take one more."""
        able = [w for w in self.workers if w.ready and len(w.tickets) < DEPTH]
        return min(able, key=lambda worker: len(worker.tickets), default=None)

    def listen(self, other: Sequence[int]) -> Iterator[tuple[Ticket, Look | None]]:
        """Wait until somebody has something to say; each ticket that is done, with its look, and
        each that was with a worker who died, with None. `other` file descriptors end the wait, too.
        """
        by_connection = {worker.connection: worker for worker in self.workers}
        for connection in wait([*by_connection, *other]):
            if isinstance(connection, Connection) and connection in by_connection:
                yield from self._hear(by_connection[connection])

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def _hear(self, worker: Worker) -> Iterator[tuple[Ticket, Look | None]]:
        try:
            said = worker.receive()
        except EOFError:
            yield from self._replace(worker)
            return
        if isinstance(said, PackError):
            raise said
        if said == READY:
            worker.ready, self._dead_in_a_row = True, 0
        else:
            yield worker.tickets.pop(0), said

    def _replace(self, worker: Worker) -> Iterator[tuple[Ticket, Look | None]]:
        worker.process.join(PATIENCE_S)
        code = worker.process.exitcode
        self._dead_in_a_row += 1
        if self._dead_in_a_row > STILLBORN:
            raise WorkerError(f"workers: got exit code {code} {STILLBORN} times before any frame")
        worker.end()
        place = self.workers.index(worker)
        self.workers[place] = Worker(self._pack, self._settings)
        yield from ((ticket, None) for ticket in worker.tickets)


def work(connection: Connection, pack: str, settings: EngineSettings) -> None:
    """A worker's life: load the models, say so, look at frames until the pipe closes."""
    cv2.setNumThreads(1)
    keep_freed()
    views = Views()
    try:
        with threadpool_limits(1, "blas"):  # the other cores have workers of their own
            analyser = Analyser(load_pack(pack), settings)
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
