"""A rolling shutter: rows are exposed one after another, and who moves is skewed.

A point at p that moves at v, both as the picture has them when its first row is exposed, is seen on
the row y where it is when that row's turn comes: p + v t with t = y times the time of a line. So a
person's picture is sheared by v_x and stretched by v_y.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sim.cameras.sensor.spread import unweighed, weighed

if TYPE_CHECKING:
    from sim.people.sprites import Sprite  # coverage needs nobody who is drawn

Floats = NDArray[np.floating[Any]]

LEAST = 1e-4
"""Shears below this (a tenth of a pixel in a thousand) are left out."""
MOST = 0.5
"""Nobody goes further than so many pixels a row: pictures of who would be are larger than any."""


def rolled(
    points_px: Floats, velocity_px_s: Floats, line_s: float, first_row: float = 0.0
) -> Floats:
    """Where points (..., 2) that move at (..., 2) are seen, `first_row` being exposed first."""
    along = a_row(velocity_px_s, line_s)
    rows = (points_px[..., 1] - first_row) / (1 - along[..., 1])
    found: Floats = points_px + along * rows[..., None]
    return found


def a_row(velocity_px_s: Floats, line_s: float) -> Floats:
    """How far (..., 2) somebody goes from one row to the next, at most MOST.

    >>> a_row(np.array([100.0, -9000.0]), 1e-3).tolist()
    [0.1, -0.5]
    """
    found: Floats = (np.asarray(velocity_px_s, np.float64) * line_s).clip(-MOST, MOST)
    return found


def skewed(sprite: "Sprite", velocity_px_s: Floats, line_s: float) -> "Sprite":
    """The sprite sheared and stretched about the point between its eyes."""
    aside, down = a_row(velocity_px_s, line_s).tolist()
    shear, stretch = aside / (1 - down), 1 / (1 - down)
    if max(abs(shear), abs(stretch - 1)) < LEAST:
        return sprite
    height, width = sprite.bgra.shape[:2]
    turn = np.array([[1, shear], [0, stretch]])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ turn.T
    low = np.floor(corners.min(0))
    size = np.ceil(corners.max(0) - low).astype(int)
    half = np.full(2, 0.5)
    matrix = np.column_stack([turn, turn @ half - half - low])
    warped = cv2.warpAffine(weighed(sprite.bgra), matrix, size.tolist())
    return replace(
        sprite,
        bgra=unweighed(np.asarray(warped, np.float32)),
        eyes_px=turn @ sprite.eyes_px - low,
        landmarks_px=sprite.landmarks_px @ turn.T - low,
        feet_px=sprite.feet_px * stretch,
    )
