"""Who sits on a seat of the plan, by where they are: places to sit are taken by nobody else."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scenarios.place import Place
from sim.world.crowd import Crowd
from sim.world.staying.areas import facing_deg, places_of

Floats = NDArray[np.floating[Any]]

NEAR_M, STILL_M, TURNED_DEG = 0.6, 0.01, 1.0
"""Who sits is so near to a place to sit, as bodies give way to each other, moves less than that
between ticks, and looks where one looks from there, which nobody does who waits before it.
"""

if TYPE_CHECKING:
    from scipy.spatial import KDTree


class Seats:
    """The places to sit on the levels of one ordinal."""

    def __init__(self, place: Place, ordinal: int) -> None:
        found = [
            (places_of(stay), facing_deg(stay, level))
            for level in place.levels
            for stay in level.venue.stays
            if level.ordinal == ordinal and stay.kind == "seat"
        ]
        places = np.concatenate([np.empty((0, 2)), *(at_m for at_m, _ in found)])
        self._near = _tree(places) if len(places) else None
        self._facing = np.repeat([deg for _, deg in found], [len(at_m) for at_m, _ in found])

    def taken(self, crowd: Crowd, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether those of the crowd's rows (n,) sit."""
        found = np.zeros(len(rows), bool)
        if self._near is None or not len(rows):
            return found
        at = np.stack([crowd.x_m[rows], crowd.y_m[rows]], 1).astype(np.float64)
        away, seat = self._near.query(at, distance_upper_bound=NEAR_M)
        close = np.flatnonzero(np.isfinite(away))
        turn = (crowd.heading_deg[rows[close]] - self._facing[seat[close]] + 180) % 360 - 180
        still = _still(crowd, rows[close], 1) | _still(crowd, rows[close], -1)
        found[close] = still & (np.abs(turn) < TURNED_DEG)
        return found


def _still(crowd: Crowd, rows: NDArray[np.intp], step: int) -> NDArray[np.bool_]:
    """Who (n,) is at the same place a tick later, or before."""
    other = (rows + step).clip(0, len(crowd.person) - 1)
    same = (crowd.person[other] == crowd.person[rows]) & (
        crowd.tick[other] == crowd.tick[rows] + step
    )
    moved = np.hypot(crowd.x_m[other] - crowd.x_m[rows], crowd.y_m[other] - crowd.y_m[rows])
    still: NDArray[np.bool_] = same & (moved < STILL_M)
    return still


def _tree(places: Floats) -> "KDTree":
    from scipy.spatial import KDTree  # takes a while: only where there are seats

    return KDTree(places)
