"""What stands still on the map: floor, shops, doors, cameras and what they look at."""

import math
from typing import Any

import numpy as np
import shapely

from engine.faces import INTEROCULAR_M
from scenarios.schema import Camera, Scenario
from scenarios.venue import Venue

SIGHT_M = 22.0
"""How far a camera's view is drawn."""
RAYS = 61

Ring = list[list[float]]


def plan(venue: Venue, scenario: Scenario, cameras: tuple[Camera, ...]) -> dict[str, Any]:
    """The venue and its cameras as JSON, metres."""
    west, south, east, north = venue.floor.union(
        shapely.union_all([shop.outline for shop in venue.shops])
    ).bounds
    walls = _walls(venue)
    return {
        "name": venue.name,
        "bounds": [west, south, east, north],
        "floor": [_ring(venue.floor.exterior), *map(_ring, venue.floor.interiors)],
        "low": [_ring(polygon.exterior) for polygon in venue.low],
        "shops": [{"name": s.name, "ring": _ring(s.outline.exterior)} for s in venue.shops],
        "entrances": [{"name": e.name, "ring": _ring(e.area.exterior)} for e in venue.entrances],
        "cameras": [_camera(camera, walls) for camera in cameras],
        "posts": [list(post) for post in scenario.officers.posts_m],
    }


def zone_m(camera: Camera) -> float:
    """How far from the camera a frontal face still has the zone's pixels between the eyes.

    >>> from scenarios.schema import Camera
    >>> camera = Camera(id="a", at_m=(0, 0), heading_deg=0, fov_deg=36, width_px=1280)
    >>> round(zone_m(camera), 2)
    5.17
    """
    focal_px = camera.width_px / 2 / math.tan(math.radians(camera.fov_deg) / 2)
    return focal_px * INTEROCULAR_M / camera.zone_interocular_px


def _camera(camera: Camera, walls: shapely.Geometry) -> dict[str, Any]:
    return {
        "id": camera.id,
        "at": list(camera.at_m),
        "heading_deg": camera.heading_deg,
        "zone": _cone(camera, min(zone_m(camera), SIGHT_M), walls),
        "view": _cone(camera, SIGHT_M, walls),
    }


def _walls(venue: Venue) -> shapely.Geometry:
    """What ends a line of sight: the floor's edges but for those of low obstacles."""
    open_floor = shapely.union_all([venue.floor, *venue.low])
    return open_floor.boundary


def _cone(camera: Camera, reach_m: float, walls: shapely.Geometry) -> Ring:
    """The camera's picture on the floor plan, ended by walls."""
    start, half = shapely.Point(camera.at_m), camera.fov_deg / 2
    angles = np.radians(camera.heading_deg + np.linspace(-half, half, RAYS))
    ends = np.asarray(camera.at_m) + reach_m * np.stack([np.cos(angles), np.sin(angles)], 1)
    rays = shapely.linestrings([[camera.at_m, end] for end in ends.tolist()])
    hits = shapely.distance(start, shapely.intersection(rays, walls))
    share = np.minimum(np.where(np.isnan(hits), reach_m, hits) / reach_m, 1.0)
    seen = np.asarray(camera.at_m) + share[:, None] * (ends - np.asarray(camera.at_m))
    return [list(camera.at_m), *np.round(seen, 2).tolist()]


def _ring(line: shapely.LinearRing) -> Ring:
    return [[round(x, 2), round(y, 2)] for x, y in line.coords]
