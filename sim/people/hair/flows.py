"""Which way hair lies on a head: directions along the scalp, by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.hair.scalp import Scalp

Floats = NDArray[np.floating[Any]]
Flow = Callable[[Floats, Floats], Floats]
"""Direction in which strands at (n, 3) with skin normals (n, 3) want to grow."""

WHORL_DM = np.array([0.06, 0.85, -0.5], np.float32)
"""Hair turns around this point of the crown, from the skull's middle."""
TIES_DM = {
    "tie": np.array([0, 0.45, -1.12], np.float32),
    "low": np.array([0, -0.1, -1.1], np.float32),
    "knot": np.array([0, 1.1, -0.3], np.float32),
}
"""Where tied hair is gathered, from the skull's middle."""


def flow(name: str, scalp: Scalp, part_dm: float) -> Flow:
    """The flow of that name on a head, parted `part_dm` to the left of the middle."""
    if name in TIES_DM:
        return _towards(scalp.centre + TIES_DM[name])
    if name == "part":
        return _parted(scalp, part_dm)
    if name == "crown":
        return _whorled(scalp.centre + WHORL_DM)
    fixed = {
        "out": (0.0, 0.0, 0.0), "back": (0.0, 0.1, -1.0), "down": (0.0, -1.0, 0.0),
        "forward": (-np.sign(part_dm) * 0.25, -0.3, 1.0),
    }[name]  # fmt: skip
    return lambda place, normal: along(
        np.tile(np.array(fixed, np.float32), (len(place), 1)), normal
    )


def along(direction: Floats, normal: Floats) -> Floats:
    """The part of directions (n, 3) that lies in the skin with normals (n, 3)."""
    flat: Floats = direction - (direction * normal).sum(1, keepdims=True) * normal
    return flat


def unit(vectors: Floats) -> Floats:
    """Vectors (n, 3) made one long."""
    made: Floats = vectors / (np.sqrt((vectors * vectors).sum(-1, keepdims=True)) + 1e-9)
    return made


def _towards(point: Floats) -> Flow:
    return lambda place, normal: unit(along(point - place, normal))


def _whorled(whorl: Floats) -> Flow:
    """Away from the crown, in a spiral."""

    def way(place: Floats, normal: Floats) -> Floats:
        out = unit(along(place - whorl, normal))
        return unit(out + 0.35 * np.cross(normal, out))

    return way


def _parted(scalp: Scalp, part_dm: float) -> Flow:
    """Away from a parting, lower down only downward, at the front a little back from the face."""

    def way(place: Floats, normal: Floats) -> Floats:
        right = np.where(place[:, 0] - scalp.eyes[0] > part_dm, 1.0, -1.0)
        right *= np.clip((place[:, 1] - scalp.eyes[1] - 0.2) / 0.5, 0, 1)
        ahead = np.clip((place[:, 2] - scalp.centre[2]) / 0.6, -1, 1)
        back = np.where(ahead > 0, -0.45 * ahead, -0.25)
        return unit(along(np.stack([right, np.full(len(place), -0.25), back], 1), normal))

    return way
