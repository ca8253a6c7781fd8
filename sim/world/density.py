"""How dense the crowd is: a grid of cells over each floor, laid in the floors' own directions."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import Place

CELL_M = 2.0
SQUARE = 1e-9
"""A floor turned by less, in radians, lies along x and y."""

AT_ONCE = 100_000
"""Cells whose area is measured in one go."""
ON_EDGE = 1e-6
"""Of a cell: who walks along an edge is in the cell nearer to the middle, however the rounding goes
and whichever way the floor is turned. The middle is that of a cell, since nobody could say so of an
edge through it, and many ways lead along the middle of a floor."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of CELL_M, row after row and floor after floor, by the levels' numbers; a place moved
    or turned has the same cells, moved or turned.

    `axes` (2, 2) are unit vectors along the walls, `middle_m` (2,) is the middle of the rectangle
    around all floors in their directions and of the middle cell, `low` (2,) the first cell's place
    from that one in cells, `area_m2` the walkable area of each cell, at least a quarter of it.
    """

    middle_m: Floats
    axes: Floats
    low: NDArray[np.int64]
    columns: int
    area_m2: Floats


def cells_of(place: Place) -> Cells:
    """The cells of a place's floors."""
    outlines = [np.asarray(level.venue.floor.exterior.coords) for level in place.levels]
    axes = _axes(outlines)
    local = np.concatenate(outlines) @ axes.T
    middle = (local.min(0) + local.max(0)) / 2
    low = -np.ceil(np.ptp(local, axis=0) / 2 / CELL_M - 0.5 - ON_EDGE).clip(0).astype(np.int64)
    area = [_areas(level.venue.floor, middle, axes, low) for level in place.levels]
    columns = int(1 - 2 * low[1])
    area_m2 = np.maximum(np.concatenate(area), CELL_M**2 / 4)
    return Cells(middle @ axes, axes, low, columns, area_m2)


def _areas(floor: shapely.Polygon, middle: Floats, axes: Floats, low: NDArray[np.int64]) -> Floats:
    """How much of each cell is floor."""
    rows, columns = (1 - 2 * low).tolist()
    square, area = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) - 0.5, np.empty(rows * columns)
    shapely.prepare(floor)
    for at in range(0, len(area), AT_ONCE):
        number = np.arange(at, min(at + AT_ONCE, len(area)))
        first = np.stack(np.divmod(number, columns), 1) + low
        boxes = shapely.polygons((middle + CELL_M * (first[:, None] + square)) @ axes)
        area[number] = shapely.area(shapely.intersection(floor, boxes))
    return area


def _axes(outlines_m: list[Floats]) -> Floats:
    """Unit vectors (2, 2) along the walls, as the mean of their directions up to quarters of a
    circle, each as it is long; turned by at most 45 degrees from x and y.
    """
    walls = np.concatenate([np.diff(outline, axis=0) for outline in outlines_m])
    turns = np.hypot(*walls.T) @ np.exp(4j * np.arctan2(walls[:, 1], walls[:, 0]))
    angle = float(np.angle(turns)) / 4
    if abs(angle) < SQUARE:
        return np.eye(2)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])
