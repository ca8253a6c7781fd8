"""What was drawn kept on disk, the longest unused thrown away once there are too many bytes."""

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.disk.files import write_arrays
from engine.faces import Image
from sim.people.drawing.layers import Layer

PACKING = pa.Codec("zstd", compression_level=1)
"""Packs drawn layers in a sixth of the time that PNG takes, and as small."""
CHANNELS = 5
"""Bytes of a layer's pixel: blue, green, red, alpha, and how near it is."""
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
    """A folder of layers and pictures of every edition; several processes may use it at once."""

    def __init__(self, folder: Path, held_bytes: int = HELD_BYTES) -> None:
        self.folder, self.held_bytes = folder, held_bytes
        self._written = SWEPT_EVERY_BYTES

    def get(self, name: str) -> Layer | None:
        """The layer kept under a name; using it makes it recent."""
        held = self._read(name)
        if held is None:
            return None
        height, width, cut = held["shape"].tolist()
        bgra, near = _unpacked(held["packed"], height, width)
        numbers = held["numbers"]
        return Layer(bgra, near, numbers[:2], numbers[2:], cut)

    def put(self, name: str, made: Layer) -> None:
        """Keep a layer, whole or not at all."""
        numbers = np.concatenate([made.eyes_px, made.marks]).astype(np.float64)
        shape = np.array([*made.near.shape, made.cut_px])
        self._write(name, {"packed": _packed(made), "shape": shape, "numbers": numbers})

    def picture(self, name: str) -> Image | None:
        """The picture kept under a name, (h, w, 3); using it makes it recent."""
        held = self._read(name)
        if held is None:
            return None
        shape = held["shape"].tolist()
        bgr = PACKING.decompress(held["packed"], int(np.prod(shape)))
        return np.frombuffer(bgr, np.uint8).reshape(shape).copy()

    def put_picture(self, name: str, bgr: Image) -> None:
        """Keep a picture, whole or not at all."""
        packed = np.frombuffer(PACKING.compress(np.ascontiguousarray(bgr)), np.uint8)
        self._write(name, {"packed": packed, "shape": np.array(bgr.shape)})

    def _read(self, name: str) -> dict[str, NDArray[Any]] | None:
        file = self._file(name)
        try:
            with np.load(file) as held:
                found = {key: held[key] for key in held.files}
            os.utime(file)
        except FileNotFoundError:
            return None
        return found

    def _write(self, name: str, arrays: dict[str, NDArray[Any]]) -> None:
        file = self._file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_arrays(file, arrays, shared=True)
        self._written += len(arrays["packed"])
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


def _packed(made: Layer) -> NDArray[np.uint8]:
    pixels = np.concatenate([made.bgra.ravel(), made.near.ravel()])
    return np.frombuffer(PACKING.compress(pixels), np.uint8)


def _unpacked(
    packed: NDArray[np.uint8], height: int, width: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A layer's `bgra` and `near`."""
    held = PACKING.decompress(packed, CHANNELS * height * width)
    bgra, near = np.split(np.frombuffer(held, np.uint8), [(CHANNELS - 1) * height * width])
    return bgra.reshape(height, width, CHANNELS - 1), near.reshape(height, width)
