"""From drawn pictures to levels, noise and back to the 8 bits that a camera hands on."""

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from engine.faces import Image

Floats = NDArray[np.floating[Any]]

STEPS = 4096
"""A 12-bit converter."""


def linear(coded: Floats) -> Floats:
    """Linear light of sRGB shares (IEC 61966-2-1)."""
    found: Floats = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return found


def coded(level: Floats) -> Floats:
    """SRGB shares of linear light."""
    low, high = level * 12.92, 1.055 * np.maximum(level, 1e-9) ** (1 / 2.4) - 0.055
    found: Floats = np.where(level <= 0.0031308, low, high)
    return found


LINEAR = linear(np.arange(256) / 255).astype(np.float32)
CODED = (coded(np.arange(STEPS) / (STEPS - 1)) * 255).round().astype(np.uint8)
NONE = np.ones((1, 1), np.float32)
"""Stands for a map that is 1 everywhere."""


@dataclass(frozen=True, slots=True)
class Wells:
    """A sensor's noise at a gain (a factor): shot and read noise in electrons (EMVA 1288).

    Shot noise is drawn as Gaussian, which is off below some ten electrons.
    """

    full_well_e: float
    read_noise_e: float
    gain: float

    def electrons(self, level: Floats) -> Floats:
        """Collected at a level."""
        return level * self.full_well_e / self.gain

    def level_sd(self, level: Floats) -> Floats:
        """Standard deviation of a level, before the converter rounds it."""
        electrons = np.maximum(self.electrons(level), 0)
        found: Floats = np.sqrt(electrons + self.read_noise_e**2) * self.gain / self.full_well_e
        return found


def develop(
    bgr: Image,
    factor_bgr: Floats,
    noise: NDArray[np.float32],
    wells: Wells,
    *,
    lit: NDArray[np.float32] = NONE,
    clear: NDArray[np.float32] = NONE,
    air: float = 0.0,
) -> Image:
    """A drawn picture as the sensor gives it.

    `factor_bgr` (3,) turns drawn light into levels; `lit` (h, w) is how many times more light a
    pixel gets, `clear` the share of it that comes through the air, which itself has `air` of the
    drawn light; `noise` (>= h, >= w, 3) is standard normal.
    """
    out = np.empty_like(bgr)
    per_e = wells.gain / wells.full_well_e
    factors = factor_bgr.astype(np.float32)
    numbers = np.float32(per_e), np.float32(wells.read_noise_e**2), np.float32(air)
    _develop(bgr, factors, lit, clear, noise, numbers, LINEAR, CODED, out)
    return out


@nb.njit(cache=True, fastmath=True)
def _develop(bgr, factors, lit, clear, noise, numbers, lin, code, out) -> None:  # type: ignore[no-untyped-def]  # numba types
    per_e, read_variance, air = numbers
    height, width = bgr.shape[:2]
    one_lit, one_clear, top = lit.size == 1, clear.size == 1, np.float32(len(code) - 1)
    silent = noise.size == 0
    for row in range(height):
        for column in range(width):
            more = lit[0, 0] if one_lit else lit[row, column]
            through = clear[0, 0] if one_clear else clear[row, column]
            for k in range(3):
                level = (lin[bgr[row, column, k]] * more * through + air * (1 - through)) * factors[
                    k
                ]
                if not silent:
                    spread = per_e * np.sqrt(level / per_e + read_variance)
                    level += spread * noise[row, column, k]
                step = level * top + np.float32(0.5)
                out[row, column, k] = code[int(min(max(step, np.float32(0)), top))]
