"""The one definition of who is seen: near and far limits, walls, and the lens's picture.

Whose face is sighted is always drawn, too: everybody of whom the picture may show some part is, and
that is asked with the same limits and the same walls, only more generously.
"""

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.sensor.lens import Lens

Floats = NDArray[np.floating[Any]]

NEAR_M, FINEST_PX_PER_M = 0.8, 4000.0
"""Whose eyes are at a smaller depth is too near to the lens to be seen, and so is who would be
drawn finer: some 250 px between the eyes, and a gigabyte to draw one person."""
LEAST_FRONTAL_PX = 6.0
"""Faces of fewer pixels between the eyes are not counted as seen: nothing can be made of them."""
FAR_M = 90.0
"""People are drawn as far away at least, and farther where a face is still large enough."""
TALLEST_M = 2.5
"""Nobody's eyes are as high."""
SHOULDER_M, CROWN_M, CHIN_M = 0.5, 0.3, 0.2
"""Half of what a striding person takes up, and what there is above and below the eyes, generously.
"""
WHEELED_M = 1.5
"""So far around them reach people with prams and trolleys."""

CELL_M, MOST_CELLS = 0.25, 1000
"""A raster's cells are so wide, and wider where there would be more of them in a row."""
GLANCE = 1e-6
"""Radians by which rays pass a corner on either side."""
FAN = 360
"""Rays spread evenly, for the round edge of what is within reach."""
SPARE_M = 1.0
"""Walls further away than the reach and this end no sight, whatever rounding does."""
PAIRS_AT_ONCE = 4_000_000
"""Of a ray and a wall, looked at in one go: a few hundred megabytes."""


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
    near = walls[_away_m(at_m, walls) <= reach_m + SPARE_M]
    length = np.minimum(_first_hits(np.asarray(at_m), towards, near), reach_m)
    return shapely.Polygon(np.asarray(at_m) + towards * length[:, None]).buffer(0)


def _away_m(at_m: tuple[float, float], walls: Floats) -> Floats:
    """(n,) how far away walls (n, 4) are."""
    found: Floats = shapely.distance(
        shapely.Point(at_m), shapely.linestrings(walls.reshape(-1, 2, 2))
    )
    return found


