"""What of an outline people walk on: what stands on it cut out, without slivers, in one piece."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from scenarios.errors import ScenarioError

SLIVER_M = 0.02
"""Narrower pieces of floor are gaps by rounding, as where walls of a turned plan should touch."""
LARGEST_M = 3_000
"""Across; a larger floor is one in another unit, and its crowd would not fit into memory."""
MOST_CORNERS = 20_000
"""Of what is walked on; a large airport's level has some thousands."""


def cut(path: Path, outline: shapely.Polygon, blocks: Sequence[shapely.Polygon]) -> shapely.Polygon:
    """What of the outline is not blocked; ScenarioError where it is in pieces, or too large."""
    left = shapely.difference(outline, shapely.union_all(blocks))
    refuse_corners(path, left)
    parts = pieces(left)
    if len(parts) != 1:
        got = f"{len(parts)} pieces" if parts else "nothing left"
        raise ScenarioError(f"{path}: floor: got {got}, wanted one piece to walk on")
    refuse_extent(path, parts[0])
    return parts[0]


def refuse_corners(path: Path, floor: shapely.Geometry) -> None:
    """Raise ScenarioError for a floor with too many corners."""
    if (corners := shapely.get_num_coordinates(floor)) > MOST_CORNERS:
        raise ScenarioError(
            f"{path}: floor: got {corners:,} corners, wanted at most {MOST_CORNERS:,}"
        )


def refuse_extent(path: Path, floor: shapely.Polygon) -> None:
    """Raise ScenarioError for a floor that is too long."""
    extent_m = max(np.ptp(np.asarray(floor.exterior.coords), axis=0))
    if extent_m > LARGEST_M:
        got = f"{extent_m:,.0f} m across"
        raise ScenarioError(f"{path}: floor: got {got}, wanted at most {LARGEST_M:,} m")


def pieces(left: shapely.Geometry) -> list[shapely.Polygon]:
    """The pieces of what is left of an outline, without slivers; as they are where there are none.

    Walls that touch in a drawing lie a rounding apart once it is turned.
    """
    within = left.buffer(-SLIVER_M / 2, join_style="mitre")
    opened = within.buffer(SLIVER_M / 2, join_style="mitre")
    if opened.is_empty:
        return []
    clean = _holes(left) == _holes(opened) and left.hausdorff_distance(opened) < SLIVER_M
    return list(shapely.get_parts(left if clean else opened))


def _holes(area: shapely.Geometry) -> list[int]:
    """How many holes each of its pieces has; a sliver between two walls changes that, though it has
    no corner that lies away from what else there is.
    """
    return sorted(shapely.get_num_interior_rings(shapely.get_parts(area)).tolist())
