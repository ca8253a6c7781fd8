"""Creases and hollows that somebody has at any age: of lids, nose, lips, chin and cheeks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.curves import bell, ramp
from sim.people.head.facemap import Patch, Places, patch
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]
Make = Callable[[Patch, np.random.Generator], Floats]

EYE_DM, LID_DM = (0.308, 7.284), (0.175, 0.085)
"""The middle of the base head's eye, aside and up, and half of what the lids leave open."""
FOLDLESS = {"african": 0.05, "asian": 0.45, "caucasian": 0.03}
"""Share of people whose upper lids show no crease, by the shares of their ancestry: about half of
East Asians (Chen 1996), the others the author's choice.
"""
CLEFT, DIMPLED = 0.18, 0.15
"""Share of people with a cleft chin, and with dimples in their cheeks; the author's choice."""

CHILDS, GROWN_AT = 0.4, 25.0
"""A child's features are so strong, and at that age as strong as they get."""


@dataclass(frozen=True, slots=True)
class Features:
    """`lines` (SIZE, SIZE): what is creased, 1 as deep as a full-grown wrinkle; `hollow` the same
    size: what lies deeper and is only darker, 1 as dark.
    """

    lines: Floats
    hollow: Floats


def features(person: Identity, at: Places) -> Features:
    """A person's own, each as strong as its stream says."""
    lines, hollow, on = np.zeros_like(at.up), np.zeros_like(at.up), patch(*LID)
    lines[on.box] += _lid_crease(person, on)
    for into, made in ((lines, LINES), (hollow, HOLLOWS)):
        for make, reach in made.items():
            on = patch(*reach)
            into[on.box] += make(on, person.rng(f"skin/feature{make.__name__}"))
        into *= CHILDS + (1 - CHILDS) * min(person.age / GROWN_AT, 1.0)
        into *= at.front
    return Features(lines, hollow)


def _lid_crease(person: Identity, at: Patch) -> Floats:
    """Along the upper lid, near its edge or far above it."""
    rng = person.rng("skin/feature_lid_crease")
    foldless = float(np.dot(person.mix, [*FOLDLESS.values()]))
    deep = 0.0 if rng.random() < foldless else rng.uniform(0.8, 3.2)
    high, lean = rng.uniform(0.025, 0.075), rng.normal(0, 0.08)
    aside = (at.aside - EYE_DM[0]) / (LID_DM[0] + 0.02)
    arc = np.sqrt(np.clip(1 - aside**2, 0, 1))
    edge = EYE_DM[1] + LID_DM[1] * arc + high * (0.4 + 0.6 * arc) + lean * (at.aside - EYE_DM[0])
    found: Floats = deep * bell(at.up - edge, 0.012) * ramp(arc, 0.15, 0.5)
    return found


def _wings(at: Patch, rng: np.random.Generator) -> Floats:
    """Around the wings of the nose."""
    far = np.hypot(at.aside - 0.1, (at.up - 6.87) * 0.95)
    outer = ramp(at.aside, 0.11, 0.15) * bell(at.up - 6.88, 0.08)
    found: Floats = rng.uniform(0.2, 2.0) * bell(far - 0.1, 0.016) * outer
    return found


def _philtrum(at: Patch, rng: np.random.Generator) -> Floats:
    """The groove from nose to lip, narrow or wide."""
    wide = rng.uniform(0.016, 0.04)
    band = ramp(at.up, 6.66, 6.69) * (1 - ramp(at.up, 6.77, 6.82))
    found: Floats = rng.uniform(0, 1.6) * bell(at.aside, wide) * band
    return found


def _below_lip(at: Patch, rng: np.random.Generator) -> Floats:
    """The crease between lower lip and chin."""
    bowed = at.up - rng.normal(6.435, 0.015) + rng.uniform(0, 0.3) * at.aside
    wide = rng.uniform(0.09, 0.2)
    found: Floats = rng.uniform(0, 2.2) * bell(bowed, 0.03) * bell(at.aside, wide)
    return found


