"""How a person's picture spreads while the shutter is open and out of focus."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Camera, Imaging
from sim.cameras import optics

if TYPE_CHECKING:
    from sim.people.sprites import Sprite  # coverage needs nobody who is drawn

Floats = NDArray[np.floating[Any]]

FINE = 4
"""Points a pixel from which spreads are built, and their grain."""
LEAST_PX = 0.5
"""Streaks and circles below this are not drawn."""
MOST_STREAK_PX, MOST_CIRCLE_PX = 500.0, 200.0
"""Nor what is longer and wider: nobody is to be seen in them, and spreading takes their square."""


def circle_px(camera: Camera, imaging: Imaging, depth_m: Floats) -> Floats:
    """Diameter of the circle of confusion of points at a depth.

    c = A f |d - s| / (d (s - f)) for aperture A = f / N, focal length f and sharp distance s: the
    thin lens. f is the focal length in pixels times the pixel's pitch.
    """
    if imaging.focus_m is None:
        return np.zeros_like(depth_m)
    focal_m = optics.focal_px(camera) * imaging.pixel_um * 1e-6
    away = np.abs(depth_m - imaging.focus_m) / depth_m
    circle_m = focal_m**2 / imaging.f_number * away / (imaging.focus_m - focal_m)
    found: Floats = np.minimum(circle_m / (imaging.pixel_um * 1e-6), MOST_CIRCLE_PX)
    return found


def streak_px(velocity_px_s: Floats, shutter_s: float) -> Floats:
    """Way (..., 2) across the picture while the shutter is open, at most MOST_STREAK_PX long.

    >>> streak_px(np.array([3000.0, 4000.0]), 1.0).tolist()
    [300.0, 400.0]
    """
    way = np.asarray(velocity_px_s, np.float64) * shutter_s
    length = np.hypot(way[..., :1], way[..., 1:])
    found: Floats = way * np.minimum(1.0, MOST_STREAK_PX / np.maximum(length, 1e-9))
    return found


def blur_px(soft_px: float, streak_px: Floats, circle: Floats) -> Floats:
    """Standard deviation (n,) of the whole spread along the streaks (n, 2), in pixels.

    Variances add up: a streak of length l has l^2 / 12, a disc of diameter c has c^2 / 16.
    """
    length = np.hypot(streak_px[..., 0], streak_px[..., 1])
    found: Floats = np.sqrt(soft_px**2 + length**2 / 12 + circle**2 / 16)
    return found


def smeared(sprite: "Sprite", streak_px: Floats, circle: float) -> "Sprite":
    """A sprite drawn out along `streak_px` (2,), centred on where it was, and out of focus."""
    x, y, across = (round(float(one) * FINE) / FINE for one in (*streak_px, circle))
    if max(np.hypot(x, y), across) < LEAST_PX:
        return sprite
    return _spread(sprite, kernel(x, y, across))


@lru_cache(maxsize=512)
def kernel(streak_x: float, streak_y: float, circle: float) -> NDArray[np.float32]:
    """The spread of one point, odd sides, adding up to 1."""
    line = _splatted(*_line(streak_x, streak_y))
    disc = _splatted(*_disc(circle))
    whole = _convolved(line, disc)
    spread: NDArray[np.float32] = (whole / whole.sum()).astype(np.float32)
    return spread


def _convolved(one: Floats, other: Floats) -> Floats:
    """Each point of one spread, spread as the other; scipy's takes half a second to import."""
    (high, wide), (down, across) = one.shape, other.shape
    whole = np.zeros((high + down - 1, wide + across - 1))
    for y, x in np.argwhere(one):
        whole[y : y + down, x : x + across] += one[y, x] * other
    return whole


def _line(x: float, y: float) -> tuple[Floats, Floats]:
    along = np.linspace(-0.5, 0.5, FINE * int(np.ceil(np.hypot(x, y))) + 1)
    return (along * x, along * y) if np.hypot(x, y) >= LEAST_PX else (np.zeros(1), np.zeros(1))


def _disc(diameter: float) -> tuple[Floats, Floats]:
    if diameter < LEAST_PX:
        return np.zeros(1), np.zeros(1)
    side = np.arange(-diameter / 2, diameter / 2 + 1e-9, 1 / FINE)
    x, y = np.meshgrid(side, side)
    inside = np.hypot(x, y) <= diameter / 2
    return x[inside], y[inside]


def _splatted(x: Floats, y: Floats) -> Floats:
    """Points shared out among the four pixels around each."""
    half = int(np.ceil(max(np.abs(x).max(), np.abs(y).max())))
    found = np.zeros((2 * half + 3, 2 * half + 3))
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - i, y - j
    for di, dj, share in (
        (0, 0, (1 - fx) * (1 - fy)),
        (1, 0, fx * (1 - fy)),
        (0, 1, (1 - fx) * fy),
        (1, 1, fx * fy),
    ):
        np.add.at(found, (j + dj + half + 1, i + di + half + 1), share)
    return _trimmed(found)


def _trimmed(found: Floats) -> Floats:
    """Without empty rows and columns, still centred."""
    used = np.argwhere(found > 0)
    middle = np.array(found.shape) // 2
    down, across = np.abs(used - middle).max(0)
    return found[
        middle[0] - down : middle[0] + down + 1, middle[1] - across : middle[1] + across + 1
    ]


def _spread(sprite: "Sprite", spread: NDArray[np.float32]) -> "Sprite":
    down, across = (side // 2 for side in spread.shape)
    framed = cv2.copyMakeBorder(sprite.bgra, down, down, across, across, cv2.BORDER_CONSTANT)
    whole = cv2.filter2D(weighed(framed), -1, spread, borderType=cv2.BORDER_CONSTANT)
    shift = np.array([across, down], np.float64)
    return replace(
        sprite,
        bgra=unweighed(np.asarray(whole, np.float32)),
        eyes_px=sprite.eyes_px + shift,
        landmarks_px=sprite.landmarks_px + shift,
    )


def weighed(bgra: NDArray[Any]) -> NDArray[np.float32]:
    """Colours times alpha, so that clear pixels have no colour to give."""
    whole = bgra.astype(np.float32)
    whole[..., :3] *= whole[..., 3:] / 255
    return whole


def unweighed(whole: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colours by themselves again."""
    whole[..., :3] *= 255 / np.maximum(whole[..., 3:], 0.1)
    return np.asarray(whole.round().clip(0, 255), np.uint8)
