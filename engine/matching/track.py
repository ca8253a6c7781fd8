"""Which faces of a feed belong together over time."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import supervision as sv
from numpy.typing import NDArray
from trackers import ByteTrackTracker

from engine.faces import Face
from engine.settings import EngineSettings

GROWN = 3.0
"""Face boxes grow by this factor for association only: at 5 frames a second a walker's face moves
by about its own width, and boxes that do not overlap cannot be associated."""


class Tracker:
    """ByteTrack (Zhang et al. 2022) over one feed's faces; two trackers share nothing."""

    def __init__(self, settings: EngineSettings, fps: float) -> None:
        self._tracker = ByteTrackTracker(
            lost_track_buffer=max(round(settings.lost_after_s * 30), 1),  # it counts 30-fps frames
            frame_rate=fps,
            track_activation_threshold=settings.detector_score,
            minimum_consecutive_frames=1,  # a face seen once is a track, too
            minimum_iou_threshold=0.1,
            high_conf_det_threshold=settings.detector_score,
        )
        self._loose = 0

    @property
    def alive(self) -> AbstractSet[int]:
        """The tracks that a face may yet be added to; one that is not among them never returns."""
        return {track.tracker_id for track in self._tracker.tracks} - {-1}

    def update(self, faces: Sequence[Face]) -> NDArray[np.int64]:
        """The track of each face of the next frame, in the faces' order.

        Tracks count from 0; a face that is not taken up yet has a negative number of its own.
        """
        boxes = np.array([grown(face.box_px) for face in faces], np.float32).reshape(-1, 4)
        detections = sv.Detections(
            xyxy=boxes,
            confidence=np.array([face.score for face in faces], np.float32),
            class_id=np.arange(len(faces)),  # carried along, since the order may change
        )
        tracked = self._tracker.update(detections)
        tracks = np.full(len(faces), -1, np.int64)
        if tracked.class_id is not None and tracked.tracker_id is not None:
            tracks[tracked.class_id] = tracked.tracker_id
        loose = np.flatnonzero(tracks < 0)
        tracks[loose] = -1 - self._loose - np.arange(len(loose))
        self._loose += len(loose)
        return tracks


def grown(box_px: NDArray[np.float32], factor: float = GROWN) -> NDArray[np.float32]:
    """A box about the same centre, `factor` times as wide and high.

    >>> grown(np.array([10, 10, 20, 20], np.float32), 2.0).tolist()
    [5.0, 5.0, 25.0, 25.0]
    """
    centre, half = (box_px[:2] + box_px[2:]) / 2, (box_px[2:] - box_px[:2]) / 2
    return np.concatenate([centre - factor * half, centre + factor * half])
