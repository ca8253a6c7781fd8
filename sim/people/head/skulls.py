"""Skulls within human bounds: the large shapes and head axes may not add up to a cone or an egg.

Measured on a few vertices of the mesh as anthropometry does on a head (Martin & Saller 1957): head
length from glabella to opisthocranion, breadth between the euryons, height from tragion to vertex.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.head.mesh import EYES, HeadMesh, head_mesh

Floats = NDArray[np.floating[Any]]

SHAPING = (
    "head/head-scale", "head/head-back", "head/head-diamond", "head/head-inverted",
    "head/head-oval", "head/head-rectangular", "head/head-round", "head/head-square",
    "head/head-triangular", "forehead/forehead-scale", "forehead/forehead-nubian",
    "forehead/forehead-trans", "asym/asym-top", "asym/asym-temple",
)  # fmt: skip
"""Targets that are weakened where a skull is out of bounds."""
SHARES = tuple(k / 12 for k in range(12, -1, -1))
BOUNDS: Mapping[str, tuple[float, float]] = {
    "breadth": (0.68, 0.92),
    "height": (0.57, 0.78),
    "dome": (0.67, 0.92),
    "face": (0.5, 0.64),
}
"""Breadth and auricular height as shares of head length: among US soldiers about .77 and .66 with
spreads of about .04 (Gordon et al. 1989, 2014), so three spreads either side; then, bounded by eye
because no table has them, breadth four fifths up the vault as a share of the greatest, and height
above the eyes as a share of length.
"""
EYES_UP_DM, TRAGION_DM = 7.284, (0.72, 7.1, 0.5)


@dataclass(frozen=True, slots=True)
class Points:
    """Coarse vertices of the landmarks, in order, and how each target moves them (k, 3)."""

    base: Floats
    moved: Mapping[str, Floats]


def moderated(strengths: Mapping[str, float]) -> dict[str, float]:
    """Strengths of targets with those that shape the skull weakened until it is in bounds."""
    for share in SHARES:
        tried = {
            name: value * share if name.startswith(SHAPING) else value
            for name, value in strengths.items()
        }
        if not excesses(tried):
            break
    return {name: value for name, value in tried.items() if value > 1e-3}


def excesses(strengths: Mapping[str, float]) -> dict[str, int]:
    """Which ratios are too small, -1, or too large, 1."""
    found = ratios(strengths)
    sides = {name: int(found[name] > high) - int(found[name] < low)
             for name, (low, high) in BOUNDS.items()}  # fmt: skip
    return {name: side for name, side in sides.items() if side}


def ratios(strengths: Mapping[str, float]) -> dict[str, float]:
    """The ratios named in BOUNDS of a head with those strengths.

    >>> sorted(ratios({}))
    ['breadth', 'dome', 'face', 'height']
    """
    points = _points()
    place = points.base.copy()
    for name, value in strengths.items():
        if name in points.moved:
            place += value * points.moved[name]
    front, back, left, right, top, ear, upper_left, upper_right, left_eye, right_eye = place
    length, breadth = front[2] - back[2], left[0] - right[0]
    return {
        "breadth": float(breadth / length),
        "height": float((top[1] - ear[1]) / length),
        "dome": float((upper_left[0] - upper_right[0]) / breadth),
        "face": float((top[1] - (left_eye[1] + right_eye[1]) / 2) / length),
    }


@cache
def _points() -> Points:
    """Landmarks on the coarse base head; they stay on their vertices when the head is shaped, and
    neither does an ear set lower lower a tragion nor a nose raise a glabella.
    """
    mesh = head_mesh()
    rows = _landmarks(mesh)
    eyes = [mesh.lookup[eye] for eye in EYES]
    base = np.vstack([mesh.coarse[rows], [mesh.coarse[eye].mean(0) for eye in eyes]])
    moved = {}
    for name, (vertex, shift) in mesh.targets.items():
        whole = np.zeros_like(mesh.coarse)
        whole[vertex] = shift
        at = np.vstack([whole[rows], [whole[eye].mean(0) for eye in eyes]])
        if np.abs(at).max() > 0 and not name.startswith(("ears/", "nose/")):
            moved[name] = at
    return Points(base.astype(np.float64), moved)


def _landmarks(mesh: HeadMesh) -> list[int]:
    place = mesh.coarse
    skin = np.zeros(len(place), bool)
    skin[np.unique(mesh.smooth[: mesh.ranges[0][1]].indices)] = True
    vault = skin & (place[:, 1] > EYES_UP_DM + 0.15)
    middle = vault & (np.abs(place[:, 0]) < 0.05)
    top = place[vault, 1].max()
    upper = vault & (np.abs(place[:, 1] - EYES_UP_DM - 0.8 * (top - EYES_UP_DM)) < 0.1)

    def best(score: Floats, among: NDArray[np.bool_]) -> int:
        return int(np.where(among, score, -np.inf).argmax())

    glabella = middle & (place[:, 1] < EYES_UP_DM + 0.5)
    return [
        best(place[:, 2], glabella),
        best(-place[:, 2], middle),
        best(place[:, 0], vault),
        best(-place[:, 0], vault),
        best(place[:, 1], middle),
        best(-np.linalg.norm(place - np.array(TRAGION_DM), axis=1), skin),
        best(place[:, 0], upper),
        best(-place[:, 0], upper),
    ]
