"""A process that makes pictures, and the thread that has it make one after another."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any

POLL_S = 0.5
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
GONE = "the process is gone"
"""Why a piece of work was not done whose process was ended, by whomever."""
NOTES = logging.getLogger(__name__)


class Painter:
    """Calls `once` again and again in a thread of its own until it is closed; `once` finds what is
    to be made, has it made in a process that is begun when it is first needed, and again where it
    is gone, and tells whether there was anything.
    """

    def __init__(self, name: str, once: Callable[[], bool], niceness: int) -> None:
        """A process of a higher `niceness` leaves more of the cores to others."""
        self._once, self._niceness = once, niceness
        self._ended = threading.Event()
        self.process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def open(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._ended.set()
        while self._thread.is_alive():  # it may just have begun a process
            self._kill()
            self._thread.join(POLL_S)
        self._kill()

    def paint(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """What the process answers to a piece of work: why that cannot be made in `refused`, "" if
        it was.
        """
        process, answer = self._ready(), ""
        with suppress(OSError, ValueError):  # it is gone or let go of, and says nothing
            written, read = _pipes(process)
            written.write(json.dumps(told) + "\n")
            written.flush()
            answer = read.readline()
        if not answer.endswith("\n"):  # it may have gone in the midst of a word
            return {"refused": GONE}
        found: dict[str, Any] = json.loads(answer)
        return found

    def rest(self) -> None:
        """Between two pieces of work: end the process, which is begun again for the next."""
        self._kill()
        self.process = None

    def _run(self) -> None:
        busy = False
        while not self._ended.wait(0.0 if busy else POLL_S):
            try:
                busy = self._once()
            except Exception:  # all other pictures are made all the same
                NOTES.exception("%s", self._thread.name)
                busy = False

    def _kill(self) -> None:
        process = self.process  # both threads let go of it
        if process is not None:
            process.kill()
            process.wait()
            for pipe in _pipes(process):
                with suppress(OSError):  # of what was written, some may be read by nobody any more
                    pipe.close()

    def _ready(self) -> "subprocess.Popen[str]":
        if self.process is None or self.process.poll() is not None:
            self._kill()  # close what led to the one before
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sim.training.pictures.worker", str(self._niceness)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env={**os.environ, **ONE_THREAD},
            )  # fmt: skip
        return self.process


def _pipes(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
