"""How good a face is for recognition, with the reason where it is not good enough."""

from dataclasses import dataclass

import numpy as np

from engine.faces import Face, Image
from engine.settings import EngineSettings
from engine.vision.light import light
from engine.vision.pose import pitch_deg, roll_deg, yaw_deg

TOO_SMALL = "too_small"
TURNED_AWAY = "turned_away"
ENOUGH_PX = 48.0
"""Between the eyes; the preset's noise falls no further beyond it."""
PITCH_DEG = 21.0
"""Pitch at which a comparison's inverse variance has fallen to 1/e in the preset."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of one face without comparing it; see `Light` and `pose` for each."""

    detector_score: float
    interocular_px: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    sharpness: float
    luminance: float
    under_exposed: float
    over_exposed: float
    dynamic_range_bits: float
    uniformity: float

    @property
    def weight(self) -> float:
        """How much a comparison with this face tells beside others of its track, 0 to 1.

        The inverse variance of a comparison's noise in the preset `rendered`, as a formula, times
        the detector's confidence: a half at 34 px, 60 degrees of yaw or 17 of pitch.
        """
        size = min(self.interocular_px / ENOUGH_PX, 1.0) ** 2
        facing = np.cos(np.radians(self.yaw_deg)) * np.exp(-((self.pitch_deg / PITCH_DEG) ** 2))
        return float(max(self.detector_score * size * facing, 0.0))


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on one measure of quality: `least` (the value's floor) or else most (its size's).

    `component` is the measure's name in ISO/IEC 29794-5, `setting` the bound's in the settings.
    """

    reason: str
    component: str
    measure: str
    setting: str
    least: bool
    unit: str

    def broken(self, quality: Quality, settings: EngineSettings) -> bool:
        """Whether a face is beyond the bound."""
        value, bound = getattr(quality, self.measure), getattr(settings, self.setting)
        return bool(value < bound if self.least else abs(value) > bound)


LIMITS = (
    Limit(TOO_SMALL, "InterEyeDistance", "interocular_px", "minimum_interocular_px", True, "px"),
    Limit(TURNED_AWAY, "HeadPoseYaw", "yaw_deg", "maximum_yaw_deg", False, "degrees"),
    Limit("bowed", "HeadPosePitch", "pitch_deg", "maximum_pitch_deg", False, "degrees"),
    Limit("tilted", "HeadPoseRoll", "roll_deg", "maximum_roll_deg", False, "degrees"),
    Limit("blurred", "Sharpness", "sharpness", "minimum_sharpness", True, ""),
    Limit("too_dark", "UnderExposurePrevention", "under_exposed", "maximum_dark", False, ""),
    Limit("too_bright", "OverExposurePrevention", "over_exposed", "maximum_bright", False, ""),
    Limit("flat", "DynamicRange", "dynamic_range_bits", "minimum_range_bits", True, "bits"),
    Limit("uneven", "IlluminationUniformity", "uniformity", "minimum_uniformity", True, ""),
)
"""In the order in which they are asked: the first that is broken is the reason."""


def assess(face: Face, crop: Image) -> Quality:
    """Measure a face by its landmarks and its aligned (112, 112, 3) crop."""
    seen = light(crop)
    return Quality(
        detector_score=face.score,
        interocular_px=face.interocular_px,
        yaw_deg=yaw_deg(face),
        pitch_deg=pitch_deg(face),
        roll_deg=roll_deg(face),
        sharpness=seen.sharpness,
        luminance=seen.luminance,
        under_exposed=seen.under_exposed,
        over_exposed=seen.over_exposed,
        dynamic_range_bits=seen.dynamic_range_bits,
        uniformity=seen.uniformity,
    )


def too_poor(quality: Quality, settings: EngineSettings) -> str | None:
    """Why a face is not searched; None: it is."""
    return next((limit.reason for limit in LIMITS if limit.broken(quality, settings)), None)
