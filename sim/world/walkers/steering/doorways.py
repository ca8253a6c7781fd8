"""Who comes in waits outside until there is room in the doorway."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]

RINGS_M, TURNS = (0.4, 0.8), np.radians(np.arange(0, 360, 45))
AROUND = np.concatenate(
    [np.zeros((1, 2))]
    + [radius * np.stack([np.cos(TURNS), np.sin(TURNS)], 1) for radius in RINGS_M]
)
"""Places tried, from where somebody would come in: there, then around it."""


class Doorways:
    """Places of bodies on a floor as it fills, none set down nearer than `apart_m` to others."""

    def __init__(self, room: shapely.Geometry, apart_m: float, taken_m: Iterable[Points]) -> None:
        self.room, self.apart_m = room, apart_m
        self.taken_m = list(taken_m)

    def place(self, wanted_m: Points) -> Points | None:
        """The first free place (2,) there or around it, taken from now on; None: wait."""
        tried = wanted_m + AROUND
        tried = tried[shapely.contains_xy(self.room, tried)]
        if len(self.taken_m) and len(tried):
            apart = tried[:, None] - np.array(self.taken_m)
            tried = tried[(np.hypot(apart[..., 0], apart[..., 1]) > self.apart_m).all(1)]
        if not len(tried):
            return None
        place: Points = tried[0]
        self.taken_m.append(place)
        return place
