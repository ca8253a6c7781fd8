"""Who was in which camera's picture, and how well placed to be recognised."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sightings:
    """One row a person in a camera's picture at a tick; ordered by time, camera, person.

    `camera` is the camera's row in the scenario. `face_px` (n, 4) is the face box x1 y1 x2 y2.
    `interocular_px` is as seen (foreshortened by yaw), negative never; `frontal_px` is what a
    frontal face there would have. `yaw_deg` and `pitch_deg` are the head's pose towards the
    camera, 0 frontal, yaw -180 to 180. `visible_share` of the face not hidden by walls or people.
    `pass_id` numbers a person's uninterrupted presence in one camera's picture.
    `in_zone`: in the zone of recognition, facing the camera's side (|yaw| <= 90).
    """

    time_s: NDArray[np.float64]
    camera: NDArray[np.int16]
    person: NDArray[np.int32]
    pass_id: NDArray[np.int32]
    face_px: NDArray[np.float32]
    interocular_px: NDArray[np.float32]
    frontal_px: NDArray[np.float32]
    yaw_deg: NDArray[np.float32]
    pitch_deg: NDArray[np.float32]
    visible_share: NDArray[np.float32]
    distance_m: NDArray[np.float32]
    in_zone: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.time_s)
