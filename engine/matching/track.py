"""Which faces of a feed belong together over time."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import count
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from engine.faces import Face
from engine.moments import MICROSECONDS, beyond_s
from engine.settings import EngineSettings

if TYPE_CHECKING:
    from engine.matching.motion import Motion

GROWN = 3.0
"""Face boxes grow by this factor for association only: at 5 frames a second a walker's face moves
by about its own width, and boxes that do not overlap cannot be associated."""
UNNUMBERED = -1
FOR_EVER = 2**31


class Tracker:
    """ByteTrack (Zhang et al. 2022) over one feed's faces, by the frames' own times; two trackers
    share nothing.

    A track unseen for exactly `lost_after_s` lives on, for longer it is over, however many frames
    that is. All faces count alike: the detector has its threshold, and ByteTrack's second, kinder
    round is for boxes below it.
    """

    def __init__(self, settings: EngineSettings) -> None:
        from trackers import ByteTrackTracker  # takes a second: only where faces are tracked

        from engine.matching.motion import Motion

        self.lost_after_s = settings.lost_after_s
        self._tracker = ByteTrackTracker(
            lost_track_buffer=FOR_EVER,  # in frames: `_end` counts seconds
            track_activation_threshold=0.0,
            high_conf_det_threshold=0.0,
            minimum_consecutive_frames=1,
            minimum_iou_threshold=0.1,
            state_estimator_class=Motion,
        )
        self._numbers = count()
        self._seen_s: dict[int, float] = {}
        self._now_s: float | None = None

    @property
    def alive(self) -> AbstractSet[int]:
        """The tracks that a face may yet be added to; one that is not among them never returns."""
        return frozenset(self._seen_s)

    def update(self, faces: Sequence[Face], time_s: float) -> NDArray[np.int64]:
        """The track of each face of the next frame, in the faces' order.

        Tracks count from 0 by their first face. Times never fall: one before the last frame's is
        taken for the last frame's.
        """
        time_s = time_s if self._now_s is None else max(time_s, self._now_s)
        self._end(time_s)
        self._pace(time_s)
        tracks = self._associated(faces)
        self._seen_s |= dict.fromkeys(tracks.tolist(), time_s)
        return tracks

    def _end(self, time_s: float) -> None:
        """Let go of the tracks that have been unseen for too long."""
        seen_s, span_s = self._seen_s, self.lost_after_s
        self._seen_s = {
            k: at_s for k, at_s in seen_s.items() if beyond_s(at_s, time_s, span_s) <= 0
        }
        held = self._tracker.tracks
        self._tracker.tracks = [one for one in held if one.tracker_id in self._seen_s]

    def _pace(self, time_s: float) -> None:
        """Tell all tracks how this frame's interval compares with the one before."""
        interval_s = 0.0 if self._now_s is None else round(time_s - self._now_s, MICROSECONDS)
        for one in self._tracker.tracks:
            cast("Motion", one.state_estimator).pace(interval_s)
        self._now_s = time_s

    def _associated(self, faces: Sequence[Face]) -> NDArray[np.int64]:
        from supervision import Detections

        boxes = np.array([grown(face.box_px) for face in faces], np.float32).reshape(-1, 4)
        tracked = self._tracker.update(
            Detections(
                xyxy=boxes,
                confidence=np.ones(len(faces), np.float32),
                class_id=np.arange(len(faces)),  # carried along, since the order may change
            )
        )
        tracks = np.full(len(faces), UNNUMBERED, np.int64)
        if tracked.class_id is not None and tracked.tracker_id is not None:
            tracks[tracked.class_id] = tracked.tracker_id
        # ByteTrack gives a track its number at the second face; here the first one counts, too
        new = [one for one in self._tracker.tracks if one.tracker_id == UNNUMBERED]
        for face, one in zip(np.flatnonzero(tracks == UNNUMBERED), new, strict=True):
            one.tracker_id = tracks[face] = next(self._numbers)
        return tracks


def grown(box_px: NDArray[np.float32], factor: float = GROWN) -> NDArray[np.float32]:
    """A box about the same centre, `factor` times as wide and high.

    >>> grown(np.array([10, 10, 20, 20], np.float32), 2.0).tolist()
    [5.0, 5.0, 25.0, 25.0]
    """
    centre, half = (box_px[:2] + box_px[2:]) / 2, (box_px[2:] - box_px[:2]) / 2
    return np.concatenate([centre - factor * half, centre + factor * half])
