"""What is done to a large picture of a face before the engine sees it, alike for all pictures."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.faces import Image

SIZE, BLUR, JPEG = "interocular_px", "blur_px", "jpeg_quality"
WHOLE_PX, SMALL_PX = 42.0, 24.0
"""Distance between the eyes of pictures that are blurred, and of those compressed harder."""
QUALITY = 80
"""JPEG quality of pictures that are only shrunk, as in calibration."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """`value` is that of what `by` names; faces are shrunk to `size_px`, never enlarged, then
    softened by a Gaussian of `blur_px` and compressed to `quality`.
    """

    by: str
    value: float
    size_px: float
    blur_px: float = 0.0
    quality: int = QUALITY


TREATMENTS = (
    *(Treatment(SIZE, px, px) for px in (8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0, 42.0)),
    *(Treatment(BLUR, px, WHOLE_PX, blur_px=px) for px in (1.0, 2.0, 3.0, 4.0, 6.0)),
    *(Treatment(JPEG, float(q), SMALL_PX, quality=q) for q in (70, 50, 30, 20, 10, 5)),
)
"""Sizes first; the curves by blur and by quality begin with one of them."""


def treated(bgr: Image, own_px: float, treatment: Treatment) -> tuple[Image, float]:
    """The picture, in which eyes are `own_px` apart, treated; and by how much it was shrunk.

    >>> treated(np.zeros((100, 80, 3), np.uint8), 40.0, Treatment(SIZE, 10.0, 10.0))[0].shape
    (25, 20, 3)
    """
    share = min(treatment.size_px / own_px, 1.0)
    made = bgr if share == 1 else shrunk(bgr, share)
    if treatment.blur_px:
        made = np.asarray(cv2.GaussianBlur(made, (0, 0), treatment.blur_px), np.uint8)
    return compressed(made, treatment.quality), share


def shrunk(bgr: Image, share: float) -> Image:
    """Shrunk by area, as a sensor does."""
    width, height = (max(round(share * side), 1) for side in bgr.shape[1::-1])
    return np.asarray(cv2.resize(bgr, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def compressed(bgr: Image, quality: int) -> Image:
    """As a JPEG of this quality shows it."""
    kept = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR), np.uint8)
