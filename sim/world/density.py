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
and whichever way the floor is turned; along the middle itself the cell above counts, and above is
where the place says (`_facing`): many ways lead along the middle of a floor."""
AWRY = 0.1
"""So far, in radians, the quarters of a circle in which an entrance may lie are turned: few lie on
an edge of those."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of CELL_M, row after row and floor after floor, by the levels' numbers; a place moved
    or turned has the same cells, moved or turned.

    `axes` (2, 2) are unit vectors along the walls, `middle_m` (2,) is the middle of the rectangle
    around all floors in their directions, `low` (2,) the first cell's place from the middle in
    cells, `area_m2` the walkable area of each cell, at least a quarter of it.
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
    axes = _facing(place, middle @ axes, axes)
    local = np.concatenate(outlines) @ axes.T
    middle = (local.min(0) + local.max(0)) / 2
    low = -np.ceil(np.ptp(local, axis=0) / 2 / CELL_M - ON_EDGE).astype(np.int64)
    area = [_areas(level.venue.floor, middle, axes, low) for level in place.levels]
    columns = int(-2 * low[1])
    area_m2 = np.maximum(np.concatenate(area), CELL_M**2 / 4)
    return Cells(middle @ axes, axes, low, columns, area_m2)


def _facing(place: Place, middle_m: Floats, axes: Floats) -> Floats:
    """The axes by so many quarters of a circle further that the first of entrances, shops' doors
    and landings which is not in the middle lies before it: a turned place has the same ones.
    """
    spots = [entrance.area.centroid.coords[0] for _, entrance in place.entrances]
    spots += [shop.door_m for _, shop in place.shops]
    spots += [one.area.centroid.coords[0] for link in place.links for one in link.landings]
    for spot in spots:
        ahead, aside = axes @ (np.asarray(spot) - middle_m)
        if np.hypot(ahead, aside) > ON_EDGE:
            quarters = int((np.arctan2(aside, ahead) + np.pi / 4 + AWRY) // (np.pi / 2))
            return np.asarray(np.linalg.matrix_power([[0, 1], [-1, 0]], quarters % 4) @ axes)
    return axes


def _areas(floor: shapely.Polygon, middle: Floats, axes: Floats, low: NDArray[np.int64]) -> Floats:
    """How much of each cell is floor."""
    rows, columns = (-2 * low).tolist()
    square, area = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]), np.empty(rows * columns)
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
