"""What lies within outer walls that are drawn with gaps, and the gaps."""

from collections.abc import Sequence

import numpy as np
import shapely

from scenarios.checks.rings import polygons
from scenarios.importers.drawing.inside import LEAST_HOUSE_M2
from scenarios.importers.survey.drawn import GRID_M

BRIDGED_M = (2.5, 5.0, 10.0, 20.0)
"""Gaps of the outer wall up to this are ways in: the narrowest that leaves few walls outdoors."""
OUTDOORS, MOST_OUTDOORS, SPIKE_M = 0.05, 0.3, 0.6
"""So much of the walls lies outdoors at most where outer walls are closed, and where anything is;
a wall with outdoors on both sides is thinner than this."""
AWAY = 0.4
"""Of a gap's length, how far its middle is from walls at least: less is a corner, or a niche."""
NEAR_M = 0.1
"""What leads along a wall so near to it is no gap in it."""
BAR_M = 0.02
"""Half the thickness of what closes a gap."""


def inside(
    walls: Sequence[shapely.Polygon],
) -> tuple[list[shapely.Polygon], list[shapely.LineString]]:
    """The areas that outer walls surround, walls and all, in metres, and the gaps that were closed
    for it, each straight from wall to wall; nothing where too much of the walls surrounds nothing.
    """
    drawn = shapely.union_all(list(walls))
    best: tuple[list[shapely.Polygon], list[shapely.LineString]] = ([], [])
    least = np.inf
    for gap_m in BRIDGED_M:
        areas, gaps = _closed(drawn, gap_m)
        rooms = shapely.union_all(areas).buffer(-SPIKE_M, join_style="mitre")
        outdoors = (drawn - rooms.buffer(2 * SPIKE_M, join_style="mitre")).area / drawn.area
        if outdoors < least:
            best, least = (areas, gaps), outdoors
        if outdoors <= OUTDOORS:
            break
    return best if least <= MOST_OUTDOORS else ([], [])


def snapped(parts: Sequence[shapely.Geometry]) -> list[shapely.Polygon]:
    """All of it as polygons on the grid, which they forget."""
    whole = shapely.set_precision(shapely.union_all(list(parts)), GRID_M)
    return polygons(shapely.set_precision(whole, 0))


def _closed(
    drawn: shapely.Geometry, gap_m: float
) -> tuple[list[shapely.Polygon], list[shapely.LineString]]:
    """What is surrounded if gaps up to that width are closed, and those of them in its edge: where
    a disc so wide does not get in from outdoors.
    """
    edge = _filled(drawn.buffer(gap_m / 2)).buffer(-gap_m / 2).boundary
    loose = shapely.get_parts(shapely.line_merge(edge - drawn.buffer(NEAR_M)))
    lines = [_chord(one, drawn) for one in loose if _is_gap(one, drawn)]
    bars = [line.buffer(BAR_M, cap_style="square") for line in lines]
    tight = _filled(shapely.union_all([drawn, *bars]).buffer(NEAR_M / 2, join_style="mitre"))
    outer = polygons(tight.buffer(-NEAR_M / 2, join_style="mitre"))
    whole = [one for one in outer if one.area >= LEAST_HOUSE_M2]
    around = shapely.union_all([one.boundary for one in whole])
    return snapped(whole), [line for line in lines if around.distance(line) <= 2 * BAR_M]


def _filled(area: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(one.exterior) for one in polygons(area)])


def _is_gap(loose: shapely.LineString, drawn: shapely.Geometry) -> bool:
    middle = loose.interpolate(0.5, normalized=True)
    return bool(drawn.distance(middle) >= AWAY * (loose.length + 2 * NEAR_M))


def _chord(loose: shapely.LineString, drawn: shapely.Geometry) -> shapely.LineString:
    """From the wall that is nearest to one end of a line to that nearest to the other."""
    ends = [shapely.Point(loose.coords[k]) for k in (0, -1)]
    points = [shapely.shortest_line(end, drawn).coords[-1] for end in ends]
    return shapely.LineString(points)
