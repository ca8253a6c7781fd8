"""Glasses and sunglasses: frames as solids around a person's own eyes, and their lenses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.solids import Solid, sheet, tube

Floats = NDArray[np.floating[Any]]
AHEAD_DM = 0.27
"""Lenses stand so far before the middle of the eye."""
AROUND = 48
WRAPPED, CURVED = 0.4, 0.55
"""How much a frame bends around the face, and a lens around the eye."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Half the width and height of a lens, how square it is (2 is round), how far it sags like a
    drop, the rim's width and whether it goes on `below`; what light comes `through` and how much
    the lens mirrors. Decimetres.
    """

    wide: float
    high: float
    power: float
    sag: float
    rim: float
    below: bool = True
    through: tuple[float, float, float] = (0.95, 0.95, 0.94)
    mirror: float = 0.05


FRAMES: Mapping[str, Frame] = {
    "round": Frame(0.235, 0.22, 2.0, 0.0, 0.02),
    "square": Frame(0.27, 0.18, 4.2, 0.0, 0.032),
    "aviator": Frame(0.28, 0.22, 2.6, 0.22, 0.016),
    "half-rim": Frame(0.265, 0.16, 3.4, 0.0, 0.034, below=False),
    "thick": Frame(0.275, 0.2, 3.6, 0.0, 0.055),
    "sunglasses": Frame(0.3, 0.23, 3.2, 0.05, 0.05, through=(0.05, 0.045, 0.045), mirror=0.025),
    "aviator sunglasses": Frame(
        0.3, 0.24, 2.6, 0.24, 0.018, through=(0.07, 0.06, 0.04), mirror=0.05
    ),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """`points` and `normals` (n, 3); `through` is the share of light let through, `mirror` the
    share given back.
    """

    points: Floats
    normals: Floats
    triangles: NDArray[np.int32]
    through: tuple[float, float, float]
    mirror: float


def glasses(
    name: str, cloth: Cloth, eyes: tuple[Floats, Floats], ears: tuple[Floats, Floats]
) -> tuple[list[Solid], list[Lens]]:
    """Frame and lenses before the left and right eye, with temples to the tops of the ears."""
    frame, (left, right) = FRAMES[name], eyes
    middle, z = (left[0] + right[0]) / 2, max(left[2], right[2]) + AHEAD_DM
    wide = min(frame.wide, (left[0] - right[0]) / 2 - 0.04 - frame.rim / 2)
    solids, lenses = [], []
    for eye, ear, side in ((left, ears[0], 1), (right, ears[1], -1)):
        centre = np.array([eye[0], eye[1] - 0.02 - 0.25 * frame.sag * frame.high, z])
        edge = _outline(frame, wide, side)
        rim = _bent(centre + edge, middle)
        solids.append(_rim(rim, frame, cloth))
        lenses.append(_lens(centre, edge, middle, frame))
        hinge = rim[np.argmax(side * rim[:, 0] + 0.9 * rim[:, 1])]
        solids.append(_temple(hinge, ear, side, frame, cloth))
    solids.append(_bridge(left[1], middle, (left[0] - right[0]) / 2 - wide, z, frame, cloth))
    return solids, lenses


def _outline(frame: Frame, wide: float, side: int) -> Floats:
    """(AROUND + 1, 3) the lens's edge around its middle, counter-clockwise."""
    t = np.linspace(0, 2 * np.pi, AROUND + 1)
    x, y = (np.sign(v) * np.abs(v) ** (2 / frame.power) for v in (np.cos(t), np.sin(t)))
    lower = np.maximum(0, -y)
    x = x * (1 - 0.9 * frame.sag * lower * (side * x < 0)) + 0.25 * frame.sag * side * lower
    y = y * (1 + frame.sag * lower)
    return np.stack([wide * x, frame.high * y, 0 * t], 1)


def _bent(points: Floats, middle: float) -> Floats:
    """Points of a flat frame bent back around the face."""
    back = WRAPPED * (points[..., 0] - middle) ** 2
    bent: Floats = points - back[..., None] * np.array([0, 0, 1])
    return bent


def _rim(line: Floats, frame: Frame, cloth: Cloth) -> Solid:
    """A flat band along the lens's edge; half-rims only above."""
    if not frame.below:
        line = line[: AROUND // 2 + 1]
    outward = line - line.mean(0)
    outward = outward / np.linalg.norm(outward, axis=1, keepdims=True) * [1, 1, 0]
    deep = np.array([0, 0, 0.5 * frame.rim + 0.012])
    out, in_ = outward * frame.rim * 0.5, -outward * frame.rim * 0.5
    ring = [line + out + deep, line + in_ + deep, line + in_ - deep, line + out - deep]
    return sheet(np.stack([*ring, ring[0]], 1), cloth, hem=False)


def _lens(centre: Floats, edge: Floats, middle: float, frame: Frame) -> Lens:
    share = np.linspace(1, 0, 5)[None, :, None]
    flat = centre + edge[:, None] * share
    made = sheet(_bent(flat, middle), Cloth("plain", (0, 0, 0), (0, 0, 0)))
    away = (flat - centre).reshape(-1, 3)
    around = 2 * WRAPPED * (flat.reshape(-1, 3)[:, :1] - middle)
    normals = np.concatenate([CURVED * away[:, :1] + around, CURVED * away[:, 1:2]], 1)
    normals = np.column_stack([normals, np.ones(len(normals))])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Lens(made.points, normals, made.triangles, frame.through, frame.mirror)


def _temple(hinge: Floats, ear: Floats, side: int, frame: Frame, cloth: Cloth) -> Solid:
    """From the frame's outer corner back over the ear, and a little down behind it."""
    out = max(side * (ear[0] - hinge[0]), 0.06)
    share = np.array([0.0, 0.06, 0.2, 0.45, 0.75, 1.0, 1.12])[:, None]
    bow = np.interp(share[:, 0], [0, 0.06, 0.2, 1.12], [0, 0.35, 0.6, 1]) * out
    line = hinge + (ear - hinge) * share
    line[:, 0] = hinge[0] + side * bow
    line[-1, 1] -= 0.12
    return tube(line, 0.014, 0.012 + 0.4 * frame.rim, cloth, 4)


def _bridge(
    height: float, middle: float, half: float, z: float, frame: Frame, cloth: Cloth
) -> Solid:
    t = np.linspace(-1, 1, 9)[:, None]
    rise = height + 0.3 * frame.high + 0.03 * (1 - t**2)
    line = np.concatenate([middle + half * t, rise, z + 0.03 * (1 - t**2)], 1)
    return tube(line, 0.5 * frame.rim + 0.006, 0.5 * frame.rim + 0.004, cloth, 5)
