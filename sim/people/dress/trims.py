"""Collars, hoods, scarves and bags: simple solids hung on the suit and one bone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import NECK_AXIS_Z_DM

Floats = NDArray[np.floating[Any]]

AROUND, ACROSS = 40, 8
"""Steps around the neck, and along a collar's section."""


@dataclass(frozen=True, slots=True)
class Trim:
    """A solid in the base mesh's decimetres, moved by one bone; `uv` (t, 3, 2) as on cloth."""

    points: Floats
    triangles: NDArray[np.int32]
    uv: Floats
    bone: str


def collar(kind: str, thick_dm: float) -> Trim:
    """A collar around the neck, standing off as far as the garment it belongs to."""
    section = COLLARS[kind]
    angle = np.pi + np.linspace(-OPENING[kind], OPENING[kind], AROUND)
    front = 0.5 + 0.5 * np.cos(angle)
    rings = []
    for at, share in zip(angle, front, strict=True):
        out, up = section(float(share))
        wide, deep = 0.56 + thick_dm + out, 0.5 + thick_dm + out
        base = 5.93 - 0.52 * share**1.3 - 0.1 * np.sin(at) ** 2
        rings.append(
            np.stack(
                [
                    wide * np.sin(at),
                    base + up - 0.25 * out * np.sin(at) ** 2,
                    NECK_AXIS_Z_DM - 0.02 + deep * np.cos(at),
                ],
                1,
            )
        )
    return _sheet(np.stack(rings), "chest")


def bag(kind: str) -> Trim:
    """A rucksack on the back, a bag at the hip, or one to carry."""
    middle, half, power, bone = BAGS[kind]
    u, v = np.meshgrid(np.linspace(-np.pi, np.pi, 33), np.linspace(-np.pi / 2, np.pi / 2, 17))

    def bulged(values: Floats) -> Floats:
        found: Floats = np.sign(values) * np.abs(values) ** power
        return found

    across = bulged(np.cos(v))
    grid = np.stack([across * bulged(np.sin(u)), bulged(np.sin(v)), across * bulged(np.cos(u))], 2)
    return _sheet(grid * half + middle, bone)


def handles() -> Trim:
    """What a shopping bag hangs by: two cords from the hand."""
    (x, y, z), (_, high, _), _, bone = BAGS["shopping"]
    top, low = y + high + 0.75, y + high - 0.1
    cords = [
        [[[x + d, top, z + e], [x + d, low, z + 2 * side + e]] for d, e in CORD_DM]
        for side in (-0.25, 0.25)
    ]
    return _sheet(np.array(cords).reshape(-1, 2, 3), bone)


def _sheet(grid: Floats, bone: str) -> Trim:
    """A grid (a, b, 3) of points as triangles."""
    rows, columns = grid.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]
    triangles = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    ).astype(np.int32)
    points = grid.reshape(-1, 3)
    uv = points[triangles][..., :2] + np.array([0.0, 30.0])
    return Trim(points.astype(np.float32), triangles, uv.astype(np.float32), bone)


def _folded(stand: float, fall: float, point: float) -> Callable[[float], tuple[Floats, Floats]]:
    """A collar that stands and falls back over itself, longest in front."""

    def section(front: float) -> tuple[Floats, Floats]:
        tip, high = fall + point * front**6, stand * (1 - 0.8 * front**4)
        out = np.array([0.03, 0.03, 0.05, 0.1, 0.16, 0.22, 0.25, 0.23])
        up = np.array([-0.15, 0.0, 0.8 * high, high, 0.92 * high, 0.4 * high, -tip, -tip - 0.03])
        return out, up

    return section


def _rolled(back: float, front_dm: float, rise: float) -> Callable[[float], tuple[Floats, Floats]]:
    """A roll of cloth, thicker at the back."""

    def section(front: float) -> tuple[Floats, Floats]:
        thick = back + (front_dm - back) * front
        angle = np.linspace(-np.pi, np.pi, ACROSS)
        return thick * (1 + np.cos(angle)), rise + thick * np.sin(angle)

    return section


COLLARS: Mapping[str, Callable[[float], tuple[Floats, Floats]]] = {
    "shirt": _folded(0.28, 0.06, 0.2),
    "coat": _folded(0.3, 0.22, 0.35),
    "roll": _rolled(0.16, 0.16, 0.08),
    "hood": _rolled(0.34, 0.1, -0.12),
    "scarf": _rolled(0.26, 0.24, 0.1),
}
OPENING = {
    "shirt": np.pi - 0.12, "coat": np.pi - 0.3, "roll": np.pi - 0.2, "hood": np.pi - 0.15,
    "scarf": np.pi,
}  # fmt: skip
"""How far around to either side of the nape a collar reaches."""
CORD_DM = ((0.0, 0.0), (0.0, 0.03), (0.04, 0.0), (0.04, 0.03))
BAGS: Mapping[str, tuple[Floats, Floats, float, str]] = {
    "rucksack": (np.array([0.0, 3.55, -0.78]), np.array([1.2, 1.75, 0.62]), 0.45, "chest"),
    "shoulder": (np.array([-2.1, -0.1, 0.25]), np.array([0.35, 0.95, 1.15]), 0.4, "pelvis"),
    "shopping": (np.array([0.0, -2.0, 0.0]), np.array([0.36, 1.25, 0.95]), 0.12, "carried"),
}
"""Middle, half size, roundness and bone; what is carried hangs from the hand's middle."""
