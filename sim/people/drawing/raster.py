"""Triangles to pixels: a depth buffer with the triangle and weights that won each pixel."""

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


SLACK_PX, LEVEL_PX = 1e-3, 1e-3
"""By how much what is looked at of a row is too wide, which is far more than rounding takes away;
edges that rise less than so much leave it as wide as it was.
"""
NEVER = 1e9


@nb.njit(cache=True, fastmath=True)
def raster(points: Floats, triangles, depth, winner, w1, w2) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Draw triangles (m, 3) over points (n, 3): x, y in pixels, z nearer when larger.

    Fills, where a triangle is nearest, `depth` (h, w), `winner` (its number) and the weights
    `w1`, `w2` of its second and third corner.
    """
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = np.uint32(triangles[t, 0]), np.uint32(triangles[t, 1]), np.uint32(triangles[t, 2])
        y0, y1, y2 = points[a, 1], points[b, 1], points[c, 1]
        top = max(math.ceil(min(y0, y1, y2) - 0.5), 0)
        bottom = min(math.floor(max(y0, y1, y2) - 0.5), height - 1)
        if top > bottom:  # below the picture, or between two rows, as many are
            continue
        x0, x1, x2 = points[a, 0], points[b, 0], points[c, 0]
        left = max(math.ceil(min(x0, x1, x2) - 0.5), 0)
        right = min(math.floor(max(x0, x1, x2) - 0.5), width - 1)
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if left > right or abs(area) < 1e-12:
            continue
        z0, z1, z2 = points[a, 2], points[b, 2], points[c, 2]
        side = 1.0 if area > 0 else -1.0
        rise1, run1 = side * (y2 - y0), side * (x2 - x0)
        rise2, run2 = side * (y0 - y1), side * (x0 - x1)
        from1, at1, to1, end1 = _crossing(rise1, run1, 0.0)
        from2, at2, to2, end2 = _crossing(rise2, run2, 0.0)
        from3, at3, to3, end3 = _crossing(-rise1 - rise2, -run1 - run2, abs(area))
        first, last = left + 0.5 - SLACK_PX - x0, right + 0.5 + SLACK_PX - x0
        for y in range(top, bottom + 1):
            down, entered = y + 0.5 - y0, False
            low = max(from1 * down + at1, from2 * down + at2, from3 * down + at3, first)
            high = min(to1 * down + end1, to2 * down + end2, to3 * down + end3, last)
            for x in range(math.ceil(low + (x0 - 0.5)), math.floor(high + (x0 - 0.5)) + 1):
                along = x + 0.5 - x0
                v1 = (along * (y2 - y0) - (x2 - x0) * down) / area
                v2 = ((x1 - x0) * down - along * (y1 - y0)) / area
                if v1 < 0 or v2 < 0 or v1 + v2 > 1:
                    if entered:
                        break
                    continue
                entered = True
                z = (1 - v1 - v2) * z0 + v1 * z1 + v2 * z2
                if z > depth[y, x]:
                    depth[y, x], winner[y, x] = z, t
                    w1[y, x], w2[y, x] = v1, v2


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _crossing(rise, run, more) -> tuple[float, float, float, float]:  # type: ignore[no-untyped-def]  # numba types
    """Where rows cross the edge at which along * rise - down * run + more is 0: how much further
    along that is for each one down, and at 0 down; first of an edge that rows enter by, then of one
    that they leave by. The other of the two is never met.
    """
    if rise > LEVEL_PX:
        return run / rise, -more / rise - SLACK_PX, 0.0, NEVER
    if rise < -LEVEL_PX:
        return 0.0, -NEVER, run / rise, -more / rise + SLACK_PX
    return 0.0, -NEVER, 0.0, NEVER


@nb.njit(cache=True, fastmath=True)
def normals(vertices: Floats, triangles) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    """(n, 3) unit normals of vertices, weighted by the area of their triangles."""
    found = np.zeros_like(vertices)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux = vertices[b, 0] - vertices[a, 0]
        uy = vertices[b, 1] - vertices[a, 1]
        uz = vertices[b, 2] - vertices[a, 2]
        vx = vertices[c, 0] - vertices[a, 0]
        vy = vertices[c, 1] - vertices[a, 1]
        vz = vertices[c, 2] - vertices[a, 2]
        x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for k in (a, b, c):
            found[k, 0] += x
            found[k, 1] += y
            found[k, 2] += z
    for i in range(vertices.shape[0]):
        length = math.sqrt(found[i, 0] ** 2 + found[i, 1] ** 2 + found[i, 2] ** 2) + 1e-12
        for k in range(3):  # an assigned row would have Numba compile how to tell of a wrong length
            found[i, k] /= length
    return found


class Buffers:
    """What `raster` fills: `winner` is -1 where nothing was drawn."""

    def __init__(self, height: int, width: int) -> None:
        self.depth = np.full((height, width), -1e9, np.float32)
        self.winner = np.full((height, width), -1, np.int32)
        self.w1 = np.zeros((height, width), np.float32)
        self.w2 = np.zeros((height, width), np.float32)

    def draw(self, points: Floats, triangles: NDArray[np.int32]) -> None:
        """Add triangles to what is there."""
        raster(points, triangles, self.depth, self.winner, self.w1, self.w2)

    def interpolate(self, values: Floats, triangles: NDArray[np.int32]) -> Floats:
        """(h, w, k) values (n, k) of the corners, blended at each pixel."""
        corners = triangles[np.maximum(self.winner, 0)]
        w1, w2 = self.w1[..., None], self.w2[..., None]
        a, b, c = (values[corners[..., k]] for k in range(3))
        blended: Floats = a * (1 - w1 - w2) + b * w1 + c * w2
        return blended
