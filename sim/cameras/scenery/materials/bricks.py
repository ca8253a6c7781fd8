"""Brickwork."""

import numpy as np

from sim.cameras.scenery.materials.patterns import (
    Floats,
    Front,
    Paint,
    matt,
    mixed,
    noise,
    over,
    plain,
    stripes,
    tones,
)
from sim.cameras.scenery.solids import Face

BRICK_M, COURSE_M, MORTAR_M = 0.225, 0.075, 0.011
REDS = ((62, 82, 138), (70, 96, 146), (92, 122, 152), (58, 70, 112))
STOCK = (96, 112, 124)


def bricks(front: Front, number: int) -> Floats:
    """(n, 3) stretcher bond with mortar, each brick of its own tone."""
    along, up = front.along_m, front.up_m
    row = np.floor(up / COURSE_M)
    shifted = along + BRICK_M / 2 * (row % 2)
    column = np.floor(shifted / BRICK_M)
    tone = 1 + 0.45 * tones(column, row, number, COURSE_M, front.blur_up_m)
    tone += 0.16 * noise(along, up, 1.3, 5, front.blur_along_m)
    bgr = plain(len(up), REDS[number % len(REDS)]) * tone[:, None]
    mortar = np.maximum(
        stripes(shifted, BRICK_M, MORTAR_M, front.blur_along_m),
        stripes(up, COURSE_M, MORTAR_M, front.blur_up_m),
    )
    return mixed(bgr, (132, 142, 148), 0.8 * mortar)


def brick(front: Front, face: Face) -> Paint:
    """A wall of brick on a stone plinth, with a coping."""
    bgr = bricks(front, face.number)
    bgr = mixed(bgr, STOCK, 1 - over(front.up_m, 0.3, front.blur_up_m))
    if np.isfinite(face.top_m):
        bgr = mixed(bgr, (158, 166, 170), over(front.up_m, face.top_m - 0.14, front.blur_up_m))
    return matt(bgr)
