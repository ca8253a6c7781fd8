"""How good a face is for recognition, with the reason where it is not good enough."""

import numpy as np

from engine.faces import Face
from engine.settings import EngineSettings

TOO_SMALL = "too_small"
TURNED_AWAY = "turned_away"


def yaw_deg(face: Face) -> float:
    """Estimated head yaw from the five landmarks, positive when turned to the image's right.

    The nose tip stands out by about 0.6 of the interocular distance, so it wanders from the
    middle of the eyes by 0.6 sin(yaw) of the frontal one; foreshortening of the eyes cancels to
    0.6 tan(yaw). Good to about 10 degrees below 50; no more is asked of it.

    >>> frontal = np.array([[0, 0], [10, 0], [5, 6], [1, 10], [9, 10]], np.float32)
    >>> yaw_deg(Face(np.zeros(4, np.float32), frontal, 1.0))
    0.0
    """
    eyes = face.landmarks_px[1] - face.landmarks_px[0]
    apart = float(np.linalg.norm(eyes))
    if apart < 1e-6:
        return 90.0
    middle = face.landmarks_px[:2].mean(0)
    aside = float((face.landmarks_px[2] - middle) @ eyes) / apart
    return float(np.degrees(np.arctan2(aside, 0.6 * apart)))


def too_poor(face: Face, settings: EngineSettings) -> str | None:
    """Why a face is not searched; None: it is."""
    if face.interocular_px < settings.minimum_interocular_px:
        return TOO_SMALL
    if abs(yaw_deg(face)) > settings.maximum_yaw_deg:
        return TURNED_AWAY
    return None
