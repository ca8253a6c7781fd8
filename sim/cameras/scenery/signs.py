"""Names over doors, drawn once as masks, each at several scales."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

Floats = NDArray[np.floating[Any]]

HIGH_PX = 96
FONTS = (cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_COMPLEX)
SCALE, STROKE, LEVELS = 2.2, 7, 6


@dataclass(frozen=True, slots=True)
class Sign:
    """`covers` are masks of the same name, each half as large as the one before; 255 is ink."""

    covers: tuple[NDArray[np.uint8], ...]

    def wide_m(self, high_m: float) -> float:
        """How wide it is when it is so high."""
        height, width = self.covers[0].shape
        return float(high_m * width / height)

    def cover(self, along_m: Floats, down_m: Floats, high_m: float, blur_m: Floats) -> Floats:
        """Share (n,) of ink at points off its middle, at the scale that a pixel's blur asks for."""
        px = HIGH_PX / high_m
        level = np.clip(np.log2(np.maximum(blur_m * px, 1)).round(), 0, LEVELS - 1).astype(int)
        ink = np.zeros(len(along_m))
        for number in np.unique(level).tolist():
            mask, rows = self.covers[number], np.flatnonzero(level == number)
            scale = px / 2**number
            x = along_m[rows] * scale + mask.shape[1] / 2 - 0.5
            y = down_m[rows] * scale + mask.shape[0] / 2 - 0.5
            ink[rows] = map_coordinates(mask.astype(np.float32), [y, x], order=1) / 255.0
        return ink


@cache
def sign(name: str) -> Sign:
    """The name in capitals, in a face of its own."""
    text, font = name.upper(), FONTS[sum(name.encode()) % len(FONTS)]
    (width, height), base = cv2.getTextSize(text, font, SCALE, STROKE)
    mask = np.zeros((HIGH_PX, max(width + 2 * base, 2)), np.uint8)
    cv2.putText(mask, text, (base, (HIGH_PX + height) // 2), font, SCALE, 255, STROKE, cv2.LINE_AA)
    covers = [mask]
    for _ in range(LEVELS - 1):
        last = covers[-1]
        size = (max(last.shape[1] // 2, 1), max(last.shape[0] // 2, 1))
        covers.append(np.asarray(cv2.resize(last, size, interpolation=cv2.INTER_AREA), np.uint8))
    return Sign(tuple(covers))
