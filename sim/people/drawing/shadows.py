"""What the key light reaches on a head, from a depth map along it."""

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.raster import Buffers

Floats = NDArray[np.floating[Any]]
SHADOW_PX = 256
BIAS_DM = 0.05
"""How much nearer to the light something has to be to throw a shadow on skin."""
SPREAD_PX = (-1.5, 0.0, 1.5)


@dataclass(frozen=True, slots=True)
class Shadow:
    """`depth` (SHADOW_PX, SHADOW_PX) along the light, whose `axes` (3, 3) are columns; `low` (2,)
    is its corner and `scale` its pixels a decimetre.
    """

    depth: NDArray[np.float32]
    axes: NDArray[np.float32]
    low: NDArray[np.float32]
    scale: float


@nb.njit(cache=True, fastmath=True, forceinline=True)
def reached(px, py, pz, depth, axes, low, scale) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Share of the key light that reaches a place, softly, from nine looks at a `Shadow`."""
    x = (px * axes[0, 0] + py * axes[1, 0] + pz * axes[2, 0] - low[0]) * scale
    y = (px * axes[0, 1] + py * axes[1, 1] + pz * axes[2, 1] - low[1]) * scale
    high = px * axes[0, 2] + py * axes[1, 2] + pz * axes[2, 2] + BIAS_DM
    last, found = depth.shape[0] - 1, 0
    for dx in SPREAD_PX:
        for dy in SPREAD_PX:
            column, row = min(max(int(x + dx), 0), last), min(max(int(y + dy), 0), last)
            found += depth[row, column] < high
    return found / 9


def cast(key: Floats, *casting: tuple[Floats, NDArray[np.int32]]) -> Shadow:
    """The shadow of meshes (places, triangles) in the light from a direction."""
    across = np.cross(key, np.array([0.01, 1.0, 0.02]))
    across /= np.linalg.norm(across)
    axes = np.stack([across, np.cross(across, key), key], 1).astype(np.float32)
    flat = [place @ axes for place, _ in casting]
    low = np.min([one[:, :2].min(0) for one in flat if len(one)], axis=0)
    high = np.max([one[:, :2].max(0) for one in flat if len(one)], axis=0)
    scale = SHADOW_PX / float((high - low).max())
    buffers = Buffers(SHADOW_PX, SHADOW_PX)
    for one, (_, triangles) in zip(flat, casting, strict=True):
        spread = np.column_stack([(one[:, :2] - low) * scale, one[:, 2]]).astype(np.float32)
        buffers.draw(spread, triangles)
    return Shadow(buffers.depth, axes, low.astype(np.float32), scale)
