"""Noses and ears within human bounds: small axes that each are plausible may not add up to a beak.

Measured on a few vertices of the mesh as anthropometry does on a face (Farkas 1994): nose from
nasion to subnasale, width between the alaria, projection from subnasale to pronasale, ear from
superaurale to subaurale, all as shares of the face's height from nasion to gnathion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.head.mesh import head_mesh

Floats = NDArray[np.floating[Any]]

BOUNDS: Mapping[str, tuple[float, float]] = {
    "nose length": (0.31, 0.55),
    "nose width": (0.2, 0.48),
    "nose projection": (0.09, 0.23),
    "nose tip": (0.14, 1.3),
    "left ear length": (0.38, 0.68),
    "right ear length": (0.38, 0.68),
    "left ear flare": (0.07, 0.25),
    "right ear flare": (0.07, 0.25),
}
"""About 3.5 spreads either side of adult means (Farkas 1994; Farkas et al. 2005 for the widest
noses): a face of 117 mm, nose length 50 +- 4, width 35 +- 4 or, among African Americans, 44 +- 3.4,
projection 20 +- 2, ear 62 +- 4 and, for children, whose ears are long for their faces, a little
more. `tip` is how steeply, in radians, the pronasale lies above the subnasale; at its lowest the
nasolabial angle, 100 +- 10 degrees, is about 70. `flare`, how far an ear stands out beyond its
tragion, is bounded by eye.
"""
WEAKER, ROUNDS = 0.85, 40
"""What is out of bounds is brought back by so much a round."""
LANDMARKS: Mapping[str, tuple[int, ...]] = {
    "nasion": (133,), "subnasale": (343,), "tip": (5054, 297, 302, 307),
    "gnathion": (732, 747, 780, 783), "left wing": (11760, 11750), "right wing": (5146, 5136),
    "left ear": (12012, 12034, 12038, 12329), "right ear": (5413, 5435, 5439, 5732),
    "left tragion": (12239,), "right tragion": (5642,),
}  # fmt: skip
"""Vertices of the base mesh; where there are several, the one furthest out counts."""


@dataclass(frozen=True, slots=True)
class Points:
    """Coarse vertices of the landmarks (k, 3), how each target moves them, and their rows."""

    base: Floats
    moved: Mapping[str, Floats]
    rows: Mapping[str, slice]


def proportioned(strengths: Mapping[str, float]) -> dict[str, float]:
    """Strengths of targets with those that push a nose or ear out of bounds weakened until all are
    within, or nothing is left that pushes.
    """
    found = dict(strengths)
    for _ in range(ROUNDS):
        pushed = excesses(found)
        if not pushed:
            break
        for name in found:
            if any(_pushes().get((name, measure)) == sign for measure, sign in pushed.items()):
                found[name] *= WEAKER
    return found


def excesses(strengths: Mapping[str, float]) -> dict[str, int]:
    """Which measures are too small, -1, or too large, 1."""
    found = proportions(strengths)
    sides = {name: int(found[name] > high) - int(found[name] < low)
             for name, (low, high) in BOUNDS.items()}  # fmt: skip
    return {name: side for name, side in sides.items() if side}


def proportions(strengths: Mapping[str, float]) -> dict[str, float]:
    """The measures named in BOUNDS of a head with those strengths.

    >>> proportions({}).keys() == BOUNDS.keys(), excesses({})
    (True, {})
    """
    held = _points()
    place = held.base.copy()
    for name, value in strengths.items():
        if name in held.moved:
            place += value * held.moved[name]
    at = {name: place[rows] for name, rows in held.rows.items()}
    nasion, subnasale = at["nasion"][0], at["subnasale"][0]
    face = nasion[1] - at["gnathion"][:, 1].min()
    tip = at["tip"][at["tip"][:, 2].argmax()] - subnasale
    found = {
        "nose length": (nasion[1] - subnasale[1]) / face,
        "nose width": (at["left wing"][:, 0] - at["right wing"][:, 0]).max() / face,
        "nose projection": np.linalg.norm(tip) / face,
        "nose tip": np.arctan2(tip[1], tip[2]),
    }
    for side in ("left", "right"):
        ear, tragion = at[f"{side} ear"], at[f"{side} tragion"][0]
        found[f"{side} ear length"] = np.ptp(ear[:, 1]) / face
        found[f"{side} ear flare"] = (np.abs(ear[:, 0]).max() - abs(tragion[0])) / face
    return {name: float(value) for name, value in found.items()}


@cache
def _pushes() -> dict[tuple[str, str], int]:
    """Whether a target of nose or ears makes a measure larger, 1, or smaller, -1."""
    before, found = proportions({}), {}
    for target in _points().moved:
        for measure, value in proportions({target: 0.5}).items():
            of_ear = target.startswith(f"ears/{measure[0]}-") and "ear" in measure
            of_nose = target.startswith("nose/") and "nose" in measure
            if (of_ear or of_nose) and abs(value - before[measure]) > 1e-3:
                found[target, measure] = int(np.sign(value - before[measure]))
    return found


@cache
def _points() -> Points:
    mesh = head_mesh()
    marks = {name: mesh.lookup[list(vertices)] for name, vertices in LANDMARKS.items()}
    ends = np.cumsum([0, *map(len, marks.values())])
    rows = {name: slice(*ends[k : k + 2]) for k, name in enumerate(marks)}
    every = np.concatenate([*marks.values()])
    moved = {}
    for name, (vertex, shift) in mesh.targets.items():
        whole = np.zeros_like(mesh.coarse)
        whole[vertex] = shift
        if np.abs(whole[every]).max() > 0:
            moved[name] = whole[every].astype(np.float64)
    return Points(mesh.coarse[every].astype(np.float64), moved, rows)
