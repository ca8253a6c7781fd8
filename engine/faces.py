"""What the engine passes along: frames, faces and templates, with their shapes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""(height, width, 3) BGR."""

Template = NDArray[np.float32]
"""(d,) of unit length; comparing two is their dot product, -1 to 1."""

INTEROCULAR_M = 0.063
"""Mean distance between adults' pupils (Dodgson 2004)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a feed; `index` counts from 0 and `time_s` from the feed's start."""

    feed: str
    index: int
    time_s: float
    bgr: Image


@dataclass(frozen=True, slots=True)
class Loss:
    """A picture of a feed that could not be decoded, and why."""

    index: int
    time_s: float
    why: str


@dataclass(frozen=True, slots=True)
class Face:
    """One detected face: `box_px` x1 y1 x2 y2; `landmarks_px` (5, 2) right eye (image left),
    left eye, nose, right and left mouth corner, as insightface orders them.
    """

    box_px: NDArray[np.float32]
    landmarks_px: NDArray[np.float32]
    score: float

    @property
    def interocular_px(self) -> float:
        """Distance between the eyes as seen in the image."""
        return float(np.linalg.norm(self.landmarks_px[1] - self.landmarks_px[0]))
