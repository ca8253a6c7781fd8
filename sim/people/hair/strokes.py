"""Strands as lines in a picture, lit along their length."""

import math
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
STRAND_DM = 0.01
"""How wide a strand is drawn, standing for several hairs; at least a pixel."""


@nb.njit(cache=True, fastmath=True)
def strand_light(place, colour, middle, lamps, colours) -> Floats:  # type: ignore[no-untyped-def]  # numba types
    """(n, k - 1, 3) light from the pieces of strands (n, k, 3) (after Kajiya & Kay 1989); `lamps`
    and `colours` as in `sim.people.drawing.shading`.
    """
    n, pieces = place.shape[0], place.shape[1] - 1
    lit = np.zeros((n, pieces, 3), np.float32)
    key = lamps[0]
    long = math.sqrt(key[0] ** 2 + key[1] ** 2 + (key[2] + 1) ** 2)
    for s in range(n):
        for k in range(pieces):
            x, y, z = (place[s, k + 1, 0] - place[s, k, 0], place[s, k + 1, 1] - place[s, k, 1],
                       place[s, k + 1, 2] - place[s, k, 2])  # fmt: skip
            far = math.sqrt(x * x + y * y + z * z) + 1e-9
            u, v, w = (place[s, k, 0] - middle[0], place[s, k, 1] - middle[1],
                       place[s, k, 2] - middle[2])  # fmt: skip
            out = math.sqrt(u * u + v * v + w * w) + 1e-9
            along = (x * key[0] + y * key[1] + z * key[2]) / far
            open_ = 0.45 + 0.75 * (u * key[0] + v * key[1] + w * key[2]) / out
            open_ = min(max(open_, 0.08), 1.0)
            diffuse = math.sqrt(max(0.0, 1 - along**2)) * open_
            half = (along + z / far) / long
            glint = 0.8 * open_ * max(0.0, 1 - half**2) ** 24
            tip, up = 0.55 + 0.45 * k / max(pieces - 1, 1), 0.75 + 0.25 * v / out
            for c in range(3):
                ambient = (colours[2, c] * 0.75 + colours[1, c] * 0.3) * up
                lit[s, k, c] = colour[s, c] * tip * (diffuse * colours[0, c] + ambient)
                lit[s, k, c] += glint * colours[0, c] * (0.3 * colour[s, c] + 0.015)
    return lit


@nb.njit(cache=True, fastmath=True)
def lines(linear, alpha, depth, points, colour, thick) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Draw strands (n, k, 3) in pixels with depth, colours (n, k - 1, 3), `thick` pixels wide."""
    height, width = alpha.shape
    for s in range(points.shape[0]):
        for k in range(points.shape[1] - 1):
            x0, y0, z0 = points[s, k, 0], points[s, k, 1], points[s, k, 2]
            dx, dy = points[s, k + 1, 0] - x0, points[s, k + 1, 1] - y0
            dz = points[s, k + 1, 2] - z0
            steps = int(max(abs(dx), abs(dy))) + 1
            if steps > 4000:
                continue
            for i in range(steps):
                q = i / steps
                z = z0 + dz * q
                for wide in range(thick):
                    x, y = int(x0 + dx * q), int(y0 + dy * q)
                    if abs(dy) > abs(dx):
                        x += wide
                    else:
                        y += wide
                    if x < 0 or y < 0 or x >= width or y >= height or z < depth[y, x] - 0.012:
                        continue
                    depth[y, x] = max(depth[y, x], z)
                    for n in range(3):
                        linear[y, x, n] = colour[s, k, n]
                    alpha[y, x] = 1.0
