"""The relief of a skin: pores, its owner's creases, and the lines that years draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.curves import bell, ramp
from sim.people.head.atlas import BOTTOM_DM, blend, sample_noise
from sim.people.head.facemap import Patch, Places, patch
from sim.people.identities import Identity
from sim.people.skin.features import features

Floats = NDArray[np.floating[Any]]

BEGIN, SPAN = 24.0, 45.0
"""Lines begin at 24 and are full-grown at about 70."""
DEEP_DM = 0.0026
DARK_RGB = (0.13, 0.17, 0.18)
"""How much a full-grown fold darkens skin; it looks warm, since light comes through its sides."""
MOST = 0.45
FLESH_DM = {110.0: 0.02, 40.0: 0.008, 14.0: 0.001}
"""How high bone, fat and muscle beneath raise skin here and there, by the grain in pixels."""


@dataclass(frozen=True, slots=True)
class Relief:
    """`bump` (SIZE, SIZE) height, decimetres; `dark` (SIZE, SIZE, 3) what is left of the light."""

    bump: Floats
    dark: Floats


def relief(person: Identity, at: Places, cover: Floats) -> Relief:
    """Pores, creases and wrinkles of a person; none beneath the hair that is `cover`."""
    rng = person.rng("skin/relief")
    aged = float(np.clip((person.age - BEGIN) / SPAN, 0, 1.4)) ** 1.3
    own = features(person, at)
    lines = own.lines + aged * _wrinkles(person, rng) if aged else own.lines
    bare = 1 - cover
    dark = _dark(lines + own.hollow, bare)
    soft = 0.25 if person.age < 14 else 0.7
    pores = blend({0.8: 0.0003, 2.0: 0.0005}, rng)
    pores = pores * (soft + 0.6 * min(aged, 1)) * (0.8 + 0.5 * at.nose + 0.3 * at.cheeks)
    slack = blend({5.0: 0.0011 * aged, 14.0: 0.0016 * aged**2}, rng)
    bump = -DEEP_DM * lines + pores + slack + _flesh(person.rng("skin/flesh"))
    return Relief((bump * bare).astype(np.float32), dark)


def _dark(hollows: Floats, bare: Floats) -> Floats:
    """What hollows leave of the light; colour by colour, since the three would be large at once."""
    depth = np.clip(hollows, 0, MOST / max(DARK_RGB))
    dark = np.empty((*depth.shape, 3), np.float32)
    for n, share in enumerate(np.array(DARK_RGB)):
        dark[..., n] = 1 - depth * share * bare
    return dark


def _wrinkles(person: Identity, rng: np.random.Generator) -> Floats:
    """Lines of years, 1 where full-grown."""
    wobble = 0.02 * sample_noise(40.0, rng)
    lines = np.zeros_like(wobble)
    for make, reach in WRINKLES.items():
        at = patch(*reach)
        lines[at.box] += make(at, wobble[at.box], person.rng(f"skin/{make.__name__}"))
    return lines


def _flesh(rng: np.random.Generator) -> Floats:
    return blend(FLESH_DM, rng)


def _forehead(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    band = ramp(at.up, 7.56, 7.66) * (1 - ramp(at.up, 7.86, 7.98)) * bell(at.aside, 0.5) * at.front
    broken = np.clip(0.8 + 0.5 * sample_noise(40.0, rng)[at.box], 0, 1.4)
    bowed = at.up + 1.3 * wobble - 0.06 * bell(at.aside - 0.28, 0.2)
    wave = np.cos(bowed * 2 * np.pi * rng.uniform(3, 5) / 0.33)
    found: Floats = band * broken * np.clip(wave - 0.55, 0, 1) * 2.2 * rng.uniform(0.15, 1.1)
    return found


def _frown(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """One or two lines upright between the brows."""
    height = ramp(at.up, 7.36, 7.44) * (1 - ramp(at.up, 7.52, 7.62)) * at.front
    apart = rng.uniform(0.05, 0.085)
    found: Floats = bell(at.aside - apart - wobble, 0.014) * height * 1.6 * rng.uniform(0, 1)
    return found


def _folds(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """From the wings of the nose to the corners of the mouth."""
    fold = np.interp(at.up, [6.5, 6.6, 6.75, 6.9, 6.98], [0.36, 0.335, 0.29, 0.235, 0.19])
    band = ramp(at.up, 6.48, 6.58) * (1 - ramp(at.up, 6.93, 7.0)) * at.front
    away = at.aside - fold - 0.6 * wobble
    strength = 2.4 * rng.uniform(0.4, 1.1)
    found: Floats = (bell(away, 0.016) + 0.35 * bell(away - 0.02, 0.05)) * band * strength
    return found


def _crows_feet(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    x, y = at.aside - 0.48, at.up - 7.28
    angle, far = np.arctan2(y, x), np.hypot(y, x)
    rays = np.clip(np.cos(rng.uniform(8, 12) * angle + 30 * wobble) - 0.4, 0, 1)
    found: Floats = (
        bell(far - 0.11, 0.09) * (np.abs(angle) < 1.0) * rays * 1.5 * rng.uniform(0.2, 1)
    )
    return found


def _bags(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """Below the eyes, the lower of two lines running down towards the cheek."""
    bowed = at.up + 0.05 * bell(at.aside - 0.3, 0.12) - 0.4 * wobble
    wide = bell(at.aside - 0.28, 0.15) * at.front
    lower = bell(bowed - 7.06 + 0.15 * (at.aside - 0.28), 0.014) * rng.uniform(0, 0.9)
    found: Floats = wide * (bell(bowed - 7.13, 0.012) * rng.uniform(0.2, 1.2) + lower)
    return found


def _marionette(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """Down from the corners of the mouth."""
    line = np.interp(at.up, [6.25, 6.6], [0.36, 0.3])
    band = ramp(at.up, 6.28, 6.4) * (1 - ramp(at.up, 6.54, 6.61)) * at.front
    found: Floats = bell(at.aside - line - 0.6 * wobble, 0.016) * band * 1.8 * rng.uniform(0, 1)
    return found


def _lip_lines(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """Fine, upright, around the red of the lips."""
    ring = bell(at.up - 6.72, 0.05) + 0.6 * bell(at.up - 6.47, 0.04)
    fine = np.clip(np.cos(at.aside * 2 * np.pi / rng.uniform(0.035, 0.05) + 60 * wobble), 0, 1)
    shown = bell(at.aside, 0.22) * at.front
    found: Floats = ring * fine * shown * 0.8 * rng.uniform(0, 1)
    return found


def _neck(at: Patch, wobble: Floats, rng: np.random.Generator) -> Floats:
    """Rings around the neck."""
    below = (1 - ramp(at.up, 6.0, 6.12)) * (at.turn < 1.6)
    wave = np.cos((at.up + 1.5 * wobble + 0.05 * at.aside) * 2 * np.pi / rng.uniform(0.16, 0.24))
    found: Floats = below * np.clip(wave - 0.7, 0, 1) * 3 * rng.uniform(0.1, 0.9)
    return found


Make = Callable[[Patch, Floats, np.random.Generator], Floats]
WRINKLES: Mapping[Make, tuple[float, float] | tuple[float, float, float]] = {
    _forehead: (7.5, 8.05, 3.0),
    _frown: (7.3, 7.7, 0.4),
    _folds: (6.4, 7.1, 0.8),
    _crows_feet: (6.5, 8.05),
    _bags: (6.6, 7.4, 1.1),
    _marionette: (6.2, 6.7, 0.6),
    _lip_lines: (6.15, 7.05, 1.2),
    _neck: (BOTTOM_DM, 6.2),
}
"""From and up to which height each reaches and how far aside, those without that all around: beyond
it is less than a millionth.
"""
