"""How deep in the picture the empty place is, and what of it is out of focus."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.scenery.backdrop import Backdrop
from sim.cameras.sensor.spread import LEAST_PX, circle_px, kernel

Floats = NDArray[np.floating[Any]]

FARTHEST_M = 90.0
LAYERS = 6
"""Out of focus, the empty place is mixed from so many pictures."""


def depths_m(camera: Camera, empty: Backdrop) -> NDArray[np.float32]:
    """(h, w) depth of the wall or floor in each pixel; a ceiling is as deep as can be."""
    height, width = empty.ahead_m.shape
    pixels = np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), -1)
    towards = optics.rays(camera, pixels)
    heading = np.radians(camera.heading_deg)
    ahead = np.abs(towards[..., :2] @ np.array([np.cos(heading), np.sin(heading)]))
    with np.errstate(divide="ignore", invalid="ignore"):
        wall = np.where(ahead > 0, empty.ahead_m / ahead, np.inf)
        floor = np.where(towards[..., 2] < 0, camera.height_m / -towards[..., 2], np.inf)
    return np.minimum(np.minimum(wall, floor), FARTHEST_M).astype(np.float32)


def focused(camera: Camera, imaging: Imaging, empty: Backdrop, depth_m: Floats) -> Image:
    """The empty place out of focus by its own depth, straight between the nearest two layers."""
    circle = circle_px(camera, imaging, depth_m)
    most = float(circle.max())
    if most < LEAST_PX:
        return empty.bgr
    steps = np.linspace(0, most, LAYERS)
    place = np.interp(circle, steps, np.arange(LAYERS))
    mixed = np.zeros(empty.bgr.shape, np.float32)
    for number, step in enumerate(steps.tolist()):
        layer = cv2.filter2D(empty.bgr, -1, kernel(0.0, 0.0, round(step * 4) / 4))
        share = np.maximum(1 - np.abs(place - number), 0).astype(np.float32)
        mixed += layer * share[..., None]
    return mixed.round().astype(np.uint8)
