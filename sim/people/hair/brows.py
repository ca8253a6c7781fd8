"""Brows by shape, painted hair by hair."""

from dataclasses import dataclass
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


def brow_shape(person: Identity) -> str:
    """One of BROWS, from the person's own stream."""
    shares = np.array([brow.weights[person.sex == "male"] for brow in BROWS.values()])
    rng = person.rng("brow shape")
    return [*BROWS][int(rng.choice(len(shares), p=shares / shares.sum()))]


def brow_cover(person: Identity) -> Floats:
    """Density of brow hair (SIZE, SIZE), 0 to 1."""
    rng, male = person.rng("brows"), person.sex == "male"
    shape = BROWS[brow_shape(person)]
    thick = rng.uniform(0.026, 0.055) if male else rng.uniform(0.014, 0.036)
    height = HEIGHT_DM + rng.normal(0, 0.015)
    inner, outer = rng.uniform(0.11, 0.17), rng.uniform(0.5, 0.58)
    count = int(rng.uniform(110, 230) * (0.6 + 10 * thick))
    canvas = np.zeros((SIZE, SIZE), np.float32)
    for side in (-1, 1):
        t = rng.beta(1.15, 1.25, count)
        half = thick * (1 - shape.taper * t) * np.minimum(1, 0.45 + t * 4)
        x = inner + (outer - inner) * t
        y = height + _rise(shape, t) + rng.uniform(-1, 1, count) * half
        slope = np.interp(t, [0, 0.2, 0.6, 1], [1.0, 0.5, 0.1, -0.35]) + rng.normal(0, 0.16, count)
        length = rng.uniform(0.04, 0.08, count)
        reach = side * length * np.cos(slope), 0.8 * length * np.sin(slope)
        _stroked(canvas, (side * x, y), reach, rng.uniform(0.45, 0.95, count))
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.9) + 0.4 * cv2.GaussianBlur(canvas, (0, 0), 3)
    return np.clip(soft * rng.uniform(0.7, 1.0), 0, 0.82)


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
