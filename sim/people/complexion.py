"""The colour of skin: two pigments, melanin and haemoglobin, and what they leave of white light.

Skin's colours lie near a plane spanned by the two pigments once their logarithm is taken (Tsumura
et al. 1999; Jimenez et al. 2010). The coefficients are fitted to the ten Monk swatches.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]

BARE_RGB = (0.82, 0.70, 0.62)
"""Linear reflectance of skin with neither pigment."""
MELANIN_RGB, BLOOD_RGB = (1.0, 1.2, 1.7), (0.06, 0.55, 0.48)
"""What a unit of each takes away, natural logarithm: melanin most of blue, blood most of green."""
UNDERTONE_RGB = (-0.02, 0.03, 0.16)
"""What a unit of undertone takes away: golden above 0, rosy below."""
SURFACE = 0.008
"""What the surface throws back before any pigment is met."""
THIN, THICK = 1.9, 3.0
"""Melanin absorbs as THIN times its share, and more than that where it is dense."""


def absorbance(melanin: ArrayLike) -> Floats:
    """How much a share of melanin, 0 to 1, absorbs of red light, natural logarithm."""
    share = np.asarray(melanin)
    taken: Floats = THIN * share + THICK * share**4
    return taken


def skin_rgb(absorbed: ArrayLike, blood: ArrayLike, undertone: float = 0.0) -> Floats:
    """(..., 3) linear reflectance of skin with that absorbance of melanin and share of blood.

    >>> pale, dark = skin_rgb(absorbance([0.1, 0.8]), 0)
    >>> red, green, blue = skin_rgb(absorbance(0.1), 1.0) / pale
    >>> bool((pale > dark).all()), bool(red > green)
    (True, True)
    """
    melanin, red = np.asarray(absorbed), np.asarray(blood)
    veiled = red * np.exp(-0.25 * melanin)
    lost = melanin[..., None] * np.array(MELANIN_RGB) + veiled[..., None] * np.array(BLOOD_RGB)
    left = np.array(BARE_RGB) * np.exp(-lost - undertone * np.array(UNDERTONE_RGB))
    seen: Floats = left + SURFACE
    return seen
