"""Where cameras hang, on the floor's plan or before a wall or pillar, and where officers stand."""

import shapely
from shapely.ops import nearest_points

from scenarios.errors import ScenarioError
from scenarios.fields.parts import Point, Spot
from scenarios.footfall.arrivals import Sign
from scenarios.place import Place
from scenarios.schema import Camera
from scenarios.venue import Venue

OFF_FLOOR_M = 0.5
"""A camera that is nearer to the floor than this hangs on what stands there: half a pillar."""
BEFORE_M = 0.05
"""A lens stands out so far from what the camera hangs on."""
CLOSE_M = 1e-6
"""What a plan that was moved or turned may be off by."""


def lens_m(camera: Camera, venue: Venue) -> Point:
    """The camera's place, or that before the wall, shop front or pillar on or in which it is."""
    if on_floor(camera.at_m, venue):
        return camera.at_m
    return mounted_m(camera.at_m, camera.heading_deg, venue)


def mounted_m(at_m: Point, heading_deg: float, venue: Venue) -> Point:
    """The place of a camera or a sign that looks that way, or that before the wall, shop front or
    pillar on or in which it is.

    Out of a pillar it looks from the face that it is turned to, out of a wall from the nearest.
    Raises ScenarioError for one too far from the floor.
    """
    if on_floor(at_m, venue):
        return at_m
    at, floor = shapely.Point(at_m), venue.floor
    free, face = floor.buffer(-BEFORE_M, join_style="mitre"), _face(heading_deg, at, floor)
    out = face if free.is_empty else nearest_points(free, face)[0]
    if face.distance(at) > OFF_FLOOR_M or not 0 < out.distance(face) <= 2 * BEFORE_M:
        raise _refusal(at_m, venue)
    return out.x, out.y


def on_floor(at_m: Point, venue: Venue) -> bool:
    """Whether a place is over the floor, away from walls; ScenarioError for one far from it."""
    at, floor = shapely.Point(at_m), venue.floor
    if shapely.box(*floor.bounds).distance(at) > OFF_FLOOR_M:
        raise _refusal(at_m, venue)
    return bool(floor.contains(at) and floor.boundary.distance(at) >= BEFORE_M - CLOSE_M)


def _refusal(at_m: Point, venue: Venue) -> ScenarioError:
    wanted = f"a point on the floor of {venue.name}, or on a wall at most {OFF_FLOOR_M:g} m off"
    return ScenarioError(f"got {list(at_m)}, wanted {wanted}")


def post_problem(post: Spot, place: Place) -> str | None:
    """What is wrong with where an officer stands."""
    told = [*post] if post.level else [*post[:2]]
    if said := level_problem(post.level, place):
        return f"got {told}, wanted {said}"
    venue = place.on(post.level, post[:2]).venue
    if venue.floor.contains(shapely.Point(post[:2])):
        return None
    return f"got {told}, wanted a point on the floor of {venue.name}"


def level_problem(level: int, place: Place) -> str | None:
    """What would be a level of the place, if this is none."""
    there = sorted({one.ordinal for one in place.levels})
    return None if level in there else f"one of its levels, {', '.join(map(str, there))}"


def sign_problem(sign: Sign, place: Place) -> str | None:
    """What is wrong with where a sign hangs."""
    if said := level_problem(sign.level, place):
        return f"got level {sign.level}, wanted {said}"
    try:
        mounted_m(sign.at_m, sign.facing_deg, place.on(sign.level, sign.at_m).venue)
    except ScenarioError as err:
        return str(err)
    return None


def _face(heading_deg: float, at: shapely.Point, floor: shapely.Polygon) -> shapely.Point:
    """Where the floor begins the way it looks, if that is near; else where it is nearest."""
    nearest, _ = nearest_points(floor, at)
    if floor.contains(at):
        return nearest
    line = shapely.LineString([(at.x, at.y), (at.x + OFF_FLOOR_M, at.y)])
    ahead = shapely.affinity.rotate(line, heading_deg, origin=at)
    met = ahead.intersection(floor)
    return nearest if met.is_empty else nearest_points(met, at)[0]
