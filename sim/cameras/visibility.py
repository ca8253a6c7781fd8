"""What of a floor a camera can see past walls, shops, kiosks and pillars."""

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.schema import Camera
from scenarios.venue import Venue

Floats = NDArray[np.floating[Any]]

CELL_M = 0.25
GLANCE = 1e-6
"""Radians by which rays pass a corner on either side."""
FAN = 360
"""Rays spread evenly, for the round edge of what is within reach."""


def sight(venue: Venue) -> shapely.Polygon:
    """Where one can see: the floor and what stands low on it, not what is beyond its walls."""
    parts = shapely.get_parts(shapely.union_all([venue.floor, *venue.low]))
    return max(parts, key=lambda part: part.intersection(venue.floor).area)


def wall_segments(seen: shapely.Polygon) -> Floats:
    """(n, 4) x1 y1 x2 y2 of the edges that end sight."""
    rings = [np.asarray(ring.coords)[:, :2] for ring in (seen.exterior, *seen.interiors)]
    return np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])


def visible_area(at_m: tuple[float, float], walls: Floats, reach_m: float) -> shapely.Geometry:
    """All within reach that a straight line from `at_m` meets before any wall."""
    away = walls[:, :2] - at_m
    corners = np.arctan2(away[:, 1], away[:, 0])
    fan = np.linspace(-np.pi, np.pi, FAN, endpoint=False)
    angles = np.sort(np.concatenate([corners - GLANCE, corners, corners + GLANCE, fan]))
    towards = np.stack([np.cos(angles), np.sin(angles)], 1)
    length = np.minimum(_first_hits(np.asarray(at_m), towards, walls), reach_m)
    return shapely.Polygon(np.asarray(at_m) + towards * length[:, None]).buffer(0)


def _first_hits(at: Floats, towards: Floats, walls: Floats) -> Floats:
    """Distance (k,) along unit vectors (k, 2) to the nearest wall, infinite if there is none."""
    start, edge = walls[:, :2] - at, walls[:, 2:] - walls[:, :2]
    dx, dy = towards[:, :1], towards[:, 1:]
    cross = dx * edge[:, 1] - dy * edge[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (start[:, 0] * edge[:, 1] - start[:, 1] * edge[:, 0]) / cross
        share = (start[:, 0] * dy - start[:, 1] * dx) / cross
    met = (share >= -1e-9) & (share <= 1 + 1e-9) & (along > 1e-6)
    found: Floats = np.where(met, along, np.inf).min(1)
    return found


class Sight:
    """One camera's visible area, asked about many points: a raster, exact at its edges."""

    def __init__(self, camera: Camera, venue: Venue, reach_m: float) -> None:
        walls = wall_segments(sight(venue))
        self.area = visible_area(camera.at_m, walls, reach_m)
        shapely.prepare(self.area)
        self.x0, self.y0, x1, y1 = self.area.bounds
        self.columns = int((x1 - self.x0) // CELL_M) + 1
        self.rows = int((y1 - self.y0) // CELL_M) + 1

    def sees(self, x_m: Floats, y_m: Floats) -> NDArray[np.bool_]:
        """Whether no wall hides the points (n,)."""
        column, row = (x_m - self.x0) // CELL_M, (y_m - self.y0) // CELL_M
        near = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        found = np.zeros(len(x_m), np.int8)
        cell = row[near].astype(np.int64) * self.columns + column[near].astype(np.int64)
        found[near] = self._cells[cell]
        edge = np.flatnonzero(found == 1)
        found[edge] = 2 * shapely.contains_xy(self.area, x_m[edge], y_m[edge])
        seen: NDArray[np.bool_] = found == 2
        return seen

    @cached_property
    def _cells(self) -> NDArray[np.int8]:
        """2 for cells seen whole, 1 for those seen in part, 0 for the rest; row after row."""
        y, x = np.divmod(np.arange(self.rows * self.columns), self.columns)
        low_x, low_y = self.x0 + x * CELL_M, self.y0 + y * CELL_M
        boxes = shapely.box(low_x, low_y, low_x + CELL_M, low_y + CELL_M)
        touched = shapely.intersects(self.area, boxes)
        whole = np.zeros(len(boxes), bool)
        whole[touched] = shapely.contains_properly(self.area, boxes[touched])
        seen: NDArray[np.int8] = touched.astype(np.int8) + whole
        return seen
