"""A level's floor in squares, and the walls that end sight: looked at once for many cameras."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import Level
from sim.cameras.visibility import sight, wall_segments
from sim.errors import SimError

Floats = NDArray[np.floating[Any]]

STEP_M = 0.5
MOST_SQUARES = 4_000_000
"""More take gigabytes, for a level kilometres long."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Squares of `step_m` whose middles lie on a level's floor, rows from south to north.

    `row` and `column` (n,) tell where square k is in a map of `shape`; `x_m`, `y_m` (n,) are the
    middles; `west_m`, `south_m` the map's corner; `walls` (m, 4) end sight.
    """

    level: Level
    step_m: float
    west_m: float
    south_m: float
    shape: tuple[int, int]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    x_m: Floats
    y_m: Floats
    walls: Floats

    def __len__(self) -> int:
        return len(self.x_m)

    @property
    def square_m2(self) -> float:
        """What one square takes up."""
        return self.step_m**2

    def raster(self, values: NDArray[Any], off: Any) -> NDArray[Any]:
        """(rows, columns) of values (n,), with `off` where there is no floor."""
        found = np.full(self.shape, off, values.dtype)
        found[self.row, self.column] = values
        return found


def ground(level: Level, step_m: float = STEP_M) -> Ground:
    """The squares of a level; SimError for more than can be held."""
    west, south, east, north = level.venue.floor.bounds
    if not step_m > 0 or (east - west) * (north - south) / step_m**2 > MOST_SQUARES:
        said = f"wanted a length by which {level.name} has at most {MOST_SQUARES:,} squares"
        raise SimError(f"step: got {step_m:g} m, {said}")
    columns = max(int(np.ceil((east - west) / step_m)), 1)
    rows = max(int(np.ceil((north - south) / step_m)), 1)
    row, column = np.divmod(np.arange(rows * columns), columns)
    x, y = west + (column + 0.5) * step_m, south + (row + 0.5) * step_m
    shapely.prepare(level.venue.floor)
    there = shapely.contains_xy(level.venue.floor, x, y)
    walls = wall_segments(sight(level.venue))
    return Ground(
        level=level, step_m=step_m, west_m=west, south_m=south, shape=(rows, columns),
        row=row[there], column=column[there], x_m=x[there], y_m=y[there], walls=walls,
    )  # fmt: skip
