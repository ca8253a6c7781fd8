"""Skin tones by measurement: the nearest of the ten swatches of the Monk Skin Tone Scale."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.people.drawing.lights import NEUTRAL, develop

Floats = NDArray[np.floating[Any]]

SWATCHES = (
    "f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a",
    "292420",
)  # fmt: skip
"""The scale's ten colours, sRGB (E. Monk 2019, published by Google in 2022)."""


def lab(srgb: ArrayLike) -> Floats:
    """(..., 3) CIELAB under D65 of sRGB shares 0 to 1."""
    shares = np.atleast_2d(np.asarray(srgb, np.float32))
    found: Floats = np.asarray(cv2.cvtColor(shares.reshape(1, -1, 3), cv2.COLOR_RGB2LAB))
    return found.reshape(np.shape(srgb))


def distances(srgb: ArrayLike) -> Floats:
    """(..., 10) CIELAB colour difference (CIE 1976) of sRGB shares from each swatch."""
    colours = [[int(swatch[k : k + 2], 16) / 255 for k in (0, 2, 4)] for swatch in SWATCHES]
    apart: Floats = np.linalg.norm(lab(srgb)[..., None, :] - lab(colours), axis=-1)
    return apart


def shown(albedo: ArrayLike) -> Floats:
    """(..., 3) sRGB shares of linear reflectances in the neutral light."""
    return np.asarray(develop(np.asarray(albedo, np.float32) * NEUTRAL))


def tone(albedo: ArrayLike) -> int:
    """The Monk tone, 1 to 10, of skin of a linear reflectance (3,).

    >>> tone((0.6, 0.5, 0.42)), tone((0.01, 0.01, 0.01))
    (2, 10)
    """
    return 1 + int(distances(shown(albedo)).argmin())
