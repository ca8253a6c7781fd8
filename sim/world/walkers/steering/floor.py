"""A floor as bodies may walk it: drawn in, smoothed, in one piece."""

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.errors import SimError

DRAWN_IN_M, SMOOTHED_M = 0.1, 0.05
"""Walls come so much nearer and their corners may be off by half of it: holes that touched become
one, edges of millimetres go, and nobody gets beyond the floor that was drawn."""


def cleaned(floor: shapely.Polygon) -> shapely.Polygon:
    """The largest piece of what is left of a floor; SimError if nothing is.

    >>> cleaned(shapely.box(0, 0, 10, 5)).bounds
    (0.1, 0.1, 9.9, 4.9)
    """
    left = floor.buffer(-DRAWN_IN_M, join_style="mitre").simplify(SMOOTHED_M)
    pieces = [one for one in getattr(left, "geoms", [left]) if not one.is_empty]
    if not pieces:
        raise SimError(f"floor: got one narrower than {2 * DRAWN_IN_M:g} m, wanted room to walk")
    return max(pieces, key=lambda one: float(one.area))


def onto(room: shapely.Geometry, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2), those beside the room moved to its nearest place."""
    inside = shapely.contains_xy(room, points_m)
    moved: NDArray[np.float64] = points_m.copy()
    lines = shapely.shortest_line(room, shapely.points(points_m[~inside]))
    moved[~inside] = shapely.get_coordinates(lines)[::2]
    return moved
