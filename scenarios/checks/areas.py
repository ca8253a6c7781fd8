"""Areas that should fit each other: gaps between floors, rooms that overlap."""

from collections.abc import Sequence

import shapely

from scenarios.checks.rings import polygons, spot
from scenarios.place import Finding

GAP_M = 0.10
"""Wider gaps are no slips of a drawing."""
LEAST_GAP_M = 0.005
"""Narrower gaps are rounding."""
LAP_M = 0.001
"""How far what closes a gap reaches over its sides."""
OVERLAP_M2 = 0.25
"""A smaller overlap is a wall's thickness."""


def closed(
    walked: Sequence[shapely.Polygon], ordinal: int, mend: bool
) -> tuple[shapely.Geometry, list[Finding]]:
    """All that is walked on as one area, its gaps of up to GAP_M closed if `mend`; and the gaps."""
    area = shapely.union_all(walked)
    wider = area.buffer(GAP_M / 2, join_style="mitre")
    shut = wider.buffer(-GAP_M / 2, join_style="mitre")
    between = (shut - area).buffer(-LEAST_GAP_M / 2, join_style="mitre")
    gaps = polygons(between.buffer(LEAST_GAP_M / 2, join_style="mitre"))
    done = "closed" if mend else ""
    found = [
        Finding(
            "gap",
            f"a gap of {100 * _wide_m(one):.1f} cm between two areas",
            ordinal,
            spot(one),
            done,
        )
        for one in gaps
    ]
    return (shapely.union_all([area, *(_lapped(one) for one in gaps)]) if mend else area), found


def overlaps(areas: Sequence[tuple[str, shapely.Polygon]], ordinal: int) -> list[Finding]:
    """Where two areas, each with its name, cover the same ground."""
    tree = shapely.STRtree([area for _, area in areas])
    found = list[Finding]()
    for number, (name, area) in enumerate(areas):
        for other in sorted(tree.query(area, predicate="intersects").tolist()):
            if other <= number:
                continue
            both = area & areas[other][1]
            if both.area > OVERLAP_M2:
                told = f"{name} and {areas[other][0]} overlap by {both.area:.1f} m2"
                found.append(Finding("overlap", told, ordinal, spot(both)))
    return found


def _wide_m(gap: shapely.Polygon) -> float:
    """The shorter side of a rectangle of that area and outline.

    >>> round(_wide_m(shapely.box(0, 0, 4, 0.05)), 6)
    0.05
    """
    half_m = gap.length / 2
    return float(half_m - max(half_m**2 - 4 * gap.area, 0.0) ** 0.5) / 2


def _lapped(gap: shapely.Polygon) -> shapely.Geometry:
    """A gap and a little of what it lies between, so that no line is left where they meet."""
    return gap.buffer(LAP_M, join_style="mitre")
