"""A model of capacity: a worker's time for a frame, from its pixels, its faces and the searches."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from engine.counts import counted
from engine.errors import SettingsError
from engine.stress.parts.grid import Cell
from engine.stress.terms import Terms

WANTED_ERROR = 0.1
HIGHEST_BUSY = 0.8
"""Share of their time that workers may be busy; beyond, queues and so delays grow out of bounds."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a worker spends on each, in ms: a million pixels of a frame and their square (large
    pictures outgrow caches), a face, a million templates read for a frame that has a face, a
    million comparisons of a face with one.
    """

    megapixel_ms: float
    megapixel_squared_ms: float
    face_ms: float
    megatemplate_ms: float
    megacomparison_ms: float

    def per_frame_ms(self, size_px: tuple[int, int], faces: float, watchlist: int) -> float:
        """A worker's time for one frame."""
        return float(np.dot(list(asdict(self).values()), _counts(size_px, faces, watchlist)))


@dataclass(frozen=True, slots=True)
class Check:
    """A prediction beside the quickest measurement; `error` is positive where it promised more."""

    load: str
    watchlist: int
    held_out: bool
    measured_per_s: float
    predicted_per_s: float

    @property
    def error(self) -> float:
        """Predicted over measured, less 1."""
        return self.predicted_per_s / self.measured_per_s - 1

    def as_json(self) -> dict[str, Any]:
        """The fields and the error under their names."""
        return asdict(self) | {"error": self.error}


@dataclass(frozen=True, slots=True)
class Need:
    """What so many `cameras` want: workers' time a second, and workers that have time to spare."""

    cameras: int
    fps: float
    size_px: tuple[int, int]
    faces: float
    watchlist: int
    frame_ms: float
    busy_workers: float
    workers: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """The model, its checks on every cell, and the answer for the cameras of the terms."""

    costs: Costs
    checks: tuple[Check, ...]
    need: Need

    @property
    def largest_error(self) -> float:
        """Of cells that were not fitted, without its sign."""
        return max((abs(check.error) for check in self.checks if check.held_out), default=0.0)

    def as_json(self) -> dict[str, Any]:
        """The fields under their names, and what is wanted."""
        return {
            "costs": asdict(self.costs),
            "checks": [check.as_json() for check in self.checks],
            "largest_error": self.largest_error,
            "need": asdict(self.need),
            "wanted": {"largest_error": WANTED_ERROR},
        }


def capacity(cells: Sequence[Cell], terms: Terms) -> Capacity:
    """Fit the model to the cells that are not held out, and check it on all; the load of the
    cameras is the last cell's.
    """
    costs = fitted([cell for cell in cells if not cell.held_out])
    checks = tuple(
        Check(
            cell.load,
            cell.watchlist,
            cell.held_out,
            cell.per_s.high,
            1e3 * cell.workers / costs.per_frame_ms(cell.size_px, cell.faces, cell.watchlist),
        )
        for cell in cells
    )
    last = cells[-1]
    asked = need(costs, terms.cameras, terms.fps, last.size_px, last.faces, last.watchlist)
    return Capacity(costs, checks, asked)


def fitted(cells: Sequence[Cell]) -> Costs:
    """Non-negative least squares of relative errors (Lawson & Hanson 1974).

    Raises SettingsError for fewer cells than there are costs.
    """
    wanted = len(Costs.__dataclass_fields__)
    if len(cells) < wanted:
        raise SettingsError(
            f"capacity: got {counted(len(cells), 'cell')} of the grid to fit, wanted {wanted} or"
            " more"
        )
    counts = np.array([_counts(cell.size_px, cell.faces, cell.watchlist) for cell in cells])
    measured_ms = np.array([cell.frame_ms for cell in cells])
    found, _ = nnls(counts / measured_ms[:, None], np.ones(len(cells)))
    return Costs(*found.tolist())


def need(
    costs: Costs,
    cameras: int,
    fps: float,
    size_px: tuple[int, int],
    faces: float,
    watchlist: int,
) -> Need:
    """How many workers so many cameras want, on cores as busy as those that were measured.

    >>> need(Costs(0.0, 0.0, 10.0, 0.0, 0.0), 20, 5.0, (640, 384), 1.0, 100).workers
    2
    """
    frame_ms = costs.per_frame_ms(size_px, faces, watchlist)
    busy = cameras * fps * frame_ms / 1e3
    wanted = max(math.ceil(busy / HIGHEST_BUSY - 1e-9), 1)
    return Need(cameras, fps, size_px, faces, watchlist, frame_ms, busy, wanted)


def _counts(size_px: tuple[int, int], faces: float, watchlist: int) -> NDArray[np.float64]:
    """What the costs are multiplied by, in their order."""
    megatemplates = watchlist / 1e6
    megapixels = size_px[0] * size_px[1] / 1e6
    searched = (min(faces, 1.0) * megatemplates, faces * megatemplates)
    return np.array([megapixels, megapixels**2, faces, *searched])
