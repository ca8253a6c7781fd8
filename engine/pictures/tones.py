"""From whatever a picture's pixels are to 8-bit BGR, turned upright."""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image

Pixels = NDArray[Any]
"""(h, w) or (h, w, channels) of any number: grey, grey and alpha, BGR, or BGR and alpha."""
GROUND = 128
"""The grey that shows through where a picture is transparent: neither hair nor a bright sky."""
ROWS_PX = 1 << 20
"""Pixels that are worked on at once, so that little more than the picture itself is held."""
TOPS = (1.0, 255.0, 65_535.0, float(2**32 - 1))
"""White, for numbers that do not say where it lies: the first that nothing exceeds."""


def to_bgr8(pixels: Pixels, *, premultiplied: bool = False) -> Image:
    """(h, w, 3) uint8: more bits are scaled, not cut off, and what is transparent shows GROUND,
    whether or not the colours are `premultiplied` by their alpha.

    16 bits keep their upper eight; floating-point and signed numbers go from 0 to the first of
    TOPS that none exceeds, and what is no number is 0.
    """
    held = pixels[..., None] if pixels.ndim == 2 else pixels
    if held.dtype == np.uint8 and held.shape[2] == 3:
        return np.ascontiguousarray(held)
    height, width, channels = held.shape
    top = None if held.dtype.kind in "ub" else _top(held)
    done = np.empty((height, width, 3), np.uint8)
    for rows in _rows(height, width):
        part = _eight_bits(held[rows], top)
        opaque = part[..., : 3 if channels >= 3 else 1]
        if channels in (2, 4):
            opaque = _on_ground(opaque, part[..., -1:], premultiplied=premultiplied)
        done[rows] = opaque
    return done


def upright(bgr: Image, orientation: int) -> Image:
    """Turned and mirrored as Exif's orientation (1 to 8) says."""
    if orientation in (5, 6, 7, 8):
        bgr = np.asarray(cv2.transpose(bgr), np.uint8)
    flips = {2: 1, 3: -1, 4: 0, 6: 1, 7: -1, 8: 0}
    if orientation in flips:
        bgr = np.asarray(cv2.flip(bgr, flips[orientation]), np.uint8)
    return bgr


def halved(bgr: Image, most_px: int) -> Image:
    """Shrunk by area to a half, a quarter and so on, until it has at most so many pixels."""
    while bgr.shape[0] * bgr.shape[1] > most_px:
        size = (max(bgr.shape[1] // 2, 1), max(bgr.shape[0] // 2, 1))
        bgr = np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    return bgr


def _eight_bits(part: Pixels, top: float | None) -> NDArray[np.uint8]:
    if top is not None:
        real = np.nan_to_num(part.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        return np.rint(np.clip(real, 0, top) * (255 / top)).astype(np.uint8)
    if part.dtype == np.bool_:
        return part.astype(np.uint8) * np.uint8(255)
    return (part >> (8 * (part.dtype.itemsize - 1))).astype(np.uint8)


def _on_ground(
    opaque: NDArray[np.uint8], alpha: NDArray[np.uint8], *, premultiplied: bool
) -> NDArray[np.uint8]:
    if alpha.min() == 255:
        return opaque
    share = alpha.astype(np.uint32)
    own = opaque.astype(np.uint32) * (255 if premultiplied else share)
    mixed = (own + GROUND * (255 - share) + 127) // 255
    return np.asarray(np.minimum(mixed, 255), np.uint8)


def _top(held: Pixels) -> float:
    largest = 0.0
    for rows in _rows(*held.shape[:2]):
        part = held[rows]
        finite = part[np.isfinite(part)]
        largest = max(largest, float(finite.max(initial=0)))
    return next((top for top in TOPS if largest <= top), largest)


def _rows(height: int, width: int) -> Iterator[slice]:
    step = max(ROWS_PX // max(width, 1), 1)
    return (slice(first, first + step) for first in range(0, height, step))
