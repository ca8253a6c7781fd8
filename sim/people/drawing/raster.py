"""Triangles to pixels: a depth buffer with the triangle and weights that won each pixel."""

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@nb.njit(cache=True, fastmath=True)
def raster(points: Floats, triangles, depth, winner, w1, w2) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Draw triangles (m, 3) over points (n, 3): x, y in pixels, z nearer when larger.

    Fills, where a triangle is nearest, `depth` (h, w), `winner` (its number) and the weights
    `w1`, `w2` of its second and third corner.
    """
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, z0 = points[a, 0], points[a, 1], points[a, 2]
        x1, y1, z1 = points[b, 0], points[b, 1], points[b, 2]
        x2, y2, z2 = points[c, 0], points[c, 1], points[c, 2]
        top = max(math.ceil(min(y0, y1, y2) - 0.5), 0)
        bottom = min(math.floor(max(y0, y1, y2) - 0.5), height - 1)
        if top > bottom:  # below the picture, or between two rows, as many are
            continue
        left = max(math.ceil(min(x0, x1, x2) - 0.5), 0)
        right = min(math.floor(max(x0, x1, x2) - 0.5), width - 1)
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if left > right or abs(area) < 1e-12:
            continue
        for y in range(top, bottom + 1):
            down, entered = y + 0.5 - y0, False
            for x in range(left, right + 1):
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
        found[i] /= length
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