def _cleft(at: Patch, rng: np.random.Generator) -> Floats:
    if rng.random() > CLEFT:
        return np.zeros_like(at.up)
    low = rng.uniform(6.2, 6.28)
    found: Floats = rng.uniform(0.8, 2.4) * bell(at.aside, 0.016) * bell(at.up - low, 0.06)
    return found


def _dimples(at: Patch, rng: np.random.Generator) -> Floats:
    if rng.random() > DIMPLED:
        return np.zeros_like(at.up)
    aside, up = rng.normal(0.43, 0.03), rng.normal(6.63, 0.03)
    found: Floats = rng.uniform(0.6, 2) * bell(at.aside - aside, 0.022) * bell(at.up - up, 0.05)
    return found


def _smile_lines(at: Patch, rng: np.random.Generator) -> Floats:
    """The fold from nose to mouth that the young have, too."""
    fold = np.interp(at.up, [6.5, 6.6, 6.75, 6.9, 6.98], [0.37, 0.345, 0.3, 0.24, 0.195])
    low = rng.uniform(6.55, 6.75)
    band = ramp(at.up, low, low + 0.08) * (1 - ramp(at.up, 6.92, 6.99))
    found: Floats = rng.uniform(0, 1.1) * bell(at.aside - fold, 0.03) * band
    return found


def _spot(at: Patch, aside: float, up: float, wide: float, high: float) -> Floats:
    return bell(at.aside - aside, wide) * bell(at.up - up, high)


def _socket(at: Patch, rng: np.random.Generator) -> Floats:
    """Between eye and brow, most near the nose."""
    inner = _spot(at, 0.19, 7.36, 0.08, 0.09) * rng.uniform(0, 1.5)
    found: Floats = inner + rng.uniform(0, 0.9) * _spot(at, 0.32, 7.4, 0.17, 0.06)
    return found


def _trough(at: Patch, rng: np.random.Generator) -> Floats:
    """From the inner corner of the eye down to the cheek."""
    line = 7.19 - 0.55 * (at.aside - 0.17)
    found: Floats = rng.uniform(0, 1.4) * bell(at.up - line, 0.035) * bell(at.aside - 0.27, 0.1)
    return found


def _cheeks(at: Patch, rng: np.random.Generator) -> Floats:
    """Below the cheekbones."""
    up = rng.normal(6.75, 0.06)
    return rng.uniform(0, 1.1) * _spot(at, rng.normal(0.58, 0.04), up, 0.12, 0.16)


def _temples(at: Patch, rng: np.random.Generator) -> Floats:
    return rng.uniform(0, 1.0) * _spot(at, 0.62, 7.55, 0.1, 0.14)


def _around_mouth(at: Patch, rng: np.random.Generator) -> Floats:
    """Darker skin around the lips, or only at their corners."""
    around = _spot(at, 0.0, 6.6, rng.uniform(0.2, 0.36), 0.2) * rng.uniform(0, 0.7)
    found: Floats = around + rng.uniform(0, 1.2) * _spot(at, 0.29, 6.59, 0.05, 0.05)
    return found


LID = (7.1, 7.8, 0.55)
LINES: Mapping[Make, tuple[float, float, float]] = {
    _wings: (6.6, 7.15, 0.4),
    _philtrum: (6.6, 6.9, 0.3),
    _below_lip: (5.9, 6.75, 1.0),
    _cleft: (5.9, 6.6, 0.15),
    _dimples: (6.2, 7.05, 0.8),
    _smile_lines: (6.5, 7.05, 0.6),
}
HOLLOWS: Mapping[Make, tuple[float, float, float]] = {
    _socket: (6.85, 7.9, 1.2),
    _trough: (6.6, 7.5, 0.8),
    _cheeks: (5.75, 7.75, 1.4),
    _temples: (6.8, 8.25, 1.2),
    _around_mouth: (5.6, 7.6, 1.85),
}
"""From and up to which height each reaches, and how far aside: beyond it is below a millionth."""
