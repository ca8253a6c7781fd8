"""Areas that are none: rings that cross themselves or enclose nothing."""

import shapely

from scenarios.place import Finding

SPECK_M2 = 0.01
"""A smaller area is nothing that somebody drew on purpose."""


def whole(
    area: shapely.Geometry, what: str, ordinal: int | None, mend: bool
) -> tuple[list[shapely.Polygon], list[Finding]]:
    """The valid polygons of an area, in metres, and what was wrong with it.

    A ring that crosses itself is made valid if `mend`, else kept out and told without a word of
    mending; an area without any size is left out in any case. Parts of one area may overlap.
    """
    kept, found = list[shapely.Polygon](), list[Finding]()
    for part in polygons(area):
        made, told = _part(part, what, ordinal, mend)
        kept += made
        found += told
    return kept, found


def _part(
    area: shapely.Polygon, what: str, ordinal: int | None, mend: bool
) -> tuple[list[shapely.Polygon], list[Finding]]:
    made = [one for one in polygons(shapely.make_valid(area)) if one.area >= SPECK_M2]
    if not made:
        told = f"{what} encloses nothing ({area.area:.4f} m2)"
        return [], [Finding("speck", told, ordinal, spot(area), "left out")]
    if area.is_valid:
        return [area], []
    why = shapely.is_valid_reason(area).split("[")[0].strip().lower()
    told = f"{what} has an outline that crosses or touches itself ({why})"
    if not mend:
        return [], [Finding("crossing", told, ordinal, spot(area))]
    done = f"made valid: {len(made)} area{'s' if len(made) > 1 else ''}"
    return made, [Finding("crossing", told, ordinal, spot(area), done)]


def polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons in a geometry, without its lines and points."""
    parts = shapely.get_parts(geometry)
    inner = [part for part in parts if part.geom_type == "MultiPolygon"]
    found = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return [*found, *(one for part in inner for one in polygons(part))]


def spot(geometry: shapely.Geometry) -> tuple[float, float] | None:
    """Where a geometry is, as one point; None for an empty one."""
    if geometry.is_empty:
        return None
    west, south, east, north = geometry.bounds
    return round((west + east) / 2, 2), round((south + north) / 2, 2)
