"""An alert as a picture: the face that raised it, and beside it whom it is taken for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.drawing.lettering import fitting, letter
from engine.faces import Image
from engine.matching.track import grown
from engine.pictures import PictureError, read_pixels

SIDE_PX, GAP_PX, GROWN = 224, 8, 1.8
"""Side of either square, the gap between them, and how far beyond the face box the probe shows."""
CAPTION_PX = 24
"""Height of the words below."""
PLATE, INK = 24, (235, 235, 235)


def beside(
    bgr: Image,
    box_px: NDArray[np.float32],
    candidate: Image | None,
    said: tuple[str, str] = ("", ""),
) -> Image:
    """(248, 456, 3): the face in a frame at the left, the watchlist's picture at the right, and
    what is said of either below it. Without a picture the right one says so.
    """
    wide = np.full((SIDE_PX + CAPTION_PX, 2 * SIDE_PX + GAP_PX, 3), PLATE, np.uint8)
    second = SIDE_PX + GAP_PX
    wide[:SIDE_PX, :SIDE_PX] = squared(cut_out(bgr, grown(box_px, GROWN)))
    if candidate is None:
        letter(wide, "no picture is kept", (second + 8, SIDE_PX // 2), INK)
    else:
        wide[:SIDE_PX, second:] = squared(candidate)
    for left, words in zip((0, second), said, strict=True):
        letter(wide, fitting(words, SIDE_PX - 8), (left + 4, SIDE_PX + 17), INK)
    return wide


def cut_out(bgr: Image, box_px: NDArray[np.float32]) -> Image:
    """The part of a picture inside a box x1 y1 x2 y2, at least one pixel, as far as it is there."""
    height, width = bgr.shape[:2]
    x1, y1 = np.clip(np.floor(box_px[:2]).astype(int), 0, [width - 1, height - 1])
    x2, y2 = np.clip(np.ceil(box_px[2:]).astype(int), [x1 + 1, y1 + 1], [width, height])
    return bgr[y1:y2, x1:x2]


def squared(picture: Image) -> Image:
    """A picture as large as fits into a square of SIDE_PX, in its middle."""
    return fitted(picture, (SIDE_PX, SIDE_PX))


def fitted(picture: Image, size_px: tuple[int, int]) -> Image:
    """A picture as large as fits into a frame (width, height), in its middle."""
    scale = min(size_px[0] / picture.shape[1], size_px[1] / picture.shape[0])
    height, width = (max(round(side * scale), 1) for side in picture.shape[:2])
    smaller = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    frame = np.full((size_px[1], size_px[0], 3), PLATE, np.uint8)
    top, left = (size_px[1] - height) // 2, (size_px[0] - width) // 2
    resized = cv2.resize(picture, (width, height), interpolation=smaller)
    frame[top : top + height, left : left + width] = resized
    return frame


def first_picture(pictures: Mapping[str, Sequence[Path]], subject: str) -> Image | None:
    """The first picture that a subject was enrolled from; None if there is none to read."""
    files = pictures.get(subject)
    try:
        return read_pixels(files[0]) if files else None
    except PictureError:
        return None


def png(picture: Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    return cv2.imencode(".png", picture)[1].tobytes()
