"""Strands as lines in a picture, lit along their length."""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.lights import Light

Floats = NDArray[np.floating[Any]]
STRAND_DM = 0.01
"""How wide a strand is drawn, standing for several hairs; at least a pixel."""


def strand_light(place: Floats, colour: Floats, middle: Floats, light: Light) -> Floats:
    """(n, k - 1, 3) light from the pieces of strands (after Kajiya & Kay 1989)."""
    key = light.direction("key")
    along = np.diff(place, axis=1)
    along = along / (np.linalg.norm(along, axis=2, keepdims=True) + 1e-9)
    out = place[:, :-1] - middle
    out = out / (np.linalg.norm(out, axis=2, keepdims=True) + 1e-9)
    open_ = (0.45 + 0.75 * (out @ key)).clip(0.08, 1)[..., None]
    diffuse = np.sqrt(np.maximum(0, 1 - (along @ key) ** 2))[..., None] * open_
    ambient = (np.array(light.sky_rgb) * 0.75 + np.array(light.fill_rgb) * 0.3) * (
        0.75 + 0.25 * out[..., 1:2]
    )
    tip = np.linspace(0.55, 1.0, place.shape[1] - 1)[None, :, None]
    half = key + np.array([0, 0, 1], np.float32)
    half = half / np.linalg.norm(half)
    glint = np.maximum(0, 1 - (along @ half) ** 2)[..., None] ** 24 * 0.8 * open_
    tint = colour[:, None, :]
    lit: Floats = tint * tip * (diffuse * light.key_rgb + ambient)
    gloss: Floats = glint * np.array(light.key_rgb) * (0.3 * tint + 0.015)
    return lit + gloss


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
                    linear[y, x] = colour[s, k]
                    alpha[y, x] = 1.0
