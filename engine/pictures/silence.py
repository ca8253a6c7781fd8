"""Libraries that decode write to standard error by themselves; here they are kept quiet."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

STDERR = 2


class _Inside:
    """Turns standard error and Python's warnings away while at least one thread is inside."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count, self._kept = 0, -1
        self._warnings = warnings.catch_warnings()

    def enter(self) -> None:
        with self._lock:
            if not self._count:
                self._kept = _turned_away()
                self._warnings = warnings.catch_warnings()
                self._warnings.__enter__()
                warnings.simplefilter("ignore")
            self._count += 1

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count:
                return
            self._warnings.__exit__(None, None, None)
            if self._kept >= 0:
                os.dup2(self._kept, STDERR)
                os.close(self._kept)


_inside = _Inside()


@contextmanager
def silence() -> Iterator[None]:
    """Libpng, libjpeg and libtiff cannot be told not to write, Pillow warns of odd tags."""
    _inside.enter()
    try:
        yield
    finally:
        _inside.leave()


def _turned_away() -> int:
    """Where standard error led until now; -1 if it is closed."""
    try:
        kept = os.dup(STDERR)
    except OSError:
        return -1
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDERR)
    os.close(nowhere)
    return kept
