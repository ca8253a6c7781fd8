"""One camera's way from people and a place to the pictures it hands on."""

from dataclasses import replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.compositing import Figure
from sim.cameras.scenery.backdrop import Backdrop
from sim.cameras.sensor.depth import depths_m, focused
from sim.cameras.sensor.development import LINEAR, NONE, Wells, develop
from sim.cameras.sensor.exposure import GREY, Exposure, expose
from sim.cameras.sensor.imaging import PLAIN, SPARE_PX, Sensor
from sim.cameras.sensor.lens import Lens
from sim.cameras.sensor.light import ambient, tint_bgr
from sim.cameras.sensor.rain import Rain
from sim.cameras.sensor.sharpening import sharpened
from sim.cameras.sensor.shutter import a_row, rolled, skewed
from sim.cameras.sensor.spread import blur_px, circle_px, smeared, streak_px
from sim.streams import Streams

Floats = NDArray[np.floating[Any]]

LUMA_BGR = np.array([0.0722, 0.7152, 0.2126])
"""Weights of linear blue, green and red in luminance (IEC 61966-2-1)."""


class Imager:
    """Treats people one by one, then whole frames. `empty` is the place as it is filmed.

    Without an imaging part in the scenario it is the plain sensor of `sim.cameras.sensor.imaging`.
    """

    def __init__(self, camera: Camera, lens: Lens, empty: Backdrop, streams: Streams) -> None:
        self.camera, self.lens = camera, lens
        self.imaging = camera.imaging or PLAIN
        self.depth_m = depths_m(lens.pinhole, empty) if camera.imaging else NONE
        picture = focused(lens.pinhole, self.imaging, empty, self.depth_m)
        self.empty = replace(empty, bgr=picture)
        self.exposure = self._metered()
        self.stream, self.streams = f"sensor/{camera.id}", streams
        self.plain = None if camera.imaging else Sensor(camera, streams)

    @property
    def line_s(self) -> float:
        """From one row's exposure to the next one's."""
        return self.imaging.line_time_us * 1e-6

    @property
    def shutter_s(self) -> float:
        """For how long moving people are smeared."""
        return self.exposure.shutter_s if self.imaging.motion_blur else 0.0

    def treat(self, figure: Figure, velocity_px_s: Floats) -> Figure:
        """Somebody as the shutter and the lens's focus leave them."""
        seen = self.rolled(figure.eyes_px, velocity_px_s)
        shift = seen - figure.eyes_px
        sprite = skewed(figure.sprite, velocity_px_s, self.line_s)
        circle = float(self.circle_px(np.array(figure.sprite.px_per_m)))
        sprite = smeared(sprite, streak_px(velocity_px_s, self.shutter_s), circle)
        where = {name: getattr(figure, name) + shift for name in ("eyes_px", "floor_px", "feet_px")}
        return replace(figure, sprite=sprite, **where)

    def rolled(self, points_px: Floats, velocity_px_s: Floats) -> Floats:
        """Where the pinhole's points (..., 2) are seen for the rolling shutter."""
        return rolled(points_px, velocity_px_s, self.line_s, float(self.lens.margin_px[1]))

    def spare_px(self, velocity_px_s: Floats, px_per_m: Floats) -> float:
        """How far below the picture lies what of people who move at (n, 2) comes into it, at most.

        What shutter and focus spread reaches half as far as it is wide and a few pixels more.
        """
        if not len(velocity_px_s):
            return 0.0
        streak = float(np.abs(streak_px(velocity_px_s, self.shutter_s)[:, 1]).max())
        spread = (streak + float(self.circle_px(px_per_m).max())) / 2 + 4
        skew = float(np.abs(a_row(velocity_px_s, self.line_s)[:, 1]).max())
        return spread + (len(self.empty.ahead_m) + spread) * skew / (1 - skew)

    def circle_px(self, px_per_m: Floats) -> Floats:
        """Diameter of the circle of confusion of people of that pixel density."""
        return circle_px(self.camera, self.imaging, optics.focal_px(self.camera) / px_per_m)

    def blur_px(self, velocity_px_s: Floats, px_per_m: Floats) -> Floats:
        """Standard deviation (n,) of the spread of people who move at (n, 2)."""
        streak = streak_px(velocity_px_s, self.shutter_s)
        return blur_px(self.imaging.softness_px, streak, self.circle_px(px_per_m))

    def take(
        self, bgr: Image, owner: NDArray[np.int32], depth_m: dict[int, float], frame: int
    ) -> Image:
        """The pinhole's picture as the camera hands it on; `depth_m` is that of each person."""
        if self.plain:
            return self.plain.take(bgr, frame)
        imaging, rng = self.imaging, self.streams.rng(self.stream, frame + 1)
        lit, clear = self._lit(owner), self._clear(owner, depth_m)
        if self._rain:
            bgr = self._rain.fall(bgr, self._mean, rng)
        bgr, lit, clear = (self._through(one) for one in (bgr, lit, clear))
        taken = develop(
            np.ascontiguousarray(bgr, np.uint8),
            self._factor_bgr,
            self._drawn(rng),
            self._wells,
            lit=lit,
            clear=clear,
            air=self._mean,
        )
        return sharpened(taken, imaging.sharpening, imaging.sharpening_px)

    def _through(self, picture: NDArray[Any]) -> NDArray[Any]:
        """Bent and softened by the lens."""
        if picture is NONE:
            return picture
        bent, soft = self.lens.take(picture), self.imaging.softness_px
        return np.asarray(cv2.GaussianBlur(bent, (0, 0), soft)) if soft > 0 else bent

    def _metered(self) -> Exposure:
        """The setting for the empty place: people who come and go do not change it."""
        if self.camera.imaging is None:
            return expose(self.imaging, GREY)
        light = LINEAR[self.empty.bgr] @ LUMA_BGR
        self._mean = float(light.mean())
        nobody = np.full(light.shape, -1, np.int32)
        return expose(self.imaging, float((light * self._lit(nobody)).mean()))

    @cached_property
    def _factor_bgr(self) -> Floats:
        found: Floats = tint_bgr(self.imaging) * self.exposure.level_per_reflectance
        return found

    @cached_property
    def _wells(self) -> Wells:
        imaging = self.imaging
        return Wells(imaging.full_well_e, imaging.read_noise_e, self.exposure.gain)

    @cached_property
    def _rain(self) -> Rain | None:
        strength = self.imaging.rain_mm_per_h
        return Rain(self.lens.pinhole, strength, self.exposure.shutter_s) if strength else None

    @cached_property
    def _glass(self) -> NDArray[np.float32] | None:
        """How many times more light each pixel of the empty place gets from behind glass."""
        imaging = self.imaging
        if not imaging.backlight_lux:
            return None
        height, width = self.empty.ahead_m.shape
        inner = self.lens.margin_px.astype(int)
        size = np.array([width, height]) - 2 * inner
        box = np.array(imaging.backlight_box).reshape(2, 2) * size + inner
        (x1, y1), (x2, y2) = box.round().astype(int).tolist()
        more = np.ones((height, width), np.float32)
        part = more[y1:y2, x1:x2]
        times = imaging.backlight_lux / ambient(imaging).illuminance_lux
        part[np.isfinite(self.empty.ahead_m[y1:y2, x1:x2])] = times
        return more

    def _lit(self, owner: NDArray[np.int32]) -> NDArray[np.float32]:
        if self._glass is None:
            return NONE
        return np.where(owner < 0, self._glass, np.float32(1))

    def _clear(self, owner: NDArray[np.int32], depth_m: dict[int, float]) -> NDArray[np.float32]:
        if self._rain is None:
            return NONE
        found = self._far_clear.copy()
        for person, depth in depth_m.items():
            found[owner == person] = self._rain.clear(np.array(depth))
        return found

    @cached_property
    def _far_clear(self) -> NDArray[np.float32]:
        return self._rain.clear(self.depth_m) if self._rain else NONE

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        """Standard normal noise, drawn once and shifted from frame to frame."""
        if not self.imaging.noise:
            return np.zeros((0, 0, 3), np.float32)
        shape = (self.camera.height_px + SPARE_PX, self.camera.width_px + SPARE_PX, 3)
        return self.streams.rng(self.stream).standard_normal(shape, np.float32)

    def _drawn(self, rng: np.random.Generator) -> NDArray[np.float32]:
        y, x = rng.integers(0, SPARE_PX, 2).tolist()
        return self._table[y:, x:]
