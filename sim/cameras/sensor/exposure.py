"""From light to level: what reaches the sensor, and how a camera sets shutter and gain for it.

Level is linear: 0 black, 1 where the sensor's wells are full at 0 dB.
"""

from dataclasses import dataclass

import numpy as np

from scenarios.schema import Imaging
from sim.cameras.sensor.light import illuminance_lux

Q = 0.65
"""Share of a scene's light that a lens of f-number 1 brings to the sensor's plane: pi/4 times its
transmission, vignetting and angle (ISO 2720, ISO 12232)."""
GREY = 0.18
GREY_LX_S = 10.0
"""A level of 0.18 comes from so many lux seconds over the sensitivity (standard output sensitivity,
ISO 12232)."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A camera's setting; a scene's reflectance times `level_per_reflectance` is its level."""

    f_number: float
    shutter_s: float
    gain_db: float
    level_per_reflectance: float

    @property
    def ev(self) -> float:
        """Exposure value, the base-2 logarithm of f-number squared over seconds (ISO 2720)."""
        return float(np.log2(self.f_number**2 / self.shutter_s))

    @property
    def gain(self) -> float:
        """The gain as a factor."""
        return float(10 ** (self.gain_db / 20))


def luminance_cd_m2(illuminance_lux: float, reflectance: float) -> float:
    """Of a matt surface in that light (Lambert)."""
    return illuminance_lux * reflectance / np.pi


def exposure_lx_s(luminance: float, f_number: float, shutter_s: float) -> float:
    """What the sensor's plane gets of a luminance in cd/m2: H = q L t / N^2 (ISO 12232)."""
    return Q * luminance * shutter_s / f_number**2


def level(lx_s: float, iso: float) -> float:
    """Linear level of an exposure at a sensitivity.

    >>> round(level(0.1, 100), 3)
    0.18
    """
    return GREY * lx_s * iso / GREY_LX_S


def shutter_s(imaging: Imaging, mean_reflectance: float) -> float:
    """The shutter for a place of that mean reflectance, as the whole picture's average meters it:
    as long as it takes, within its limits, unless the scenario fixes it.
    """
    if imaging.shutter_s is not None or not imaging.exposure:
        return imaging.shutter_s or imaging.shutter_max_s
    fixed_gain = 10 ** ((imaging.gain_db or 0.0) / 20)
    wanted_s = _wanted_s(imaging, mean_reflectance) / fixed_gain
    return float(np.clip(wanted_s, imaging.shutter_min_s, imaging.shutter_max_s))


def _per_s(imaging: Imaging) -> float:
    """The level at 0 dB that white comes to in a second."""
    luminance = luminance_cd_m2(illuminance_lux(imaging), 1.0)
    return level(exposure_lx_s(luminance, imaging.f_number, 1.0), imaging.base_iso)


def _wanted_s(imaging: Imaging, mean_reflectance: float) -> float:
    """The time at 0 dB in which such a place comes to the level that is aimed at."""
    return imaging.metered_level / max(mean_reflectance, 1e-6) / _per_s(imaging)


def expose(imaging: Imaging, mean_reflectance: float) -> Exposure:
    """The setting for a place of that mean reflectance, as the whole picture's average meters it.

    Shutter first, then gain, each within its limits; what the scenario fixes stays.
    """
    shutter = shutter_s(imaging, mean_reflectance)
    if not imaging.exposure:
        return Exposure(imaging.f_number, shutter, 0.0, 1.0)
    gain_db = imaging.gain_db
    if gain_db is None:
        wanted_db = 20 * np.log10(_wanted_s(imaging, mean_reflectance) / shutter)
        gain_db = float(np.clip(wanted_db, 0, imaging.gain_max_db))
    factor = _per_s(imaging) * shutter * 10 ** (gain_db / 20)
    return Exposure(imaging.f_number, shutter, gain_db, factor)
