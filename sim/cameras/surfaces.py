"""What a camera's rays meet: walls by what they belong to, low things, floor and ceiling."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numba as nb
import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.cameras import optics
from sim.cameras.visibility import sight

Floats = NDArray[np.floating[Any]]

SHOP, DOORS, KIOSK, PILLAR, PLAIN, LOW = range(6)
"""Kinds of walls; `Walls.owner` is the number of the shop, entrance or block, else -1."""
FLOOR, CEILING = -1, -2
PILLAR_M2 = 2.0
"""Things on the floor with a smaller outline are pillars."""
DOORS_M = 0.5
"""Outer walls so near to an entrance's area are its doors."""
LOW_M = 0.45
"""Height of benches and planters."""
ABOVE_M = 0.5
"""The ceiling is at least so far above the camera, whatever the venue says."""


@dataclass(frozen=True, slots=True)
class Walls:
    """Upright surfaces on the segments (n, 4) x1 y1 x2 y2; all but LOW ones reach the ceiling."""

    segment: Floats
    kind: NDArray[np.int8]
    owner: NDArray[np.int16]

    @property
    def length_m(self) -> Floats:
        """(n,) of the segments."""
        found: Floats = np.hypot(*(self.segment[:, 2:] - self.segment[:, :2]).T)
        return found


@dataclass(frozen=True, slots=True)
class Hits:
    """What each ray (n,) meets first: `wall` its number, FLOOR or CEILING; `at_m` (n, 3) where;
    `along_m` from the wall's start; `ahead_m` its distance along the camera's level heading.
    """

    wall: NDArray[np.int32]
    at_m: Floats
    along_m: Floats
    ahead_m: Floats


def walls_of(venue: Venue) -> Walls:
    """Every wall of the venue and the sides of what stands low."""
    seen = sight(venue)
    parts: list[tuple[shapely.Geometry, int, int]] = []
    rest = seen.boundary
    owners = [(SHOP, shop.outline.boundary) for shop in venue.shops]
    owners += [(DOORS, door.area.buffer(DOORS_M, join_style="mitre")) for door in venue.entrances]
    numbers = [*range(len(venue.shops)), *range(len(venue.entrances))]
    for (kind, outline), number in zip(owners, numbers, strict=True):
        parts.append((shapely.intersection(rest, outline), kind, number))
        rest = shapely.difference(rest, outline)
    for number, block in enumerate(map(shapely.Polygon, seen.interiors)):
        kind = PILLAR if block.area < PILLAR_M2 else KIOSK
        parts.append((shapely.intersection(rest, block.boundary), kind, number))
        rest = shapely.difference(rest, block.boundary)
    parts.append((rest, PLAIN, -1))
    parts += [(low.boundary, LOW, -1) for low in venue.low]
    rows = [(*ends, *about) for line, *about in parts for ends in _segments(line)]
    table = np.array(rows, np.float64)
    return Walls(table[:, :4], table[:, 4].astype(np.int8), table[:, 5].astype(np.int16))


def _segments(line: shapely.Geometry) -> list[tuple[float, ...]]:
    pieces = shapely.get_parts(shapely.line_merge(line) if line.geom_type != "LineString" else line)
    found = []
    for piece in pieces:
        xy = shapely.get_coordinates(piece)
        if piece.geom_type != "Point":
            found += [(*a, *b) for a, b in pairwise(xy)]
    return found


def hits(camera: Camera, venue: Venue, walls: Walls, uv_px: Floats) -> Hits:
    """What the rays through pixels (n, 2) meet first."""
    towards, start = optics.rays(camera, uv_px), optics.station(camera)
    wall = np.empty(len(uv_px), np.int32)
    reach, along = np.empty(len(uv_px)), np.zeros(len(uv_px))
    ceiling = max(venue.ceiling_m, float(start[2]) + ABOVE_M)
    height = np.where(walls.kind == LOW, LOW_M, np.inf)
    _cast(start, towards, walls.segment, height, ceiling, wall, reach, along)
    _meet_tops(venue, walls, start, towards, wall, reach)
    at = start + towards * reach[:, None]
    heading = np.radians(camera.heading_deg)
    ahead = (at[:, :2] - start[:2]) @ [np.cos(heading), np.sin(heading)]
    return Hits(wall, at, along, np.where(wall >= 0, ahead, np.inf))


def _meet_tops(
    venue: Venue, walls: Walls, start: Floats, towards: Floats, wall: NDArray[Any], reach: Floats
) -> None:
    """Rays that come down on the top of something low stop there; its first side owns the top."""
    sides = np.flatnonzero(walls.kind == LOW)
    if not len(sides) or start[2] <= LOW_M:
        return
    length = np.where(towards[:, 2] < 0, (LOW_M - start[2]) / towards[:, 2], np.inf)
    rows = np.flatnonzero(length < reach)
    xy = start[:2] + towards[rows, :2] * length[rows, None]
    on = rows[shapely.contains_xy(shapely.union_all(list(venue.low)), xy[:, 0], xy[:, 1])]
    wall[on], reach[on] = sides[0], length[on]


@nb.njit(cache=True)
def _cast(start, towards, segment, height, ceiling, wall, reach, along) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill what rays (n, 3) from `start` meet, how many times their length away, and where."""
    for i in range(len(towards)):
        dx, dy, dz = towards[i, 0], towards[i, 1], towards[i, 2]
        best, found = np.inf, FLOOR
        if dz < 0:
            best = -start[2] / dz
        elif dz > 0:
            best, found = (ceiling - start[2]) / dz, CEILING
        for k in range(len(segment)):
            ox, oy = segment[k, 0] - start[0], segment[k, 1] - start[1]
            ex, ey = segment[k, 2] - segment[k, 0], segment[k, 3] - segment[k, 1]
            cross = dx * ey - dy * ex
            if abs(cross) < 1e-12:
                continue
            t = (ox * ey - oy * ex) / cross
            if t <= 1e-6 or t >= best:
                continue
            share = (ox * dy - oy * dx) / cross
            if share < 0 or share > 1 or start[2] + t * dz > height[k]:
                continue
            best, found = t, k
            along[i] = share * (ex * ex + ey * ey) ** 0.5
        wall[i], reach[i] = found, best
