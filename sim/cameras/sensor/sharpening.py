"""What a camera's processor does so that pictures look crisp."""

import cv2
import numpy as np

from engine.faces import Image


def sharpened(bgr: Image, amount: float, radius_px: float) -> Image:
    """Unsharp mask: the picture plus `amount` times what a Gaussian of that radius takes away."""
    if amount == 0:
        return bgr
    soft = cv2.GaussianBlur(bgr, (0, 0), radius_px)
    return np.asarray(cv2.addWeighted(bgr, 1 + amount, soft, -amount, 0), np.uint8)
