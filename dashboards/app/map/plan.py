"""What stands still on the map: floor, shops, doors, cameras and what of the floor they cover."""

from collections.abc import Sequence
from typing import Any

import shapely

from scenarios.place import Place
from scenarios.schema import Camera, Scenario
from scenarios.things import Thing
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
    """The levels of one ordinal and their cameras as JSON, metres; areas are rings filled even-odd.
    Of officers whose posts are on another level it has None.
    """
    venues = [one.venue for one in place.levels if one.ordinal == level]
    shops = [shop for venue in venues for shop in venue.shops]
    floors = [venue.floor for venue in venues]
    west, south, east, north = shapely.union_all(
        [*floors, *(shop.outline for shop in shops)]
    ).bounds
    return {
        "name": venues[0].name,
        "bounds": [west, south, east, north],
        "floor": [_ring(ring) for one in floors for ring in (one.exterior, *one.interiors)],
        "low": [_ring(one.outline.exterior) for one in _low(venues) if one.kind != "glass"],
        "glass": [_ring(one.outline.exterior) for one in _low(venues) if one.kind == "glass"],
        "shops": [{"name": s.name, "ring": _ring(s.outline.exterior)} for s in shops],
        "entrances": [
            {"name": door.name, "ring": _ring(door.area.exterior)}
            for venue in venues
            for door in venue.entrances
        ],
        "stays": [
            {"name": name, "ring": _ring(area.exterior)}
            for venue in venues
            for name, area in venue.marked
        ],
        "landings": [
            {"name": link.name, "kind": link.kind, "ring": _ring(landing.area.exterior)}
            for link in place.links
            for landing in link.landings
            if landing.ordinal == level
        ],
        "cameras": [
            _camera(camera, place.on(level, camera.at_m).venue)
            for camera in cameras
            if camera.level == level
        ],
        "signs": [
            {"at": list(one.at_m), "facing_deg": one.facing_deg}
            for one in (scenario.arrivals.avoiders.signs if scenario.arrivals.avoiders else ())
            if one.level == level
        ],
        "adults_m": list(ADULTS_M),
        "posts": [
            list(post[:2]) if post.level == level else None for post in scenario.officers.posts_m
        ],
    }


def _low(venues: Sequence[Venue]) -> list[Thing]:
    """What one sees over or through, and nobody walks through."""
    return [one for venue in venues for one in venue.things if one.stand == "low"]


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
