"""Where a camera's lens is: on the floor's plan, or before the wall or pillar that it hangs on."""

import shapely
from shapely.ops import nearest_points

from scenarios.errors import ScenarioError
from scenarios.fields.parts import Point
from scenarios.schema import Camera
from scenarios.venue import Venue

OFF_FLOOR_M = 0.5
"""A camera that is nearer to the floor than this hangs on what stands there: half a pillar."""
BEFORE_M = 0.05
"""A lens stands out so far from what the camera hangs on."""
CLOSE_M = 1e-6
"""What a plan that was moved or turned may be off by."""


def lens_m(camera: Camera, venue: Venue) -> Point:
    """The camera's place, or that before the wall, shop front or pillar on or in which it is.

    Out of a pillar it looks from the face that it is turned to, out of a wall from the nearest.
    Raises ScenarioError for a camera too far from the floor.
    """
    at, floor = shapely.Point(camera.at_m), venue.floor
    wanted = f"a point on the floor of {venue.name}, or on a wall at most {OFF_FLOOR_M:g} m off"
    refusal = ScenarioError(f"got {list(camera.at_m)}, wanted {wanted}")
    if shapely.box(*floor.bounds).distance(at) > OFF_FLOOR_M:
        raise refusal
    if floor.contains(at) and floor.boundary.distance(at) >= BEFORE_M - CLOSE_M:
        return camera.at_m
    free, face = floor.buffer(-BEFORE_M, join_style="mitre"), _face(camera, at, floor)
    out = face if free.is_empty else nearest_points(free, face)[0]
    if face.distance(at) > OFF_FLOOR_M or not 0 < out.distance(face) <= 2 * BEFORE_M:
        raise refusal
    return out.x, out.y


def _face(camera: Camera, at: shapely.Point, floor: shapely.Polygon) -> shapely.Point:
    """Where the floor begins the way it looks, if that is near; else where it is nearest."""
    nearest, _ = nearest_points(floor, at)
    if floor.contains(at):
        return nearest
    x, y = camera.at_m
    ahead = shapely.affinity.rotate(
        shapely.LineString([(x, y), (x + OFF_FLOOR_M, y)]), camera.heading_deg, origin=at
    )
    met = ahead.intersection(floor)
    return nearest if met.is_empty else nearest_points(met, at)[0]
