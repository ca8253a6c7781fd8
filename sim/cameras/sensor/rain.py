"""Rain between a camera and what it sees: streaks of the near drops, a veil of the far ones.

Drops come as Marshall & Palmer (1948) count them and fall as Atlas et al. (1973) measured. A drop
covers a pixel for D / v seconds of a shutter of t and shows the light around it: the pixel goes
D / (v t) of the way to it (Garg & Nayar 2007).
"""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.sensor.development import LINEAR, coded

Floats = NDArray[np.floating[Any]]

N0_PER_M4 = 8.0e6
"""Marshall & Palmer's 8,000 drops a cubic metre and millimetre of diameter."""
LEAST_M = 1.0e-3
"""Smaller drops are left to the veil."""
REACH_M = (0.5, 8.0)
"""Depths of the drops that are drawn as streaks."""
CODE = (coded(np.arange(4096) / 4095) * 255).round().astype(np.uint8)


def slope_per_m(rain_mm_per_h: float) -> float:
    """Of the exponential in Marshall & Palmer's N(D) = N0 exp(-slope D)."""
    return float(4100.0 * rain_mm_per_h**-0.21)


def fall_mps(diameter_m: Floats) -> Floats:
    """Terminal speed (Atlas et al. 1973).

    >>> round(float(fall_mps(np.array(2e-3))), 2)
    6.55
    """
    found: Floats = 9.65 - 10.3 * np.exp(-600.0 * diameter_m)
    return found


def extinction_per_m(rain_mm_per_h: float) -> float:
    """Light lost a metre: twice the drops' cross-sections, pi N0 / slope^3, all sizes together."""
    return float(np.pi * N0_PER_M4 / slope_per_m(rain_mm_per_h) ** 3)


class Rain:
    """Rain of one strength before one camera."""

    def __init__(self, camera: Camera, rain_mm_per_h: float, shutter_s: float) -> None:
        self.camera, self.shutter_s = camera, shutter_s
        self.slope = slope_per_m(rain_mm_per_h)
        self.per_m = extinction_per_m(rain_mm_per_h)
        focal = optics.focal_px(camera)
        solid = camera.width_px * camera.height_px / focal**2
        near, far = REACH_M
        volume_m3 = solid * (far**3 - near**3) / 3
        self.drops = N0_PER_M4 / self.slope * np.exp(-self.slope * LEAST_M) * volume_m3

    def clear(self, depth_m: Floats) -> NDArray[np.float32]:
        """Share of the light that comes through (Koschmieder)."""
        return np.asarray(np.exp(-self.per_m * depth_m), np.float32)

    def fall(self, bgr: Image, around: float, rng: np.random.Generator) -> Image:
        """The picture with streaks of drops that show linear light `around`."""
        out = bgr.copy()
        _paint(out, self.streaks(rng), np.float32(around), LINEAR, CODE)
        return out

    def streaks(self, rng: np.random.Generator) -> Floats:
        """(n, 5) x, top, length and width in pixels, and how far each goes to the light around."""
        count = int(rng.poisson(self.drops))
        near, far = REACH_M
        depth = np.cbrt(rng.uniform(near**3, far**3, count))
        diameter = LEAST_M + rng.exponential(1 / self.slope, count)
        speed = fall_mps(diameter)
        density = optics.px_per_m(self.camera, depth)
        x = rng.uniform(0, self.camera.width_px, count)
        length = speed * self.shutter_s * density
        top = rng.uniform(0, self.camera.height_px, count) - length / 2
        share = np.minimum(diameter / (speed * self.shutter_s), 1.0)
        return np.stack([x, top, length, diameter * density, share], 1)


@nb.njit(cache=True)
def _paint(bgr, streaks, around, lin, code) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Mix every pixel that a streak covers with the light around, by the part covered."""
    height, width = bgr.shape[:2]
    for n in range(len(streaks)):
        x, top, length, wide, share = streaks[n]
        for column in range(max(int(x - wide / 2), 0), min(int(x + wide / 2) + 1, width)):
            over = min(x + wide / 2, column + 1.0) - max(x - wide / 2, column)
            part = share * max(over, 0.0)
            if part * 255 < 0.2:
                continue
            for row in range(max(int(top), 0), min(int(top + length) + 1, height)):
                for k in range(3):
                    light = lin[bgr[row, column, k]]
                    mixed = light + part * (around - light)
                    bgr[row, column, k] = code[int(min(max(mixed, 0.0), 1.0) * 4095 + 0.5)]
