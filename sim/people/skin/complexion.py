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
MELANIN_RGB, BLOOD_RGB = (1.0, 1.24, 1.66), (0.06, 0.55, 0.45)
"""What a unit of each takes away, natural logarithm: melanin most of blue, blood most of green."""
UNDERTONE_RGB = (-0.02, 0.03, 0.16)
"""What a unit of undertone takes away: golden above 0, rosy below."""
SURFACE = 0.008
"""What the surface throws back before any pigment is met."""
THIN, THICK, VEIL = 1.9, 3.0, np.float32(0.15)
"""Melanin absorbs as THIN times its share, and more than that where it is dense; it veils
the blood beneath.
"""


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
    melanin = np.asarray(absorbed, np.float32)
    veiled = np.asarray(blood, np.float32) * np.exp(-VEIL * melanin)
    seen = np.empty((*melanin.shape, 3), np.float32)
    for k in range(3):
        lost = melanin * np.float32(MELANIN_RGB[k]) + veiled * np.float32(BLOOD_RGB[k])
        bare = BARE_RGB[k] * np.exp(-undertone * UNDERTONE_RGB[k])
        seen[..., k] = np.float32(bare) * np.exp(-lost) + np.float32(SURFACE)
    return seen
