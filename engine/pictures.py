"""Pictures from files: read whole or refused, without a word from the libraries that decode."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from engine import LARGEST_PX
from engine.faces import Image

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp"})
"""What a picture's name ends in."""
STDERR = 2


class PictureError(ValueError):
    """What a file holds instead of a picture; whoever asked for one names the file."""


def read_pixels(file: Path) -> Image:
    """A picture's pixels; PictureError for a file that cannot be read or is too large a picture."""
    try:
        content = np.frombuffer(file.read_bytes(), np.uint8)
    except (OSError, ValueError) as err:  # ValueError: no possible path
        raise PictureError("something unreadable") from err
    try:
        with _silence():
            bgr = cv2.imdecode(content, cv2.IMREAD_COLOR) if len(content) else None
    except cv2.error as err:
        raise PictureError(f"one damaged or of more than {LARGEST_PX:,} pixels") from err
    if bgr is None:
        raise PictureError("something unreadable")
    return np.asarray(bgr, np.uint8)


class _Inside:
    """Turns standard error away while at least one thread is inside."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count, self._kept = 0, -1

    def enter(self) -> None:
        with self._lock:
            if not self._count:
                self._kept = _turned_away()
            self._count += 1

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and self._kept >= 0:
                os.dup2(self._kept, STDERR)
                os.close(self._kept)


_inside = _Inside()


@contextmanager
def _silence() -> Iterator[None]:
    """Libpng and libjpeg write to standard error by themselves and cannot be told not to."""
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
