"""Glasses as lines: two rims, a bridge and two temples."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.strands import Strands

Floats = NDArray[np.floating[Any]]


def glasses(kind: int, left: Floats, right: Floats) -> Strands:
    """Two rims, a bridge and two temples, each of a few lines side by side."""
    wide, high, power = ((0.24, 0.2, 2), (0.26, 0.17, 4), (0.27, 0.2, 3), (0.25, 0.13, 5))[kind - 1]
    apart, z = left[0] - right[0], max(left[2], right[2]) + 0.26
    wide, middle = min(wide, apart / 2 - 0.03), (left[0] + right[0]) / 2
    t = np.linspace(0, 2 * np.pi, 60)
    round_x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / power)
    round_y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** (2 / power)
    lines = []
    for eye in (left, right):
        x = eye[0] + round_x * wide
        lines.append(np.stack([x, eye[1] - 0.02 + round_y * high, z - 0.4 * (x - middle) ** 2], 1))
    bridge = np.linspace(right[0] + wide, left[0] - wide, 60)
    lines.append(np.stack([bridge, np.full(60, left[1] + 0.03), np.full(60, z)], 1))
    for eye, side in ((left, 1), (right, -1)):
        x = eye[0] + side * (wide + np.interp(np.linspace(0, 1, 60), [0, 0.12, 1], [0, 0.12, 0.17]))
        back = np.linspace(z - 0.12, z - 1.15, 60)
        lines.append(np.stack([x, np.full(60, eye[1] + 0.06), back], 1))
    shifts = [np.array([0, d, 0]) for d in (-0.012, 0.0, 0.012)]
    points = np.stack([line + shift for line in lines for shift in shifts])
    colour = np.tile([0.15, 0.14, 0.13] if kind == 3 else [0.02, 0.018, 0.018], (len(points), 1))
    return Strands(points.astype(np.float32), colour.astype(np.float32))
