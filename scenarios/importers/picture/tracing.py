"""Masks as outlines, and where outlines of walls leave gaps."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.polygon import orient

from scenarios.checks.rings import polygons
from scenarios.importers.picture.ink import Mask

END = (0.5, 1.6)
"""How wide a wall's end is, in thicknesses of walls."""
SQUARE = 0.25
"""The cosine of a corner of a wall's end is at most so large."""
ALONE = 8.0
"""What is shorter around than so many thicknesses is a pillar, whose sides are no ends."""


def traced(mask: Mask, stair_px: float) -> list[shapely.Polygon]:
    """The outlines of what is in a mask (h, w), in pixels, x right and y down from the upper left
    corner of the picture; they are off the steps of its pixels by up to `stair_px`.
    """
    found, nesting = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    made = list[shapely.Geometry]()
    for number, ring in enumerate(found):
        if nesting[0, number, 3] >= 0:
            continue
        holes = [found[k] for k in _siblings(nesting[0], int(nesting[0, number, 2]))]
        inner = [_ring(hole, stair_px) for hole in holes]
        made.append(_area(_ring(ring, stair_px), inner))
    return polygons(shapely.union_all(made))


def _siblings(nesting: NDArray[np.int32], first: int) -> Iterator[int]:
    while first >= 0:
        yield first
        first = int(nesting[first, 0])


def _ring(contour: NDArray[Any], stair_px: float) -> shapely.LineString:
    """Through the middles of pixels, closed; of a single one twice the same."""
    points = contour[:, 0].astype(float) + 0.5
    line = shapely.LineString(np.concatenate([points, points[:1]]))
    return line.simplify(stair_px) if len(points) > 3 else line


def _area(shell: shapely.LineString, holes: Sequence[shapely.LineString]) -> shapely.Geometry:
    """What lies within a ring through middles of pixels and not within others, with the pixels of
    the rings themselves, which may be all there is.
    """
    inside = shapely.union_all([_inside(hole) for hole in holes])
    lines = shapely.union_all([shell, *holes])
    return shapely.union_all([
        (_inside(shell) - inside).buffer(0.5, join_style="mitre", mitre_limit=2.0),
        lines.buffer(0.5, cap_style="square", join_style="mitre", mitre_limit=2.0),
    ])  # fmt: skip


def _inside(ring: shapely.LineString) -> shapely.Geometry:
    points = shapely.get_coordinates(ring)
    if len(points) < 4:
        return shapely.Polygon()
    return shapely.union_all(polygons(shapely.make_valid(shapely.Polygon(points))))


def openings(walls: Sequence[shapely.Polygon], thick_m: float) -> list[shapely.LineString]:
    """The gaps between the ends of two walls that face each other, each once: nothing here knows
    how wide doors are.
    """
    ends = np.array([end for wall in walls for end in _ends(wall, thick_m)]).reshape(-1, 4)
    at, out = ends[:, :2], ends[:, 2:]
    drawn = shapely.union_all(list(walls))
    found = list[shapely.LineString]()
    for number in range(len(ends)):
        along = (at - at[number]) @ out[number]
        aside = np.abs((at - at[number]) @ np.array([-out[number, 1], out[number, 0]]))
        faces = (along > 0) & (aside <= thick_m / 2) & (out @ out[number] < SQUARE - 1)
        if not faces.any():
            continue
        other = int(np.where(faces, along, np.inf).argmin())
        line = shapely.LineString([at[number], at[other]])
        between = line.intersection(drawn).length
        if number < other and between < thick_m / 2:
            found.append(line)
    return found


def _ends(wall: shapely.Polygon, thick_m: float) -> Iterator[tuple[float, float, float, float]]:
    """The middle of each end of a wall, and the way out of it."""
    if wall.length < ALONE * thick_m:
        return
    whole = orient(wall)
    for ring in shapely.get_rings(whole):
        points = shapely.get_coordinates(ring)[:-1]
        corners = np.concatenate([points[-1:], points, points[:2]])
        sides = [np.subtract(end, begin) for begin, end in pairwise(corners)]
        for k in range(1, len(points) + 1):
            (before, side, after), length = sides[k - 1 : k + 2], float(np.hypot(*sides[k]))
            if not END[0] * thick_m <= length <= END[1] * thick_m:
                continue
            unit = side / length
            if _turns_square(before, unit) and _turns_square(unit, after):
                x, y = ((corners[k] + corners[k + 1]) / 2).tolist()
                yield x, y, float(unit[1]), float(-unit[0])


def _turns_square(one: NDArray[np.float64], two: NDArray[np.float64]) -> bool:
    """Whether the way turns left by about a right angle."""
    both = float(np.hypot(*one) * np.hypot(*two))
    turn = float(one[0] * two[1] - one[1] * two[0])
    return turn > 0 and abs(float(one @ two)) <= SQUARE * both
