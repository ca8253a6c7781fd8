"""A watch over who is stuck: sent aside, to one side and the other, at last taken off the floor."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

PATIENCE_S = 20.0
"""Who comes no nearer to where they go for so long is helped: assumed."""
PROGRESS_M = 0.25
MOST_HELP = 6
"""How often at one corner; after that nobody can."""


class Watch:
    """How near each walker came to the corner they go for, when, and how often they were helped."""

    def __init__(self, walkers: int, dt_s: float) -> None:
        self.patience = round(PATIENCE_S / dt_s)
        self.nearest_m = np.full(walkers, np.inf)
        self.since = np.zeros(walkers, np.int64)
        self.furthest = np.full(walkers, -1)
        self.helped = np.zeros(walkers, np.int64)

    def turned(self, walker: int, goal: int, now: int) -> None:
        """Somebody goes for another corner from now on."""
        self.nearest_m[walker], self.since[walker] = np.inf, now
        if goal > self.furthest[walker]:
            self.furthest[walker], self.helped[walker] = goal, 0

    def stuck(
        self, walkers: Numbers, away_m: NDArray[np.float64], stands: NDArray[np.bool_], now: int
    ) -> Numbers:
        """Who of some (k,) needs help, counted as helped; those who stand on purpose do not."""
        nearer = stands | (away_m < self.nearest_m[walkers] - PROGRESS_M)
        self.nearest_m[walkers[nearer]] = away_m[nearer]
        self.since[walkers[nearer]] = now
        found = walkers[now - self.since[walkers] >= self.patience]
        self.since[found] = now
        self.helped[found] += 1
        return found
