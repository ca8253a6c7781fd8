"""Names over doors, drawn once as masks."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIGN_PX_PER_M = 160
HIGH_M = 0.6
FONT, SCALE, STROKE = cv2.FONT_HERSHEY_DUPLEX, 2.6, 6


@dataclass(frozen=True, slots=True)
class Sign:
    """`cover` (h, w) is 255 where there are letters; SIGN_PX_PER_M to the metre."""

    cover: NDArray[np.uint8]


@cache
def sign(name: str) -> Sign:
    """The name in capitals."""
    (width, height), base = cv2.getTextSize(name.upper(), FONT, SCALE, STROKE)
    cover = np.zeros((round(HIGH_M * SIGN_PX_PER_M), width + 2 * base), np.uint8)
    at = (base, (cover.shape[0] + height) // 2)
    cv2.putText(cover, name.upper(), at, FONT, SCALE, 255, STROKE, cv2.LINE_AA)
    return Sign(cover)
