"""Layers of a person, head and body, each drawn alone and laid together by what is nearer."""

from dataclasses import dataclass
from typing import Any

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

NEAR_STEPS_PER_DM, NEAR_MIDDLE = 30.0, 128
"""How near a pixel is to the camera, in a byte: 128 is as near as the eyes, 0 is nothing."""
CLOTH_OVER = 1
"""So many steps nearer, and cloth hides what belongs to the head."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A head or a body from one side: `bgra` (h, w, 4) and `near` (h, w) uint8, `eyes_px` (2,) the
    point between the eyes, `marks` (k,) whatever numbers belong to it. Below lie `cut_px` more rows
    that were not drawn.
    """

    bgra: NDArray[np.uint8]
    near: NDArray[np.uint8]
    eyes_px: Floats
    marks: Floats
    cut_px: int = 0

    @property
    def nbytes(self) -> int:
        """What its pictures take up."""
        return self.bgra.nbytes + self.near.nbytes


def near_steps(dm: Floats, finer: int) -> NDArray[np.uint8]:
    """Nearness (h, w) from decimetres (h * finer, w * finer) towards the camera from the eyes.

    >>> near_steps(np.array([[-1e9, -1.0, 0.0, 1.0]]).T, 1)[:, 0].tolist()
    [0, 98, 128, 158]
    """
    return _nearest(np.asarray(dm, np.float32), finer)


@nb.njit(cache=True)
def _nearest(dm, finer) -> NDArray[np.uint8]:  # type: ignore[no-untyped-def]  # numba types
    height, width = dm.shape[0] // finer, dm.shape[1] // finer
    steps = np.zeros((height, width), np.uint8)
    for y in range(height):
        for x in range(width):
            nearest = dm[y * finer, x * finer]
            for row in range(finer):
                for column in range(finer):
                    nearest = max(nearest, dm[y * finer + row, x * finer + column])
            if nearest >= -1e6:
                step = np.rint(nearest * np.float32(NEAR_STEPS_PER_DM)) + NEAR_MIDDLE
                steps[y, x] = np.uint8(min(max(step, 1), 255))
    return steps


def joined(head: Layer, body: Layer) -> tuple[NDArray[np.uint8], Floats, int]:
    """Both with their eyes on each other (h, w, 4), colours times alpha; where the head's picture
    begins in it; and how many rows it would have were nothing cut off.
    """
    shift = np.round(body.eyes_px - head.eyes_px).astype(int)
    low = np.minimum(shift, 0)
    high = np.maximum(shift + np.array(head.near.shape[::-1]), body.near.shape[::-1])
    width, height = (high - low).tolist()
    tall = max(height, body.near.shape[0] + body.cut_px - int(low[1]))
    whole = np.zeros((height, width, 4), np.uint8)
    (x, y), origin = (-low).tolist(), shift - low
    part = whole[y : y + body.near.shape[0], x : x + body.near.shape[1]]
    premultiply(body.bgra, part)
    lay(whole, head.bgra, head.near, body.near, (*origin.tolist(), x, y), CLOTH_OVER)
    return whole, origin.astype(np.float64), tall


def scaled(premultiplied: NDArray[np.uint8], size: tuple[int, int], tall: int) -> NDArray[np.uint8]:
    """The upper part of a picture of colours times alpha with straight alpha, so much smaller as
    the whole, `tall` rows, is at `size` (w, h).
    """
    small, (height, width) = premultiplied, premultiplied.shape[:2]
    if size != (width, tall):
        across, down = size[0] / width, size[1] / tall
        if size[0] == width and round(height * down) == height:  # OpenCV would copy it unscaled
            small = np.pad(small, ((0, tall - height), (0, 0), (0, 0)))
        shrunk = cv2.resize(small, None, None, across, down, cv2.INTER_AREA)
        small = np.asarray(shrunk, np.uint8)
    straight = np.empty_like(small)
    divide(small, straight)
    return straight


@nb.njit(cache=True)
def premultiply(bgra, into) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `into` (h, w, 4) with colours times alpha."""
    height, width = bgra.shape[:2]
    for y in range(height):
        for x in range(width):
            alpha = nb.int32(bgra[y, x, 3])
            if alpha == 0:
                continue
            for k in range(3):
                into[y, x, k] = (nb.int32(bgra[y, x, k]) * alpha + 127) // 255
            into[y, x, 3] = alpha


@nb.njit(cache=True)
def divide(bgra, into) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `into` (h, w, 4) with straight colours of those times alpha."""
    height, width = bgra.shape[:2]
    for y in range(height):
        for x in range(width):
            alpha = nb.int32(bgra[y, x, 3])
            for k in range(3):
                value = nb.int32(bgra[y, x, k])
                into[y, x, k] = min((value * 255 + alpha // 2) // alpha, 255) if alpha else 0
            into[y, x, 3] = alpha


@nb.njit(cache=True)
def lay(whole, head, near, body_near, at, over) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Lay the head over the body in `whole`, but under cloth that is nearer by `over` steps.

    `at` is where in `whole` the head's (x, y) and the body's (x, y) picture begins.
    """
    head_x, head_y, body_x, body_y = at
    height, width = head.shape[:2]
    tall, wide = body_near.shape
    for y in range(height):
        for x in range(width):
            alpha = nb.int32(head[y, x, 3])
            if alpha == 0:
                continue
            row, column = y + head_y, x + head_x
            r, c = row - body_y, column - body_x
            cloth = 0
            if 0 <= r < tall and 0 <= c < wide:
                cloth = nb.int32(body_near[r, c])
            mine, theirs = alpha, nb.int32(whole[row, column, 3])
            if cloth >= nb.int32(near[y, x]) + over:
                mine = alpha * (255 - theirs) // 255
                rest = 255
            else:
                rest = 255 - alpha
            for k in range(3):
                value = nb.int32(head[y, x, k]) * mine + nb.int32(whole[row, column, k]) * rest
                whole[row, column, k] = min((value + 127) // 255, 255)
            whole[row, column, 3] = min(mine + theirs * rest // 255, 255)
