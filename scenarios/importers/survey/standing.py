"""Where on a floor somebody can stand and be got to."""

import shapely

from scenarios.checks.rings import polygons

BODY_M = 0.45
"""Half of the narrowest way that people take, and a little."""
TO_DOOR_M = 3.0
"""A door, or an end of a link, farther from where people can stand is not got to."""


def room_to_stand(floor: shapely.Polygon) -> shapely.Geometry:
    """The largest part of a floor on which bodies have room; empty for none."""
    parts = polygons(floor.buffer(-BODY_M))
    return max(parts, key=lambda one: one.area, default=shapely.Polygon())


def standing(room: shapely.Geometry, before: shapely.Geometry) -> shapely.Point | None:
    """Where there is room to stand nearest to something; None where that is too far away."""
    if room.is_empty or room.distance(before) > TO_DOOR_M:
        return None
    return shapely.Point(shapely.shortest_line(room, before).coords[0])
