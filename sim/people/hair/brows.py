"""Brows by shape, painted hair by hair."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.people.head.atlas import SIZE, on_face
from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Brow:
    """`arch_dm` how high the brow rises at `peak` (0 the inner end, 1 the outer), `tilt_dm` how
    much higher the outer end is than the inner, `taper` how much it thins outward. `weights` are
    shares among women and men, the author's choice, to be varied.
    """

    arch_dm: float
    peak: float
    tilt_dm: float
    taper: float
    weights: tuple[float, float]


BROWS = {
    "straight": Brow(0.025, 0.6, -0.03, 0.5, (0.2, 0.38)),
    "soft": Brow(0.042, 0.55, -0.05, 0.65, (0.35, 0.3)),
    "arched": Brow(0.068, 0.6, -0.045, 0.75, (0.22, 0.08)),
    "round": Brow(0.065, 0.45, -0.06, 0.6, (0.15, 0.1)),
    "falling": Brow(0.035, 0.4, -0.085, 0.5, (0.08, 0.14)),
}
HEIGHT_DM = 7.485
"""Where the inner end lies on the base head."""
HALF_DM = {"female": (0.012, 0.05), "male": (0.024, 0.075)}
"""Half of a brow's thickness near its inner end: from plucked to bushy."""
LIDS_DM = 7.385
"""No brow reaches lower: there the lids begin."""
GROWN_AT = 16.0
"""Brows are this old when full; a child's are thinner and fainter."""
MEETING = {"female": 0.02, "male": 0.09}
"""Share of people whose brows nearly meet; the author's choice."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One person's pair: its `shape`, half its thickness, how far it is moved up, from where to
    where it reaches aside (all decimetres), how many hairs a side, and how dark it is, 0 to 1.
    """

    shape: Brow
    half_dm: float
    up_dm: float
    inner_dm: float
    outer_dm: float
    hairs: int
    dark: float


def brow_shape(person: Identity) -> str:
    """One of BROWS, from the person's own stream."""
    shares = np.array([brow.weights[person.sex == "male"] for brow in BROWS.values()])
    rng = person.rng("brow shape")
    return [*BROWS][int(rng.choice(len(shares), p=shares / shares.sum()))]


def brow_growth(person: Identity) -> Growth:
    """How the person's brows have grown: their own variation of a shape."""
    rng, young = person.rng("brow growth"), min(person.age / GROWN_AT, 1.0)
    plain = BROWS[brow_shape(person)]
    shape = replace(
        plain,
        arch_dm=plain.arch_dm * rng.uniform(0.4, 1.5),
        peak=float(np.clip(plain.peak + rng.normal(0, 0.08), 0.3, 0.8)),
        tilt_dm=plain.tilt_dm + rng.normal(0, 0.03),
        taper=float(np.clip(plain.taper + rng.normal(0, 0.15), 0.1, 0.95)),
    )
    half = rng.uniform(*HALF_DM[person.sex]) * (0.6 + 0.4 * young)
    lowest = LIDS_DM - HEIGHT_DM + half * max(1 - shape.taper, 0.6) - min(shape.tilt_dm, 0)
    inner = rng.uniform(0.09, 0.19)
    return Growth(
        shape,
        half_dm=half,
        up_dm=max(rng.normal(0, 0.03), lowest),
        inner_dm=0.04 if rng.random() < MEETING[person.sex] * young else inner,
        outer_dm=rng.uniform(0.46, 0.61),
        hairs=int(rng.uniform(110, 420) * (0.6 + 10 * half)),
        dark=rng.uniform(0.6, 1.25) * (0.7 + 0.3 * young),
    )


def brow_cover(person: Identity) -> Floats:
    """Density of brow hair (SIZE, SIZE), 0 to 1."""
    rng, grown = person.rng("brows"), brow_growth(person)
    canvas = np.zeros((SIZE, SIZE), np.float32)
    for side in (-1, 1):
        t = rng.beta(1.15, 1.25, grown.hairs)
        half = grown.half_dm * (1 - grown.shape.taper * t) * np.minimum(1, 0.45 + t * 4)
        x = grown.inner_dm + (grown.outer_dm - grown.inner_dm) * t
        y = HEIGHT_DM + grown.up_dm + _rise(grown.shape, t)
        y = y + rng.uniform(-1, 1, grown.hairs) * half
        lean = np.interp(t, [0, 0.2, 0.6, 1], [1.0, 0.5, 0.1, -0.35])
        slope = lean + rng.normal(0, 0.16, grown.hairs)
        length = rng.uniform(0.04, 0.08, grown.hairs)
        reach = side * length * np.cos(slope), 0.8 * length * np.sin(slope)
        _stroked(canvas, (side * x, y), reach, rng.uniform(0.45, 0.95, grown.hairs))
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.9) + 0.4 * cv2.GaussianBlur(canvas, (0, 0), 3)
    return np.clip(soft * grown.dark, 0, 0.93)


def _rise(shape: Brow, t: Floats) -> Floats:
    """Decimetres above the inner end along the brow."""
    before, after = t / shape.peak, (1 - t) / (1 - shape.peak)
    bow = np.sin(np.pi / 2 * np.minimum(before, after))
    rise: Floats = shape.arch_dm * bow + shape.tilt_dm * t
    return rise


def _stroked(
    canvas: Floats, start: tuple[Floats, Floats], reach: tuple[Floats, Floats], ink: Floats
) -> None:
    begin = on_face(*start)
    end = on_face(start[0] + reach[0], start[1] + reach[1])
    for a, b, strength in zip((begin * 8).astype(int), (end * 8).astype(int), ink, strict=True):
        cv2.line(canvas, a.tolist(), b.tolist(), float(strength), 1, cv2.LINE_AA, 3)
