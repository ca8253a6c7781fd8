"""Feeds of all open sessions that somebody looks at, made in a process of their own with what the
rest leaves of a core: always the picture that is missed most.
"""

import base64
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from sim.training.injects.ahead import Clock
from sim.training.pictures.feeds import Feeds
from sim.training.pictures.process import GONE, Painter

NICENESS = 19
"""Pictures of alerts come before feeds, too."""
REST_S = 60.0
"""So long after nobody looks at feeds any more their process ends, and gives its memory back."""


class Watched(Protocol):
    """A session, as its feeds are made."""

    folder: Path
    lock: threading.RLock
    feeds: Feeds

    @property
    def now(self) -> Clock:
        """Its time, and how fast that passes."""


class Monitors:
    """Makes feeds until it is closed."""

    def __init__(self, sittings: Callable[[], Iterable[Watched]]) -> None:
        self._sittings = sittings
        self.painter = Painter("feeds", self._next, NICENESS)
        self._watched_s, self._lost = time.monotonic(), False

    def open(self) -> None:
        """Begin."""
        self.painter.open()

    def close(self) -> None:
        """End, whatever is being made."""
        self.painter.close()

    def _next(self) -> bool:
        missed = []
        for sitting in self._sittings():
            with sitting.lock:
                found = sitting.feeds.wanted(sitting.now)
            if sitting.feeds.watched:
                self._watched_s = time.monotonic()
            if found is not None:
                missed.append((*found, sitting))
        if not missed:
            if self.painter.process is not None and time.monotonic() - self._watched_s > REST_S:
                self.painter.rest()
            return False
        _, view, sitting = max(missed, key=lambda one: one[0])
        began_s = time.monotonic()
        told = self.painter.paint({"folder": str(sitting.folder), "view": view.to_json()})
        twice, self._lost = self._lost, told["refused"] == GONE
        with sitting.lock:
            if not told["refused"]:
                coded = base64.b64decode(told["picture"])
                sitting.feeds.take(view, coded, time.monotonic() - began_s)
            elif twice or not self._lost:  # a process that is ended once is begun again at once
                sitting.feeds.put_off(view)
        return True
