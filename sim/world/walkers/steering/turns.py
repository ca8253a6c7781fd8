"""Corners taken wide: not everybody brushes the same wall, or they would meet there head on."""

import numpy as np
from numpy.typing import NDArray

from sim.world.lines import Lines

Points = NDArray[np.float64]

WIDEST_M = 1.2
"""Beyond a line's corner at a turn right back; at a right angle .7 of it: assumed."""


def turned_wide(lines: Lines, share: NDArray[np.float64]) -> Points:
    """The corners (m, 2) of all lines as walkers take them, who go by `share` (n,), from 0 to 1, of
    what they might go wide; ends and shops stay.
    """
    corners, still = lines.corners, lines.rest_s > 0
    still[lines.first] = still[lines.last] = True
    back, ahead = _unit(np.diff(corners, axis=0)), np.zeros_like(corners)
    ahead[:-1] = back
    turn = np.concatenate([np.zeros((1, 2)), back]) - ahead
    walker = np.repeat(np.arange(len(share)), lines.last - lines.first + 1)
    away: Points = turn / 2 * (WIDEST_M * share[walker] * ~still)[:, None]
    return corners + away


def _unit(ways: Points) -> Points:
    found: Points = ways / np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
    return found
