"""What is noted of walkers as they go."""

import numpy as np
from numpy.typing import NDArray

from sim.world.crowd import Crowd
from sim.world.walker import DT_S

STEADY_M = 0.05
"""Who moves less between two ticks looks where they looked before."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Rows:
    """Where each of (n,) walkers was at the ticks noted, and where they last went."""

    def __init__(self, walkers: int) -> None:
        self._rows: list[tuple[Numbers, Numbers, Floats, Floats, Numbers]] = []
        self.last_m = np.full((walkers, 2), np.nan)
        self.heading_deg = np.zeros(walkers)

    def came(self, walker: int, at_m: Floats, aim_m: Floats) -> None:
        """Somebody steps onto the floor at a place (2,) and looks where they go."""
        self.last_m[walker] = at_m
        self.heading_deg[walker] = _deg((aim_m - at_m)[None])[0]

    def note(
        self,
        now: int,
        walkers: Numbers,
        at_m: Floats,
        level: Numbers,
        turned_deg: Floats,
        kept: bool,
    ) -> None:
        """Some (k,) are at places (k, 2) of levels at a tick, turned aside from where they went;
        not `kept`: only how they moved is minded.
        """
        moved = at_m - self.last_m[walkers]
        went = np.hypot(*moved.T) > STEADY_M
        self.heading_deg[walkers[went]] = _deg(moved[went])
        self.last_m[walkers[went]] = at_m[went]
        if kept:
            heading = self.heading_deg[walkers] + turned_deg
            self._rows.append((walkers, np.full(len(walkers), now), at_m, heading, level))

    def crowd(self, person: Numbers, people: int) -> Crowd:
        """All of them, by person then tick; `person` (n,) is who each walker is, of so many."""
        none = (np.empty(0, np.int64),) * 2
        nothing = (*none, np.empty((0, 2)), np.empty(0), none[0])
        walker, tick, at_m, heading, level = (
            np.concatenate(column) for column in zip(*(self._rows or [nothing]), strict=True)
        )
        who = person[walker]
        order = np.lexsort((tick, who))
        first = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=people))])
        return Crowd(
            dt_s=DT_S,
            person=who[order].astype(np.int32),
            tick=tick[order].astype(np.int32),
            x_m=at_m[order, 0].astype(np.float32),
            y_m=at_m[order, 1].astype(np.float32),
            level=level[order].astype(np.int8),
            heading_deg=heading[order].astype(np.float32),
            first=first.astype(np.int64),
        )


def _deg(ways: Floats) -> Floats:
    found: Floats = np.degrees(np.arctan2(ways[:, 1], ways[:, 0]))
    return found
