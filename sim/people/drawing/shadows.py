"""What the key light reaches on a head, from a depth map along it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.raster import Buffers

Floats = NDArray[np.floating[Any]]
SHADOW_PX = 256
BIAS_DM = 0.05
"""How much nearer to the light something has to be to throw a shadow on skin."""
SPREAD_PX = (-1.5, 0, 1.5)


@dataclass(frozen=True, slots=True)
class Shadow:
    """`depth` (SHADOW_PX, SHADOW_PX) along the light, whose `axes` (3, 3) are columns; `low` (2,)
    is its corner and `scale` its pixels a decimetre.
    """

    depth: NDArray[np.float32]
    axes: NDArray[np.float32]
    low: NDArray[np.float32]
    scale: float

    def reached(self, seen: Floats) -> Floats:
        """(n,) share of the key light that reaches each place, softly."""
        points = seen @ self.axes
        soft = np.zeros(len(points), np.float32)
        for dx in SPREAD_PX:
            for dy in SPREAD_PX:
                x, y = ((points[:, k] - self.low[k]) * self.scale for k in (0, 1))
                column = (x + dx).astype(int).clip(0, SHADOW_PX - 1)
                row = (y + dy).astype(int).clip(0, SHADOW_PX - 1)
                soft += self.depth[row, column] < points[:, 2] + BIAS_DM
        return soft / 9


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
