"""How sharp and how well lit an aligned face is.

The components bear the names of ISO/IEC 29794-5 (the standard behind OFIQ); the figures are this
project's own simple ones and not the standard's 0 to 100.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image

INSIDE = slice(16, 96)
"""Rows and columns of the 112 px crop that are face and not hair, neck or backdrop."""
DARK, BRIGHT = 10, 245
"""Luminance at or beyond which a pixel counts as clipped; compression blurs the exact ends."""
LEVELS = 32
"""Steps of luminance in which two halves of a face are compared."""


@dataclass(frozen=True, slots=True)
class Light:
    """What the crop's luminance (0 to 255) tells.

    `sharpness`: variance of the Laplacian over the variance of luminance, so that neither
    contrast nor brightness matters; 0 for a flat picture. A small face is soft by nature, since
    the crop enlarges it. `luminance` the mean. `under_exposed`, `over_exposed` shares of clipped
    pixels. `dynamic_range_bits` entropy of luminance, 0 to 8. `uniformity` the share that the
    histograms of the left and the right half have in common.
    """

    sharpness: float
    luminance: float
    under_exposed: float
    over_exposed: float
    dynamic_range_bits: float
    uniformity: float


def light(crop: Image) -> Light:
    """Measure an aligned (112, 112, 3) crop."""
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)[INSIDE, INSIDE]
    count = np.bincount(grey.ravel(), minlength=256)
    return Light(
        sharpness=_sharpness(grey),
        luminance=float(grey.mean()),
        under_exposed=float(count[: DARK + 1].sum() / grey.size),
        over_exposed=float(count[BRIGHT:].sum() / grey.size),
        dynamic_range_bits=_entropy_bits(count),
        uniformity=_uniformity(grey),
    )


def _sharpness(grey: NDArray[np.uint8]) -> float:
    spread = float(grey.var())
    if spread < 1e-6:
        return 0.0
    return float(cv2.Laplacian(grey, cv2.CV_32F).var()) / spread


def _entropy_bits(count: NDArray[np.int64]) -> float:
    share = count[count > 0] / count.sum()
    return max(float(-(share * np.log2(share)).sum()), 0.0)


def _uniformity(grey: NDArray[np.uint8]) -> float:
    halves = np.split(grey // (256 // LEVELS), 2, axis=1)
    left, right = (np.bincount(half.ravel(), minlength=LEVELS) for half in halves)
    return float(np.minimum(left, right).sum() / halves[0].size)
