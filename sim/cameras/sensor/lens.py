"""A lens that bends straight lines: Brown's radial distortion with two coefficients.

A pinhole's point at radius r (in focal lengths from the middle) is seen at r (1 + k1 r^2 + k2 r^4)
(Brown 1966; the same k1 and k2 as OpenCV's). The bent picture is cut out of a pinhole's that is
larger where needed.
"""

from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scenarios.lenses import farthest
from scenarios.schema import Camera
from sim.cameras import optics

Floats = NDArray[np.floating[Any]]

EDGE_POINTS = 65
TABLE = 4096
"""Radii between which the lens is taken to be straight at first, before Newton's steps."""
ROUNDS = 4
LEAST_SLOPE = 0.05
"""Where a strong lens hardly spreads what it shows, steps are no longer than for this."""


class Lens:
    """One camera's lens; its pinhole's picture is larger by `margin_px` (2,) on every side."""

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        imaging = camera.imaging
        self.k1, self.k2 = (imaging.k1, imaging.k2) if imaging else (0.0, 0.0)
        self.focal_px = optics.focal_px(camera)
        self.middle = np.array([camera.width_px / 2, camera.height_px / 2])
        self.margin_px: Floats = np.zeros(2)
        if not self.straight:
            self.margin_px = self._beyond_px()

    @property
    def straight(self) -> bool:
        """Whether it bends nothing."""
        return self.k1 == 0 and self.k2 == 0

    @cached_property
    def pinhole(self) -> Camera:
        """The camera without its distortion, and with a picture that holds all the lens sees."""
        if self.straight:
            return self.camera
        width, height = (2 * (self.middle + self.margin_px)).astype(int).tolist()
        fov = float(np.degrees(2 * np.arctan(width / 2 / self.focal_px)))
        imaging = self.camera.imaging
        straight = imaging and imaging.model_copy(update={"k1": 0.0, "k2": 0.0})
        size = {"width_px": width, "height_px": height, "fov_deg": fov, "imaging": straight}
        return self.camera.model_copy(update=size)  # larger than a scenario's may be

    def bent(self, points_px: Floats) -> Floats:
        """Where the pinhole's points (..., 2) lie in the picture."""
        away = (points_px - self.margin_px - self.middle) / self.focal_px
        square = (away**2).sum(-1, keepdims=True)
        found: Floats = self.middle + self.focal_px * away * self._factor(square)
        return found

    def holds(self, points_px: Floats) -> NDArray[np.bool_]:
        """Which of the pinhole's points (n, 2) lie in the picture; none that are NaN.

        Beyond the picture's corner a lens of these two terms may bend back what it does not see.
        """
        if self.straight:
            return optics.in_picture(self.camera, points_px)
        away = (points_px - self.margin_px - self.middle) / self.focal_px
        once = np.hypot(away[:, 0], away[:, 1]) <= self._farthest
        found: NDArray[np.bool_] = once & optics.in_picture(self.camera, self.bent(points_px))
        return found

    @cached_property
    def window(self) -> NDArray[np.bool_]:
        """Which pixels of the pinhole's picture lie in the lens's, or one that says all do."""
        if self.straight:
            return np.array(True)
        columns = np.arange(self.pinhole.width_px) + 0.5
        rows = [
            self.holds(np.stack([columns, np.full(len(columns), row + 0.5)], 1))
            for row in range(self.pinhole.height_px)
        ]
        return np.stack(rows)

    def unbent(self, points_px: Floats) -> Floats:
        """Where the picture's points (..., 2) lie in the pinhole's: of a table, then by Newton."""
        away = (points_px - self.middle) / self.focal_px
        seen = np.hypot(away[..., 0], away[..., 1])
        table = np.linspace(0.0, self._farthest, TABLE)
        radius: Floats = np.interp(seen, table * self._factor(table**2), table)
        for _ in range(ROUNDS):
            square = radius**2
            slope = 1 + 3 * self.k1 * square + 5 * self.k2 * square**2
            step = (radius * self._factor(square) - seen) / np.maximum(slope, LEAST_SLOPE)
            radius = radius - step.clip(-table[1], table[1])
        share = np.where(seen > 0, radius / np.maximum(seen, 1e-12), 1.0)
        found: Floats = self.middle + self.margin_px + self.focal_px * away * share[..., None]
        return found

    def bent_boxes(self, boxes_px: Floats) -> Floats:
        """(n, 4) upright boxes around what the pinhole's boxes become."""
        x1, y1, x2, y2 = boxes_px.T
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        around = [(x1, y1), (x, y1), (x2, y1), (x1, y), (x2, y), (x1, y2), (x, y2), (x2, y2)]
        points = self.bent(np.stack([np.stack(pair, -1) for pair in around]))
        return np.concatenate([points.min(0), points.max(0)], 1)

    def scale(self, points_px: Floats) -> Floats:
        """How much wider the picture is than the pinhole's at its points (n, 2)."""
        left, right = (self.bent(points_px + np.array([side, 0.0])) for side in (-0.5, 0.5))
        found: Floats = (right - left)[..., 0]
        return found

    def take(self, picture: NDArray[Any], smooth: bool = True) -> NDArray[Any]:
        """The picture that the lens makes of the pinhole's; the nearest values if not `smooth`."""
        if self.straight:
            return picture
        how = cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST
        return np.asarray(cv2.remap(picture, *self._maps, how, borderMode=cv2.BORDER_REPLICATE))

    @cached_property
    def _maps(self) -> tuple[NDArray[Any], NDArray[Any]]:
        width, height = self.camera.width_px, self.camera.height_px
        pixels = np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), -1)
        found = (self.unbent(pixels) - 0.5).astype(np.float32)
        x, y = np.ascontiguousarray(found[..., 0]), np.ascontiguousarray(found[..., 1])
        fixed = cv2.convertMaps(x, y, cv2.CV_16SC2)
        return np.asarray(fixed[0]), np.asarray(fixed[1])

    @cached_property
    def _farthest(self) -> float:
        """The pinhole's radius, in focal lengths, that comes to lie in the picture's corner."""
        return farthest(self.camera)

    def _factor(self, square: Floats) -> Floats:
        return 1 + self.k1 * square + self.k2 * square**2

    def _beyond_px(self) -> Floats:
        """Whole pixels (2,) by which the pinhole's picture must reach beyond the lens's."""
        along = np.linspace(0, 1, EDGE_POINTS)
        ends = np.array([0.0, 1.0])
        grids = (np.meshgrid(along, ends), np.meshgrid(ends, along))
        edge = np.concatenate([np.stack(grid, -1).reshape(-1, 2) for grid in grids])
        ideal = self.unbent(edge * 2 * self.middle)
        beyond = np.maximum(-ideal, ideal - 2 * self.middle).max(0)
        found: Floats = np.ceil(np.maximum(beyond, 0)) + 2
        return found
