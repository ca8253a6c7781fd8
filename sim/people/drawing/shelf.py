"""Drawn layers kept on disk, the longest unused thrown away once there are too many bytes."""

import hashlib
import os
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from engine.files import write_arrays
from sim.people.drawing.layers import Layer

HELD_BYTES = 2_000_000_000
SWEPT_EVERY_BYTES = 100_000_000
"""After so many bytes written the shelf is swept, down to SWEPT_TO of what it may hold."""
SWEPT_TO = 0.8


@cache
def edition() -> str:
    """Tells layers apart that different code drew: a hash of every module of the people."""
    held = hashlib.sha256()
    people = Path(__file__).parents[1]
    for module in sorted(people.rglob("*.py")):
        held.update(str(module.relative_to(people)).encode() + module.read_bytes())
    return held.hexdigest()[:12]


class Shelf:
    """A folder of layers of every edition; several processes may use it at once."""

    def __init__(self, folder: Path, held_bytes: int = HELD_BYTES) -> None:
        self.folder, self.held_bytes = folder, held_bytes
        self._written = SWEPT_EVERY_BYTES

    def get(self, name: str) -> Layer | None:
        """The layer kept under a name; using it makes it recent."""
        file = self._file(name)
        try:
            with np.load(file) as held:
                picture = cv2.imdecode(held["png"], cv2.IMREAD_UNCHANGED)
                near = cv2.imdecode(held["near"], cv2.IMREAD_UNCHANGED)
                numbers = held["numbers"]
            os.utime(file)
        except FileNotFoundError:
            return None
        return Layer(
            np.asarray(picture, np.uint8), np.asarray(near, np.uint8), numbers[:2], numbers[2:]
        )

    def put(self, name: str, made: Layer) -> None:
        """Keep a layer, whole or not at all."""
        file = self._file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        png, near = (
            cv2.imencode(".png", one, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]
            for one in (made.bgra, made.near)
        )
        numbers = np.concatenate([made.eyes_px, made.marks]).astype(np.float64)
        write_arrays(file, {"png": png, "near": near, "numbers": numbers}, shared=True)
        self._written += len(png) + len(near)
        if self._written > min(SWEPT_EVERY_BYTES, self.held_bytes):
            self._written = 0
            self.sweep()

    def sweep(self) -> None:
        """Throw away what was unused longest, if there is too much."""
        found = []
        for file in self.folder.rglob("*.npz"):
            try:
                state = file.stat()
            except FileNotFoundError:
                continue
            found.append((state.st_mtime_ns, state.st_size, file))
        total = sum(size for _, size, _ in found)
        if total <= self.held_bytes:
            return
        for _, size, file in sorted(found):
            if total <= self.held_bytes * SWEPT_TO:
                break
            file.unlink(missing_ok=True)
            total -= size

    def _file(self, name: str) -> Path:
        return self.folder / edition() / f"{name}.npz"
