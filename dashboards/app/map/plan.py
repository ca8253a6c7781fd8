"""What stands still on the map: floor, shops, doors, cameras and what of the floor they cover."""

from typing import Any

import shapely

from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from scenarios.venue import Venue
from sim.cameras.coverage import ADULTS_M, coverage

SIGHT_M = 22.0
"""How far what a camera sees beyond its zone is drawn."""
CORNER_M = 0.01
"""Corners that change an area's edge by less are left out."""

Ring = list[list[float]]


def plan(
    place: Place, level: int, scenario: Scenario, cameras: tuple[Camera, ...]
) -> dict[str, Any]:
    """One level of a place and its cameras as JSON, metres; a camera's areas are rings filled
    even-odd. Of officers whose posts are on another level it has None.
    """
    venue = place.level(level).venue
    west, south, east, north = venue.floor.union(
        shapely.union_all([shop.outline for shop in venue.shops])
    ).bounds
    return {
        "name": venue.name,
        "bounds": [west, south, east, north],
        "floor": [_ring(venue.floor.exterior), *map(_ring, venue.floor.interiors)],
        "low": [_ring(polygon.exterior) for polygon in venue.low],
        "shops": [{"name": s.name, "ring": _ring(s.outline.exterior)} for s in venue.shops],
        "entrances": [{"name": e.name, "ring": _ring(e.area.exterior)} for e in venue.entrances],
        "landings": [
            {"name": link.name, "kind": link.kind, "ring": _ring(landing.area.exterior)}
            for link in place.links
            for landing in link.landings
            if landing.ordinal == level
        ],
        "cameras": [_camera(camera, venue) for camera in cameras if camera.level == level],
        "adults_m": list(ADULTS_M),
        "posts": [
            list(post[:2]) if post.level == level else None for post in scenario.officers.posts_m
        ],
    }


def _camera(camera: Camera, venue: Venue) -> dict[str, Any]:
    """Where it hangs, and of the floor: `zone` of recognition of every adult and of `some`, `view`
    of their faces, and what is `blind` under its picture.
    """
    covered = coverage(camera, venue)
    near = covered.view.intersection(shapely.Point(camera.at_m).buffer(SIGHT_M))
    return {
        "id": camera.id,
        "at": list(camera.at_m),
        "heading_deg": camera.heading_deg,
        "zone": _rings(covered.zone),
        "some": _rings(covered.some),
        "view": _rings(near),
        "blind": _rings(covered.blind),
    }


def _rings(area: shapely.Geometry) -> list[Ring]:
    parts = [
        one for one in shapely.get_parts(area.simplify(CORNER_M)) if one.geom_type == "Polygon"
    ]
    return [_ring(ring) for part in parts for ring in (part.exterior, *part.interiors)]


def _ring(line: shapely.LinearRing) -> Ring:
    return [[round(x, 2), round(y, 2)] for x, y in line.coords]
