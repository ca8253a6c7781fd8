"""How far everybody is on their line, and where to next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.world.lines import Lines

REACH_M = 2.0
"""So near a corner, or abreast of it, walkers go for the next as soon as that is in sight."""
NEAR_M = 0.3
"""At a corner, whatever is in sight."""
THERE_M = 1.0
"""At a shop or an exit: from here on nobody pushes to its very middle."""
PLACE_M = 0.5
"""At a place to sit or wait or a check: bodies beside it keep others a little off."""

QUEUE_M = 10.0
"""Nobody who stands so near a link is stuck: they wait for it."""

Numbers = NDArray[np.int64]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Course:
    """The corner that each walker goes for (n,), changed in place; all corners where a body can
    stand (m, 2); and, floor by floor, over what one sees where to go.
    """

    lines: Lines
    goal: Numbers
    corners: Points
    sights: Sequence[shapely.Geometry]

    def aims_m(self, walkers: Numbers) -> Points:
        """(k, 2) where some go."""
        found: Points = self.corners[self.goal[walkers]]
        return found

    def away_m(self, walkers: Numbers, at_m: Points) -> NDArray[np.float64]:
        """(k,) how far some are from where they go."""
        found: NDArray[np.float64] = np.hypot(*(self.aims_m(walkers) - at_m).T)
        return found

    def progress_m(self, walkers: Numbers, at_m: Points) -> NDArray[np.float64]:
        """(k,) how far along their line some are, as the longest way in their group counts."""
        along: NDArray[np.float64] = self.lines.along_m[self.goal[walkers]]
        return along - self.lines.begins_m[walkers] - self.away_m(walkers, at_m)

    def arrived(self, walkers: Numbers, at_m: Points) -> NDArray[np.bool_]:
        """(k,) who of some is at the corner they go for, or may as well go for the next."""
        goal, away = self.goal[walkers], self.away_m(walkers, at_m)
        stops = (goal == self.lines.last[walkers]) | (self.lines.rest_s[goal] > 0)
        precise = np.isfinite(self.lines.facing_deg[goal])
        reach = np.where(precise, PLACE_M, np.where(stops, THERE_M, NEAR_M))
        there: NDArray[np.bool_] = away < reach
        stops |= self.lines.queue[goal] >= 0
        near = np.flatnonzero(~stops & ~there & ((away < REACH_M) | self._abreast(goal, at_m)))
        for number, sight in enumerate(self.sights):
            here = near[self.lines.floor[goal[near]] == number]
            ways = np.stack([at_m[here], self.corners[goal[here] + 1]], 1)
            there[here] = shapely.covers(sight, shapely.linestrings(ways))
        return there

    def floor(self, walkers: Numbers) -> Numbers:
        """(k,) on which floor some go."""
        found: Numbers = self.lines.floor[self.goal[walkers]]
        return found

    def queueing(self, walkers: Numbers, at_m: Points) -> NDArray[np.bool_]:
        """(k,) who of some waits for a link, or goes for one and is not far from it."""
        goal = self.goal[walkers]
        links = (self.lines.queue[goal] >= 0) & (self.lines.rest_s[goal] > 0)
        found: NDArray[np.bool_] = links & (self.away_m(walkers, at_m) < QUEUE_M)
        return found

    def _abreast(self, goal: Numbers, at_m: Points) -> NDArray[np.bool_]:
        """(k,) who has come abreast of the corner that they go for."""
        here, after = self.corners[goal], np.minimum(goal + 1, len(self.corners) - 1)
        through = _unit(here - self.corners[goal - 1]) + _unit(self.corners[after] - here)
        found: NDArray[np.bool_] = ((at_m - here) * through).sum(1) > 0
        return found


def _unit(ways: Points) -> Points:
    found: Points = ways / np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
    return found
