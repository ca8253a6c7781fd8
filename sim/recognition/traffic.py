"""Which frames of films an overloaded engine looks at, and how late: its ledger of each camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from engine.disk.parquet import write_table
from engine.moments import INSTANT_S
from engine.stream.ledger import Account, Cause
from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.cameras.outages import NONE
from sim.recognition.overloaded import overloaded

LEDGER = "ledger.parquet"
"""A camera's, beside what the engine said of its film."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """A film's frames (n,) as an overloaded engine has them: `failure` is the number of the
    overload that dropped each, NONE if it was looked at, which was `waited_s` late.
    """

    failure: NDArray[np.int16]
    waited_s: NDArray[np.float64]

    @property
    def dropped(self) -> frozenset[int]:
        """Numbers of the frames that nobody looks at."""
        return frozenset(np.flatnonzero(self.failure != NONE).tolist())

    @property
    def account(self) -> Account:
        """The same as the engine's own ledger counts it."""
        dropped = len(self.dropped)
        counts = dict.fromkeys(Cause, 0) | {Cause.queue_full: dropped}
        return Account(len(self.failure), len(self.failure) - dropped, dropped=counts)

    def keep(self, folder: Path) -> None:
        """Write it into a camera's folder."""
        frame = np.arange(len(self.failure), dtype=np.int32)
        columns = {"frame": frame, "failure": self.failure, "waited_s": self.waited_s}
        write_table(folder / LEDGER, pa.table(columns))


def traffic_of(
    cameras: Sequence[Camera], counts: Sequence[int], start_s: float, failures: Sequence[Failure]
) -> list[Traffic]:
    """What becomes of the films of cameras, each of so many frames from `start_s` on, while an
    engine is overloaded; of failures those that make it so and cameras that are out are heeded.

    Frame k comes at start_s + k / fps, and every camera in use sends frames in the same way before
    and after its film, so that an overload that began before has queues that are full.
    """
    found = [Traffic(np.full(n, NONE, np.int16), np.zeros(n)) for n in counts]
    for number, one in enumerate(failures):
        if one.kind != "engine_overload":
            continue
        out = [early for early in failures[:number] if early.kind == "camera_out"]
        phase = {camera.id: _phase(one, camera, start_s) for camera in cameras}
        books = overloaded(one, cameras, out, phase)
        for camera, film in zip(cameras, found, strict=True):
            book = books[camera.id]
            frame = np.rint((book.due_s - start_s) * camera.fps).astype(np.int64)
            row = np.flatnonzero((frame >= 0) & (frame < len(film.failure)))
            frame, done_s = frame[row], book.done_s[row]
            free, gone = film.failure[frame] == NONE, np.isnan(done_s)
            film.failure[frame[free & gone]] = number
            waits_s = np.maximum(done_s - book.due_s[row] - book.service_s, 0.0)
            film.waited_s[frame[free & ~gone]] += waits_s[free & ~gone]
    for film in found:
        film.waited_s[film.failure != NONE] = 0.0
    return found


def read_traffic(folder: Path) -> Traffic | None:
    """What was kept in a camera's folder; None where the engine was not overloaded."""
    if not (folder / LEDGER).exists():
        return None
    table = pq.read_table(folder / LEDGER)
    return Traffic(table["failure"].to_numpy(), table["waited_s"].to_numpy())


def _phase(one: Failure, camera: Camera, start_s: float) -> float:
    """How much of a frame's time after an overload began the next frame of a film comes."""
    begins = (one.from_s - start_s) * camera.fps
    return float(np.ceil(begins - INSTANT_S * camera.fps) - begins)
