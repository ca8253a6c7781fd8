"""How sharp faces are that shutter, focus and softness spread, told by what the engine makes of it.

A face that is spread tells as much as a smaller sharp one. The three ways of spreading are measured
apart (`tests/bench/coverage/test_sharpness.py`): a streak leaves the other direction sharp, and
a disc has no soft rim.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.sensor.exposure import GREY, shutter_s
from sim.cameras.sensor.imaging import SOFT_PX
from sim.cameras.sensor.spread import circle_px, streak_px

Floats = NDArray[np.floating[Any]]

SOFT_GRAIN_PX, CIRCLE_GRAIN_PX, STREAK_GRAIN_PX = 0.88, 2.9, 3.6
"""A softness beyond an ordinary camera's, a circle of confusion and a streak that make a face tell
as much as one of 1 / sqrt(2) its size: where scores of blurred rendered faces come nearest those of
smaller ones, with pack `open`."""


def sharpness(soft_px: float, circle: Floats, streak_px: Floats) -> Floats:
    """Share (n,) of its distance between the eyes at which a sharp face tells as much; 1 for an
    ordinary camera's softness, circles (n,) of 0 and streaks of length (n,) 0.

    >>> sharpness(0.5, np.zeros(2), np.array([0.0, 3.6])).round(3).tolist()
    [1.0, 0.707]
    """
    softer = max(soft_px**2 - SOFT_PX**2, 0.0) / SOFT_GRAIN_PX**2
    spread = softer + (circle / CIRCLE_GRAIN_PX) ** 2 + (streak_px / STREAK_GRAIN_PX) ** 2
    found: Floats = 1 / np.sqrt(1 + spread)
    return found


def sharpness_of(camera: Camera, eyes_m: Floats, going_mps: Floats) -> Floats:
    """That of people whose eyes are at (n, 3) and who go (n, 2) east and north, before this camera.

    Its shutter is that for a place of middle grey, since nobody draws the place.
    """
    imaging = camera.imaging
    if imaging is None:
        return np.ones(len(eyes_m))
    way = np.column_stack([going_mps, np.zeros(len(eyes_m))])
    open_s = shutter_s(imaging, GREY) if imaging.motion_blur else 0.0
    streak = streak_px(optics.velocity_px_s(camera, eyes_m, way), open_s)
    circle = circle_px(camera, imaging, optics.depth_m(camera, eyes_m))
    return sharpness(imaging.softness_px, circle, np.hypot(*streak.T))
