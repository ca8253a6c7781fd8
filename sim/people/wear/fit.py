"""How a frame of glasses sits on one person's face."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.wear.frames import Frame

Floats = NDArray[np.floating[Any]]
AHEAD_DM, FARTHEST_DM, CLEARANCE_DM = 0.26, 0.38, 0.015
"""Lenses stand so far before the middle of the eye, farther where brow or nose is in the way."""
AROUND = 48
WRAPPED, TILTED = 0.4, 0.14
"""How much a frame bends around the face, and leans (8 degrees)."""
NASAL = 0.12
"""How much lenses are cut away below beside the nose."""
PUPILS_DM, EARS_DM, SIZES = 0.58, 1.53, (0.72, 1.08)
"""An ordinary head's distance between pupils and between the tops of the ears; sizes of frames."""
OFF_CENTRE_DM = (0.0, 0.055)
"""How much farther apart than pupils the middles of lenses may be."""
LOW_DM = (0.015, 0.04)
"""Pupils are so far above the middle of a lens's box, more in high lenses."""
HIGH_LENS_DM = 0.32


@dataclass(frozen=True, slots=True)
class Fit:
    """One frame on one face: its shape, lenses of a size, `apart` half the way between their
    middles, around a `middle` point (3,) between the lenses.
    """

    frame: Frame
    wide: float
    high: float
    apart: float
    middle: Floats

    def bent(self, points: Floats) -> Floats:
        """Points (..., 3) of a flat frame around its middle, bent back around the face, leaning."""
        back = WRAPPED * points[..., 0] ** 2 - TILTED * points[..., 1]
        placed: Floats = self.middle + points - back[..., None] * np.array([0, 0, 1])
        return placed

    def edge(self, side: int) -> Floats:
        """(AROUND + 1, 3) the flat edge of one lens."""
        edge: Floats = outline(self, side) + np.array([side * self.apart, 0, 0])
        return edge


def fitted(
    frame: Frame,
    number: float,
    eyes: tuple[Floats, Floats],
    ears: tuple[Floats, Floats],
    skin: Floats,
) -> Fit:
    """The frame in the size of the head, as low as the pair's own number says."""
    (left, right), pupils = eyes, float(eyes[0][0] - eyes[1][0])
    size = pupils / PUPILS_DM + float(ears[0][0] - ears[1][0]) / EARS_DM
    size = float(np.clip(size / 2, *SIZES))
    wide, high = frame.wide * size, frame.high * size
    least, most = pupils / 2 + np.array(OFF_CENTRE_DM)
    apart = float(np.clip((wide + frame.bridge * size) / 2, least, most))
    wide = min(wide, 2 * apart - 0.75 * frame.bridge * size)
    low = np.interp(number, [0, 1], LOW_DM) + 0.25 * max(high - HIGH_LENS_DM, 0)
    middle = np.array([(left[0] + right[0]) / 2, (left[1] + right[1]) / 2 - low, 0])
    flat = Fit(frame, wide, high, apart, middle)
    near, far = max(left[2], right[2]) + np.array([AHEAD_DM, FARTHEST_DM])
    ahead = np.clip(_obstacle(flat, skin) + CLEARANCE_DM, near, far)
    return replace(flat, middle=middle + ahead * np.array([0, 0, 1]))


def _obstacle(flat: Fit, skin: Floats) -> float:
    """How far forward brows, cheeks and nose reach into the rims of a frame at depth 0."""
    rims = flat.bent(np.concatenate([flat.edge(side) for side in (1, -1)]))
    away = np.linalg.norm(rims[:, None, :2] - skin[None, :, :2], axis=2)
    return float((skin[away.argmin(1), 2] - rims[:, 2]).max())


def outline(fit: Fit, side: int) -> Floats:
    """(AROUND + 1, 3) the lens's edge around the middle of its box, counter-clockwise."""
    frame, t = fit.frame, np.linspace(0, 2 * np.pi, AROUND + 1)
    x, y = (np.sign(v) * np.abs(v) ** (2 / frame.power) for v in (np.cos(t), np.sin(t)))
    lower = np.maximum(0, -y)
    inner = (NASAL + 0.9 * max(frame.sag, 0)) * lower * (side * x < 0)
    x = x * (1 - inner + min(frame.sag, 0) * lower) + 0.25 * max(frame.sag, 0) * side * lower
    y = y * (1 + max(frame.sag, 0) * lower)
    flat = np.stack([x, y, 0 * t], 1)
    low, high = flat.min(0), flat.max(0)
    box = np.array([fit.wide, fit.high, 0]) / np.maximum(high - low, 1e-9)
    edge: Floats = (flat - (low + high) / 2) * box
    return edge
