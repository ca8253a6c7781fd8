"""Which way a head is turned, read off the five landmarks alone."""

import numpy as np

from engine.faces import Face

NOSE = 0.6
"""How far the nose tip stands out, in distances between the eyes."""
NOSE_DOWN, MOUTH_DOWN = 0.57, 1.154
"""How far nose tip and mouth lie below the eyes of a frontal face, in distances between the eyes:
the proportions of ArcFace's five reference points (Deng et al. 2019)."""


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
    return float(np.degrees(np.arctan2(aside, NOSE * apart)))


def pitch_deg(face: Face) -> float:
    """Estimated head pitch, -90 to 90, positive for a head seen from above or bowed.

    Across the line of the eyes, a bowed head's nose tip sinks by NOSE sin(pitch) while all
    heights shrink by cos(pitch), so its height between eyes and mouth tells the tangent. Yaw
    changes none of these heights.

    >>> frontal = np.array([[0, 0], [10, 0], [5, 5.7], [1, 11.54], [9, 11.54]], np.float32)
    >>> abs(pitch_deg(Face(np.zeros(4, np.float32), frontal, 1.0))) < 0.001
    True
    """
    nose, mouth = _down(face, face.landmarks_px[2]), _down(face, face.landmarks_px[3:].mean(0))
    if mouth < 1e-6:
        return 90.0 if nose >= 0 else -90.0
    return float(np.degrees(np.arctan2(nose * MOUTH_DOWN - NOSE_DOWN * mouth, NOSE * mouth)))


def roll_deg(face: Face) -> float:
    """Head roll in the picture, -180 to 180, positive when the eye at the image's right is lower.

    >>> tilted = np.array([[0, 0], [10, 10], [0, 9], [-6, 9], [0, 15]], np.float32)
    >>> roll_deg(Face(np.zeros(4, np.float32), tilted, 1.0))
    45.0
    """
    right, down = (face.landmarks_px[1] - face.landmarks_px[0]).tolist()
    return float(np.degrees(np.arctan2(down, right)))


def _down(face: Face, point: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    """How far a point (2,) lies below the line of the eyes, across it; pixels."""
    right, down = (face.landmarks_px[1] - face.landmarks_px[0]).tolist()
    apart = float(np.hypot(right, down))
    if apart < 1e-6:
        return 0.0
    x, y = (point - face.landmarks_px[:2].mean(0)).tolist()
    return float(y * right - x * down) / apart
