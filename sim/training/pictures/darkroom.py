"""Pictures of alerts made before they are shown, in a process of their own: what is due soonest
first, of all sessions that are open.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sim.training.pictures.album import FILM, PROBE, Album
from sim.training.pictures.process import GONE, Painter
from sim.training.pictures.shots import Shot

NICENESS = 10
"""Whoever decides, and the clock, come before pictures."""
FILM_LATER_S = 45.0
"""A film is due so much later than the two faces, of which one can do without it."""
PAST_S, AHEAD_S = 600.0, 1_800.0
"""Of alerts that came longer ago nothing is made any more, and of those to come later not yet."""


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
        self._lost: set[tuple[Path, str, str]] = set()
        self.painter = Painter("pictures", self._next, NICENESS)

    def open(self) -> None:
        """Begin."""
        self.painter.open()

    def close(self) -> None:
        """End, whatever is being made."""
        self.painter.close()

    def _next(self) -> bool:
        one = min(self._due(), key=lambda due: due.due_s, default=None)
        if one is not None:
            self._make(one)
        return one is not None

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
        """Have it made; what cannot be is not asked for again, nor what took its process along a
        second time.
        """
        refused = self._asked(one)
        if refused == GONE and one.key not in self._lost:
            self._lost.add(one.key)
        elif refused:
            self._refused[one.key] = refused
        one.sitting.album.look(one.name)
        one.sitting.album.sweep()

    def _asked(self, one: Due) -> str:
        """Why it could not be made; "" if it was."""
        told = {"folder": str(one.sitting.folder), "name": one.name, "part": one.part}
        return str(self.painter.paint(told | {"shot": one.shot.to_json()})["refused"])
