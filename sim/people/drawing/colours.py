"""Colours as linear light, and drawing one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.people.drawing.lights import EXPOSURE, NEUTRAL

Colour = tuple[float, float, float]
"""Linear light, RGB, 0 to 1."""


def linear(rgb: ArrayLike) -> NDArray[np.float32]:
    """8-bit sRGB to linear light (IEC 61966-2-1).

    >>> linear((0, 255, 128)).round(3).tolist()
    [0.0, 1.0, 0.2160000056028366]
    """
    share = np.asarray(rgb, np.float32) / 255
    light: NDArray[np.float32] = np.where(
        share < 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4
    ).astype(np.float32)
    return light


def pick(colours: tuple[tuple[int, int, int], ...], rng: np.random.Generator) -> Colour:
    """A paint that shows as one of some 8-bit colours, a little lighter or darker, in the neutral
    light.
    """
    shown = linear(colours[rng.integers(len(colours))]) / (NEUTRAL * EXPOSURE)
    return colour(shown * np.exp(rng.normal(0, 0.2)))


def colour(rgb: ArrayLike) -> Colour:
    """An array as a colour."""
    red, green, blue = np.clip(np.asarray(rgb, np.float64), 0, 1).tolist()
    return (red, green, blue)
