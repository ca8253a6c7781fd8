"""How a tracked box is thought to move between two frames."""

import numpy as np
from trackers.utils.state_representations import XYXYStateEstimator


class Motion(XYXYStateEstimator):
    """A box that moves on as it did, by time: its speed is kept in pixels an interval, the last one
    between two frames. Where all are alike this is ByteTrack's own filter; after a dropped frame,
    or where a phone's frames come as they like, a face is looked for where it should be by then.
    """

    _interval_s = 0.0
    _share = 1.0
    """The coming interval as a multiple of the last; a new track has no speed yet to be scaled."""

    def pace(self, interval_s: float) -> None:
        """Say how far the next frame lies on."""
        self._share = interval_s / self._interval_s if self._interval_s else 1.0
        self._interval_s = interval_s or self._interval_s

    def predict(self, *_: float | None) -> None:
        """To the next frame, as paced."""
        onward = self._share * np.eye(4)
        speed = onward if self._share else np.eye(4)  # two frames of one moment: it stands still
        self.kf.transition_mtx = np.block([[np.eye(4), onward], [np.zeros((4, 4)), speed]])
        self.kf.predict()
