"""Straight lines over an area: which of them stay in it, as GEOS has it, in a fraction of the time.

An edge that a line crosses for certain is found among the few that lie in the cells of a grid which
the line passes; only where rounding could tell otherwise, as along a wall, GEOS itself is asked.
"""

from functools import cached_property
from typing import Any

import numba as nb
import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

FREE, UNSURE, BLOCKED = 0, 1, 2
ROUNDED = 1e-14
"""Of what is subtracted for the side of a line on which a point lies, rounding is at most 4e-16
(Shewchuk 1997, ccwerrboundA)."""
MOST_CELLS = 256
"""Cells of the grid in a row."""
MARGIN, UPRIGHT = 1e-3, 0.1
"""Of a cell: by so much edges and lines reach into the next, which is more than rounding does, also
where a line is not taken to be upright since it goes further to the side."""


class Barriers:
    """The edges of an area, a polygon or several."""

    def __init__(self, area: shapely.Geometry) -> None:
        self.area = area
        shapely.prepare(self.area)

    def covers(self, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
        """Whether the area covers the lines (n,) from starts to ends (n, 2)."""
        verdict = _verdicts(np.ascontiguousarray(starts), np.ascontiguousarray(ends), *self._grid)
        found: NDArray[np.bool_] = verdict == FREE
        found[found] = shapely.contains_xy(self.area, starts[found])
        unsure = np.flatnonzero(verdict == UNSURE)
        lines = shapely.linestrings(np.stack([starts[unsure], ends[unsure]], 1))
        found[unsure] = shapely.covers(self.area, lines)
        return found

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Whether points (n, 2) lie in the area or on its edge."""
        found: NDArray[np.bool_] = shapely.intersects_xy(self.area, points)
        return found

    @cached_property
    def _grid(self) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64], Floats, int, int]:
        """Edges (n, 4) x1 y1 x2 y2, their numbers cell by cell, where each cell's begin, the grid's
        corner and the size of its cells, columns and rows.
        """
        edge = _edges(self.area)
        if not len(edge):
            return edge, np.empty(0, np.int64), np.zeros(2, np.int64), np.array([0, 0, 1.0]), 1, 1
        low = np.minimum(edge[:, :2], edge[:, 2:]).min(0)
        wide = np.maximum(edge[:, :2], edge[:, 2:]).max(0) - low
        cell = float(wide.max()) / min(MOST_CELLS, 1 + int(np.sqrt(len(edge)))) or 1.0
        columns, rows = (int(size // cell) + 1 for size in wide)
        place = np.array([*low, cell])
        return edge, *_sorted(edge, place, columns, rows), place, columns, rows


def _edges(area: shapely.Geometry) -> Floats:
    rings = shapely.get_rings(shapely.get_parts(area))
    at = [shapely.get_coordinates(ring) for ring in rings]
    return np.concatenate([np.empty((0, 4)), *(np.hstack([one[:-1], one[1:]]) for one in at)])


def _sorted(
    edge: Floats, place: Floats, columns: int, rows: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of the edges, cell by cell, in each that their bounds touch; where cells begin."""
    low, high = np.minimum(edge[:, :2], edge[:, 2:]), np.maximum(edge[:, :2], edge[:, 2:])
    last = np.array([columns, rows]) - 1.0
    first = np.maximum(np.floor((low - place[:2]) / place[2] - MARGIN), 0.0).astype(np.int64)
    end = np.minimum(np.floor((high - place[:2]) / place[2] + MARGIN), last).astype(np.int64) + 1
    across, up = np.maximum(end - first, 0).T
    held = np.repeat(np.arange(len(edge)), across * up)
    turn = np.arange(len(held)) - np.repeat(np.cumsum(across * up) - across * up, across * up)
    column, row = first[held].T + np.stack(np.divmod(turn, up[held]))
    cell = column * rows + row
    begins = np.searchsorted(np.sort(cell), np.arange(columns * rows + 1))
    return held[np.argsort(cell, kind="stable")], begins.astype(np.int64)


@nb.njit(cache=True)
def _span(low, high, begin, cell, count) -> tuple[int, int]:  # type: ignore[no-untyped-def]  # numba types
    """The first cell from `low` to `high` and the one after the last, as far as there are any."""
    first = np.floor((low - begin) / cell - MARGIN)
    last = np.floor((high - begin) / cell + MARGIN)
    return int(max(first, 0.0)), int(min(last, count - 1.0)) + 1


@nb.njit(cache=True)
def _verdicts(starts, ends, edge, held, begins, place, columns, rows) -> NDArray[np.int8]:  # type: ignore[no-untyped-def]  # numba types
    """Of each line whether it crosses no edge, one, or nobody knows."""
    found = np.empty(len(starts), np.int8)
    for i in range(len(starts)):
        ax, ay, bx, by = starts[i, 0], starts[i, 1], ends[i, 0], ends[i, 1]
        verdict = UNSURE if ax == bx and ay == by else FREE
        first, end = _span(min(ax, bx), max(ax, bx), place[0], place[2], columns)
        for step in range(end - first):
            column = first + step if ax <= bx else end - 1 - step
            low, high = _rise(ax, ay, bx, by, place[0] + column * place[2], place[2])
            bottom, top = _span(low, high, place[1], place[2], rows)
            for cell in range(column * rows + bottom, column * rows + top):
                for k in range(begins[cell], begins[cell + 1]):
                    verdict = max(verdict, _crossed(ax, ay, bx, by, edge[held[k]]))
                    if verdict == BLOCKED:
                        break
                if verdict == BLOCKED:
                    break
            if verdict == BLOCKED:
                break
        found[i] = verdict
    return found


@nb.njit(cache=True)
def _rise(ax, ay, bx, by, begin, cell) -> tuple[float, float]:  # type: ignore[no-untyped-def]  # numba types
    """From where to where a line rises over a column, and the margins beside it."""
    if abs(bx - ax) <= cell * UPRIGHT:
        return min(ay, by), max(ay, by)
    one = (begin - cell * MARGIN - ax) / (bx - ax)
    other = (begin + cell * (1 + MARGIN) - ax) / (bx - ax)
    first, last = max(min(one, other), 0.0), min(max(one, other), 1.0)
    there, then = ay + first * (by - ay), ay + last * (by - ay)
    return min(there, then), max(there, then)


@nb.njit(cache=True)
def _crossed(ax, ay, bx, by, edge) -> int:  # type: ignore[no-untyped-def]  # numba types
    """Whether a line crosses an edge in a point inside both, for certain."""
    px, py, qx, qy = edge[0], edge[1], edge[2], edge[3]
    here, there = _side(ax, ay, bx, by, px, py), _side(ax, ay, bx, by, qx, qy)
    if here * there > 0:
        return FREE
    mine, other = _side(px, py, qx, qy, ax, ay), _side(px, py, qx, qy, bx, by)
    if mine * other > 0:
        return FREE
    return BLOCKED if here * there * mine * other != 0 else UNSURE


@nb.njit(cache=True)
def _side(ax, ay, bx, by, x, y) -> int:  # type: ignore[no-untyped-def]  # numba types
    """On which side of a line a point lies: 1 or -1, and 0 where rounding could tell otherwise."""
    left, right = (bx - ax) * (y - ay), (by - ay) * (x - ax)
    if abs(left - right) <= ROUNDED * (abs(left) + abs(right)):
        return 0
    return 1 if left > right else -1