def _first_hits(at: Floats, towards: Floats, walls: Floats) -> Floats:
    """Distance (k,) along unit vectors (k, 2) to the nearest wall, infinite if there is none."""
    some = max(PAIRS_AT_ONCE // max(len(walls), 1), 1)
    parts = [_hits(at, towards[k : k + some], walls) for k in range(0, len(towards), some)]
    found: Floats = np.concatenate(parts)
    return found


def _hits(at: Floats, towards: Floats, walls: Floats) -> Floats:
    """Of some of them."""
    start, edge = walls[:, :2] - at, walls[:, 2:] - walls[:, :2]
    dx, dy = towards[:, :1], towards[:, 1:]
    cross = dx * edge[:, 1] - dy * edge[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (start[:, 0] * edge[:, 1] - start[:, 1] * edge[:, 0]) / cross
        share = (start[:, 0] * dy - start[:, 1] * dx) / cross
    met = (share >= -1e-9) & (share <= 1 + 1e-9) & (along > 1e-6)
    found: Floats = np.where(met, along, np.inf).min(1, initial=np.inf)
    return found


def face_area(camera: Camera, venue: Venue) -> shapely.Geometry:
    """Where no wall hides a face, as far as faces are large enough to be seen."""
    return visible_area(camera.at_m, wall_segments(sight(venue)), face_reach_m(camera))


def framed_area(camera: Camera, aside_m: float) -> shapely.Polygon:
    """Where people stand whose eyes, up to TALLEST_M high, may lie between the sides of the
    pinhole's picture or so much beside it: a wedge, generous where the camera looks down.
    """
    heading, tilt, half = np.radians([camera.heading_deg, camera.tilt_deg, camera.fov_deg / 2])
    deeper_m = max(np.sin(tilt) * camera.height_m, np.sin(tilt) * (camera.height_m - TALLEST_M))
    far_m = face_reach_m(camera)
    ahead_m = np.array([max(-deeper_m / np.cos(tilt), -far_m), far_m])
    wide_m = aside_m + np.tan(half) * np.maximum(np.cos(tilt) * ahead_m + deeper_m, 0)
    ahead = np.array([np.cos(heading), np.sin(heading)])
    left = np.array([-ahead[1], ahead[0]])
    middle, aside = np.outer(ahead_m, ahead), np.outer(wide_m, left)
    corners = np.concatenate([middle - aside, (middle + aside)[::-1]])
    return shapely.Polygon(camera.at_m + corners)


def body_area(camera: Camera, venue: Venue) -> shapely.Geometry:
    """Where somebody stands of whom no wall hides all: a shoulder's width beside what is seen."""
    reach_m = max(FAR_M, face_reach_m(camera))
    return visible_area(camera.at_m, wall_segments(sight(venue)), reach_m).buffer(SHOULDER_M)


def face_reach_m(camera: Camera) -> float:
    """How far away on the floor, at most, a face is large enough to be seen."""
    return optics.reach_m(Lens(camera).pinhole, LEAST_FRONTAL_PX)


def near_m(camera: Camera) -> float:
    """The depth from which on people are seen."""
    return max(NEAR_M, optics.focal_px(camera) / FINEST_PX_PER_M)


def looking(camera: Camera, time_s: Floats) -> NDArray[np.bool_]:
    """At which times (n,) a camera looks as it is said to."""
    if not camera.active_s:
        return np.ones(len(time_s), np.bool_)
    begins, ends = np.array(camera.active_s).T
    span = np.searchsorted(begins, time_s, side="right") - 1
    found: NDArray[np.bool_] = (span >= 0) & (time_s < ends[span])
    return found


def large_enough(camera: Camera, depth_m: Floats) -> NDArray[np.bool_]:
    """Whose faces (n,) by the depth of their eyes are neither too near nor too far."""
    near = near_m(camera)
    density = optics.px_per_m(camera, np.maximum(depth_m, near))
    found: NDArray[np.bool_] = depth_m > near
    return found & (INTEROCULAR_M * density >= LEAST_FRONTAL_PX)


def shown(
    camera: Camera, eyes_px: Floats, floor_px: Floats, depth_m: Floats, wide_m: Floats
) -> NDArray[np.bool_]:
    """Who (n,) has any part in the picture, with that much at either side of them.

    `eyes_px` and `floor_px` (n, 2) are of the points between the eyes and on the floor below them.
    """
    near = near_m(camera)
    density = optics.px_per_m(camera, np.maximum(depth_m, near))
    low, high = np.minimum(eyes_px, floor_px), np.maximum(eyes_px, floor_px)
    aside = wide_m * density
    beside = (high[:, 0] + aside > 0) & (low[:, 0] - aside < camera.width_px)
    top = np.minimum(eyes_px[:, 1] - CROWN_M * density, low[:, 1])
    bottom = np.maximum(eyes_px[:, 1] + CHIN_M * density, high[:, 1])
    upright = (top < camera.height_px) & (bottom > 0)
    found: NDArray[np.bool_] = (depth_m > near) & beside & upright
    return found


class Sight:
    """An area that is seen, asked about many points: once more of them were asked about than it has
    cells, by a raster, exact at its edges.
    """

    def __init__(self, area: shapely.Geometry) -> None:
        self.area = area
        shapely.prepare(self.area)
        bounds: tuple[float, ...] = area.bounds if area.area else (0.0, 0.0, 0.0, 0.0)
        self.x0, self.y0, x1, y1 = bounds
        self.cell_m = max(CELL_M, (x1 - self.x0) / MOST_CELLS, (y1 - self.y0) / MOST_CELLS)
        self.columns = int((x1 - self.x0) // self.cell_m) + 1
        self.rows = int((y1 - self.y0) // self.cell_m) + 1
        self.asked = 0

    def sees(self, x_m: Floats, y_m: Floats) -> NDArray[np.bool_]:
        """Whether no wall hides the points (n,)."""
        near = np.flatnonzero(
            (x_m >= self.x0)
            & (x_m < self.x0 + self.columns * self.cell_m)
            & (y_m >= self.y0)
            & (y_m < self.y0 + self.rows * self.cell_m)
        )
        seen = np.zeros(len(x_m), np.bool_)
        self.asked += len(near)
        if self.asked <= self.rows * self.columns:  # a raster would cost more than it saves
            seen[near] = shapely.contains_xy(self.area, x_m[near], y_m[near])
            return seen
        column = ((x_m[near] - self.x0) / self.cell_m).astype(np.int64)
        row = ((y_m[near] - self.y0) / self.cell_m).astype(np.int64)
        last = self.columns - 1, self.rows - 1  # where rounding leads beyond
        cell = np.minimum(row, last[1]) * self.columns + np.minimum(column, last[0])
        found = self._cells[cell]
        edge = np.flatnonzero(found == 1)
        found[edge] = 2 * shapely.contains_xy(self.area, x_m[near[edge]], y_m[near[edge]])
        seen[near[found == 2]] = True
        return seen

    @cached_property
    def _cells(self) -> NDArray[np.int8]:
        """2 for cells seen whole, 1 for those seen in part, 0 for the rest; row after row."""
        y, x = np.divmod(np.arange(self.rows * self.columns), self.columns)
        low_x, low_y = self.x0 + x * self.cell_m, self.y0 + y * self.cell_m
        boxes = shapely.box(low_x, low_y, low_x + self.cell_m, low_y + self.cell_m)
        touched = shapely.intersects(self.area, boxes)
        whole = np.zeros(len(boxes), bool)
        whole[touched] = shapely.contains_properly(self.area, boxes[touched])
        seen: NDArray[np.int8] = touched.astype(np.int8) + whole
        return seen
