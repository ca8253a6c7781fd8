"""Hair gathered behind or above the head: a ponytail's tail, a bun's coil."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

TAIL, BUN = 2500, 3500
"""How many strands make a ponytail's tail and a bun."""


def tail(at: Floats, rng: np.random.Generator) -> Floats:
    """Strands (n, k, 3) that leave a point of the back of the head and hang down."""
    long, wide = rng.uniform(1.1, 2.2), rng.uniform(0.12, 0.2)
    t = np.linspace(0, 1, 12)
    own = rng.normal(0, 1, (TAIL, 1, 3)) * [1, 0.3, 1]
    own /= np.maximum(np.linalg.norm(own, axis=2, keepdims=True), 1)
    swell = wide * np.interp(t, [0, 0.15, 0.5, 1], [0.35, 0.8, 1, 0.45])
    back = 0.28 * (1 - np.exp(-5 * t))
    share = (1 - 0.15 * rng.random((TAIL, 1))) * t
    way = np.stack([np.zeros_like(t), np.zeros_like(t), -back], 1)
    points = at + way + own * swell[None, :, None]
    points[..., 1] -= long * (share - 0.12 * np.sin(np.pi * np.minimum(4 * share, 1)))
    return points.astype(np.float32)


def bun(at: Floats, outward: Floats, rng: np.random.Generator) -> Floats:
    """Strands (n, k, 3) that coil on a flattened ball lying against the head."""
    radius, turn = rng.uniform(0.22, 0.36), np.linspace(0, 1.9 * np.pi, 12)
    lift = np.arcsin(rng.uniform(-1, 1, (BUN, 1))) + 0.12 * np.sin(3 * turn)
    angle = rng.uniform(0, 2 * np.pi, (BUN, 1)) + turn
    around = np.cross(outward, [1.0, 0.0, 0.01])
    around /= np.linalg.norm(around)
    axes = np.stack([around, np.cross(outward, around), outward])
    shell = radius * (0.93 + 0.07 * rng.random((BUN, 1)))
    own = np.stack(
        [np.cos(lift) * np.cos(angle), np.cos(lift) * np.sin(angle), 0.75 * np.sin(lift)], 2
    )
    points = at + 0.4 * radius * outward + shell[..., None] * (own @ axes)
    return np.asarray(points, np.float32)
