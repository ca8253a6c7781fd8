"""Corners taken wide: not everybody brushes the same wall, or they would meet there head on."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.world.lines import Lines

Points = NDArray[np.float64]

WIDEST_M = 6.0
"""Nobody goes further from a corner of their line than this, or than there is room; most stay near,
since it is shorter: assumed."""
TURN = 0.1
"""Where a way turns by less, the walls are left alone."""


def turned_wide(
    lines: Lines, floors: Sequence[shapely.Geometry], share: NDArray[np.float64]
) -> Points:
    """The corners (m, 2) of all lines as walkers take them, who go by `share` (n,), from 0 to 1, of
    what they might go wide over the `floors`; ends, shops and links stay.
    """
    corners, links = lines.corners.copy(), lines.queue >= 0
    turns = (lines.rest_s == 0) & ~links
    turns[1:] &= ~links[:-1]
    turns &= lines.held < 0
    turns[lines.first] = turns[lines.last] = False
    back = _unit(np.diff(corners, axis=0, append=corners[-1:]))
    away = np.concatenate([np.zeros((1, 2)), back[:-1]]) - back
    some = np.flatnonzero(turns & (np.hypot(*away.T) > TURN))
    walker = np.searchsorted(lines.first, some, "right") - 1
    straight = np.stack([corners[some], corners[some] + WIDEST_M * _unit(away[some])], 1)
    room = np.array(floors, object)[lines.floor[some]]
    free = shapely.length(shapely.intersection(room, shapely.linestrings(straight)))
    wide = share[walker] ** 2 * free * np.hypot(*away[some].T) / 2
    corners[some] += wide[:, None] * _unit(away[some])
    return corners


def _unit(ways: Points) -> Points:
    found: Points = ways / np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
    return found
