"""What lies inside the outer walls of a drawing, and the furniture on it."""

from collections.abc import Sequence

import shapely

from scenarios.checks.rings import polygons, spot
from scenarios.importers.drawing.doors import DEEP_M, PEN_M, Openings, pen
from scenarios.importers.drawing.strokes import Stroke
from scenarios.place import Finding

BRIDGED_M = 2.5
"""Gaps of the outer wall up to this are taken for closed."""
LEAST_GAP_M, OPEN = 0.3, 0.4
"""A gap is at least so long, and its middle as a share of that so far from all that is drawn: less
is a niche with a window in it.
"""
LEAST_HOUSE_M2 = 6.0
"""A smaller building is a detail beside the plan."""
FINE_M = 0.05
"""How far the outline of furniture may be off."""
LARGEST_LOW_M2, LEAST_LOW_M2 = 15.0, 0.04
"""A larger outline is no piece of furniture, but what stands round a room; a smaller one a speck.
"""


def hull(walls: shapely.Geometry, found: Openings) -> tuple[list[shapely.Polygon], list[Finding]]:
    """The areas within outer walls, walls and all, in metres; and the gaps that were bridged."""
    doors = [line.buffer(PEN_M) for line in (*found.doors, *found.plain)]
    drawn = shapely.union_all([walls, found.shut, found.glass, *doors])
    outer = polygons(_closed(drawn, BRIDGED_M))
    kept = [one for one in outer if one.area >= LEAST_HOUSE_M2]
    edges = shapely.union_all([one.boundary for one in kept]) - drawn.buffer(2 * FINE_M)
    gaps = shapely.get_parts(shapely.line_merge(edges))
    open_ = [one for one in gaps if one.length >= LEAST_GAP_M and _is_open(one, drawn)]
    return kept, [_told(one, drawn) for one in open_]


def inner(
    windows: shapely.Geometry, around: Sequence[shapely.Polygon]
) -> tuple[list[shapely.Polygon], list[shapely.Polygon]]:
    """The windows through which one looks from room to room, and those in outer walls, behind which
    there is nothing.
    """
    edge = shapely.union_all([one.boundary for one in around]).buffer(DEEP_M)
    parts = polygons(windows)
    out = [one for one in parts if edge.intersects(one)]
    return [one for one in parts if one not in out], out


def _is_open(gap: shapely.LineString, drawn: shapely.Geometry) -> bool:
    middle = gap.interpolate(0.5, normalized=True)
    return bool(drawn.distance(middle) >= OPEN * gap.length)


def _told(gap: shapely.LineString, drawn: shapely.Geometry) -> Finding:
    """What is told of a gap, from wall to wall: its loose edge ends before them."""
    ends = [shapely.Point(gap.coords[k]) for k in (0, -1)]
    walls = [shapely.Point(shapely.shortest_line(end, drawn).coords[-1]) for end in ends]
    wide_m = walls[0].distance(walls[1])
    told, done = f"the outer wall has a gap of {wide_m:.2f} m", "taken for closed"
    return Finding("gap in the outer wall", told, 0, spot(gap), f"{done}; nobody comes in there")


def low(strokes: Sequence[Stroke]) -> list[shapely.Polygon]:
    """The outlines of furniture, of what touches one."""
    made = list[shapely.Polygon]()
    for part in polygons(pen(strokes)):
        whole = shapely.Polygon(part.exterior)
        made += polygons((whole if whole.area <= LARGEST_LOW_M2 else part).simplify(FINE_M))
    return [one for one in made if one.area >= LEAST_LOW_M2]


def _closed(drawn: shapely.Geometry, gap_m: float) -> shapely.Geometry:
    """What is drawn and all that it surrounds, gaps of that width closed."""
    wide = drawn.buffer(gap_m / 2, join_style="mitre")
    filled = shapely.union_all([shapely.Polygon(one.exterior) for one in polygons(wide)])
    return filled.buffer(-gap_m / 2, join_style="mitre")
