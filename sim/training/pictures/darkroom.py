"""Pictures of alerts made before they are shown, in a process of their own: what is due soonest
first, of all sessions that are open.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from sim.training.pictures.album import FILM, PROBE, Album
from sim.training.pictures.shots import Shot

POLL_S = 0.5
FILM_LATER_S = 45.0
"""A film is due so much later than the two faces, of which one can do without it."""
PAST_S, AHEAD_S = 600.0, 1_800.0
"""Of alerts that came longer ago nothing is made any more, and of those to come later not yet."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Sitting(Protocol):
    """A session, as it asks for pictures."""

    folder: Path
    album: Album

    def wanted(self) -> list[tuple[float, str, Shot]]:
        """Of each alert in how many seconds of people's own it comes, below 0 if it has, the name
        of its pictures, and what they are of.
        """


@dataclass(frozen=True, slots=True)
class Due:
    """A piece of work: a `part` of one alert's pictures, and in how many seconds it is due."""

    due_s: float
    sitting: Sitting
    name: str
    part: str
    shot: Shot

    @property
    def key(self) -> tuple[Path, str, str]:
        """What tells it from all others."""
        return self.sitting.folder, self.name, self.part


class Darkroom:
    """Makes what open sessions want, one after another, until it is closed."""

    def __init__(self, sittings: Callable[[], Iterable[Sitting]]) -> None:
        self._sittings = sittings
        self._refused: dict[tuple[Path, str, str], str] = {}
        self._ended = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)

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

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in _pipes(self._process):
                with suppress(OSError):  # of what was written, some may be read by nobody any more
                    pipe.close()

    def _run(self) -> None:
        while not self._ended.wait(POLL_S):
            one = min(self._due(), key=lambda due: due.due_s, default=None)
            if one is not None:
                self._make(one)

    def _due(self) -> Iterator[Due]:
        for sitting in self._sittings():
            for due_s, name, shot in sitting.wanted():
                told = sitting.album.told(name)
                part, later_s = (PROBE, 0.0) if told is None else (FILM, FILM_LATER_S)
                one = Due(due_s + later_s, sitting, name, part, shot)
                made = told is not None and told.film
                if -PAST_S < due_s < AHEAD_S and not made and one.key not in self._refused:
                    yield one

    def _make(self, one: Due) -> None:
        """Have it made; what cannot be is not asked for again."""
        refused = self._asked(one)
        if refused:
            self._refused[one.key] = refused
        one.sitting.album.look(one.name)
        one.sitting.album.sweep()

    def _asked(self, one: Due) -> str:
        """Why it could not be made; "" if it was."""
        process = self._ready()
        told = {"folder": str(one.sitting.folder), "name": one.name, "part": one.part}
        line = json.dumps(told | {"shot": one.shot.to_json()})
        answer = ""
        with suppress(OSError):  # it is gone, and says nothing
            written, read = _pipes(process)
            written.write(line + "\n")
            written.flush()
            answer = read.readline()
        return str(json.loads(answer)["refused"]) if answer else "the process is gone"

    def _ready(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self._kill()  # close what led to the one before
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sim.training.pictures.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env={**os.environ, **ONE_THREAD},
            )  # fmt: skip
        return self._process


def _pipes(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
