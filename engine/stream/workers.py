"""Worker processes that look at frames, one thread each; a dead or hung one is replaced.

Each has a pipe of its own and shares no lock with anybody, so that one killed at any moment
leaves nothing held. Its end of the pipe closes with it: that is how its death is told, and the
parent's. One that lives and says nothing, or stops within a word, is told by the clock.
"""

import multiprocessing as mp
import os
import pickle
import struct
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import cv2
from threadpoolctl import threadpool_limits

from engine.errors import PackError, WorkerError
from engine.packs.pack import load_pack
from engine.pipeline import Analysis, look
from engine.settings import EngineSettings
from engine.stream.heap import keep_freed
from engine.stream.interrupts import interrupts_held
from engine.stream.ledger import Cause
from engine.stream.orphans import end_with_parent
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
PIECE_S, LATE_S = 1.0, 1.0
"""How long a wait lasts at most; one that took LATE_S longer was not waiting, but stopped."""
READY = "ready"
LENGTH = struct.Struct("!Q")
"""Before each word that a worker says: its bytes."""


class Worker:
    """The parent's side of one process; `tickets` are with it, in the order they were sent. While
    somebody listened it has said nothing for `silent_s`.
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
        self.silent_s = 0.0
        self._heard = bytearray()

    def rest_s(self, patience_s: float) -> float:
        """How much longer it may say nothing; without end if it has nothing to do."""
        if self.ready and not self.tickets:
            return float("inf")
        allowed_s = patience_s if self.ready else max(patience_s, LOADING_S)
        return allowed_s - self.silent_s

    def send(self, ticket: Ticket) -> None:
        """Hand over a frame; if the worker has just died, its pipe tells soon."""
        if not self.tickets:
            self.silent_s = 0.0
        self.tickets.append(ticket)
        try:
            self.connection.send(ticket)
        except OSError:
            self.ready = False

    def receive(self) -> Iterator[Any]:
        """What it has said: READY, a PackError, or the Look at its first ticket; nothing as long as
        a word is not whole. EOFError: it died.
        """
        try:
            piece = os.read(self.connection.fileno(), 1 << 16)
        except OSError as err:
            raise EOFError from err
        if not piece:
            raise EOFError
        self._heard += piece
        while len(self._heard) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._heard)[0]
            if len(self._heard) < end:
                return
            word = pickle.loads(self._heard[LENGTH.size : end])
            del self._heard[:end]
            self.silent_s = 0.0
            yield word

    def hang_up(self) -> None:
        """Close its pipe, which it takes as the end."""
        self.connection.close()

    def end(self, until_s: float) -> None:
        """Hang up and wait for its end, by `time.monotonic` until a time; then kill it."""
        self.hang_up()
        self.process.join(max(until_s - time.monotonic(), 0))
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

    def listen(self, other: Sequence[int]) -> Iterator[tuple[Ticket, Analysis | Cause]]:
        """Wait until somebody has something to say or has said nothing for too long; each ticket
        that is done, with its look, and each that was with a worker who is gone, with the cause.
        `other` file descriptors end the wait, too.
        """
        present = [*self.workers]
        connections = [worker.connection for worker in present]
        piece_s = max(min([PIECE_S, *(one.rest_s(self._patience_s) for one in present)]), 0)
        began_s = time.monotonic()
        heard = wait([*connections, *other], piece_s)
        waited_s = time.monotonic() - began_s
        if waited_s < piece_s + LATE_S:
            for worker in present:
                worker.silent_s += waited_s
        for worker, connection in zip(present, connections, strict=True):
            if connection in heard:
                yield from self._hear(worker)
            elif worker.rest_s(self._patience_s) <= 0:
                worker.process.kill()
                yield from self._replace(worker, Cause.worker_hung)

    def close(self) -> None:
        """End every worker, all of them within ENDING_S."""
        until_s = time.monotonic() + ENDING_S
        for worker in self.workers:
            worker.hang_up()
        for worker in self.workers:
            worker.end(until_s)
        self.workers.clear()

    def _hear(self, worker: Worker) -> Iterator[tuple[Ticket, Analysis | Cause]]:
        try:
            for said in worker.receive():
                if isinstance(said, PackError):
                    raise said
                if said == READY:
                    worker.ready, self._dead_in_a_row = True, 0
                else:
                    yield worker.tickets.pop(0), said
        except EOFError:
            yield from self._replace(worker, Cause.worker_lost)

    def _replace(self, worker: Worker, cause: Cause) -> Iterator[tuple[Ticket, Analysis | Cause]]:
        worker.process.join(ENDING_S)
        code = worker.process.exitcode
        self._dead_in_a_row += 1
        if self._dead_in_a_row > STILLBORN:
            raise WorkerError(f"workers: got exit code {code} {STILLBORN} times before any frame")
        worker.end(time.monotonic())
        place = self.workers.index(worker)
        self.workers[place] = Worker(self._settings)
        yield from ((ticket, cause) for ticket in worker.tickets)


def work(connection: Connection, settings: EngineSettings) -> None:
    """A worker's life: load the models, say so, look at frames until the pipe closes."""
    end_with_parent(lambda: None)
    cv2.setNumThreads(1)
    keep_freed()
    views = Views()
    try:
        with threadpool_limits(1, "blas"):  # the other cores have workers of their own
            analyser = Analyser(load_pack(settings.pack), settings)
            say(connection, READY)
            while True:
                ticket: Ticket = connection.recv()
                say(connection, look(analyser, settings, views.picture(ticket.slot)))
    except PackError as refusal:
        say(connection, refusal)
    except (EOFError, OSError):
        return  # the parent has closed the pipe, or is gone
    finally:
        views.close()


def say(connection: Connection, word: object) -> None:
    """Send a word, its length first, so that the parent can take it in pieces; OSError: it is gone.

    `Connection.send` is read by `recv` alone, which waits for the rest of what has begun.
    """
    content = pickle.dumps(word, pickle.HIGHEST_PROTOCOL)
    rest = memoryview(LENGTH.pack(len(content)) + content)
    while rest:
        rest = rest[os.write(connection.fileno(), rest) :]
