"""Where cameras hang, on the floor's plan or before a wall or pillar, and where officers stand."""

from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.ops import nearest_points

from scenarios.errors import ScenarioError
from scenarios.fields.parts import Point, Spot
from scenarios.footfall.arrivals import Sign
from scenarios.place import Place
from scenarios.schema import Camera
from scenarios.things import NO_WALL, OPEN_AIR, Thing
from scenarios.venue import Venue

OFF_FLOOR_M = 0.5
"""A camera that is nearer to the floor than this hangs on what stands there: half a pillar."""
BEFORE_M = 0.05
"""A lens stands out so far from what the camera hangs on."""
CLOSE_M = 1e-6
"""What a plan that was moved or turned may be off by."""
DOORS_M = 0.5
"""Outer walls so near to an entrance's area are its doors."""
BRACKET_M, LEAST_M2 = 0.1, 1e-4
"""A camera is held by what is so near to its place, and takes up so much there at least: 1 cm by 1.
"""
ROUNDED_M = 0.01
"""Places of lenses are told to the centimetre."""
SEAM_M = 0.02
"""Outlines and the floor that is left of them are apart by less (`importers.floors`)."""


def lens_m(camera: Camera, venue: Venue) -> Point:
    """The camera's place, or that before the wall, shop front or pillar on or in which it is.

    Raises ScenarioError where it is off the floor and nothing there reaches as high as it hangs.
    """
    if on_floor(camera.at_m, venue):
        return camera.at_m
    return _held_m(camera.at_m, camera.height_m, camera.heading_deg, venue)


def _held_m(at_m: Point, height_m: float, heading_deg: float, venue: Venue) -> Point:
    """As `mounted_m`, for what hangs so high; ScenarioError where nothing there reaches as high."""
    mounted = mounted_m(at_m, heading_deg, venue)
    over_floor = venue.floor.contains(shapely.Point(at_m))
    if not over_floor and not Hold(venue, height_m).at(at_m):
        wanted = "wanted what reaches as high, or a point over the floor"
        got = f"{list(at_m)}, {height_m:g} m high on {_standing(at_m, venue)}"
        raise ScenarioError(f"got {got}, {wanted}")
    return mounted


def held_by(camera: Camera, venue: Venue) -> str:
    """What a lens hangs on, in words: what is beside it and as tall, else the ceiling or, under the
    sky, a pole that it brings along.
    """
    at, boundary = shapely.Point(camera.at_m), venue.floor.boundary
    foot = nearest_points(boundary, at)[0]
    near = foot.distance(at) <= 2 * BEFORE_M + ROUNDED_M
    if near and Hold(venue, camera.height_m).at((foot.x, foot.y)):
        return _named(foot, camera.height_m, venue)
    return "a pole of its own" if venue.scene in OPEN_AIR else "the ceiling"


@dataclass(frozen=True)
class Hold:
    """What can hold a camera that hangs `height_m` over a venue's floor: walls, shop fronts, and
    things that reach as high. Of what nobody says how high it is, it is high enough.
    """

    venue: Venue
    height_m: float

    def at(self, at_m: Point) -> bool:
        """Whether there is something of it at a place."""
        round_about = shapely.Point(at_m).buffer(BRACKET_M)
        beyond = shapely.difference(round_about, self.venue.floor)
        return bool(shapely.difference(beyond, self._nothing).area >= LEAST_M2)

    @cached_property
    def _nothing(self) -> shapely.Geometry:
        """What is no floor and holds nothing: things too low or too high, and where no wall is."""
        venue = self.venue
        passed = [one.outline for one in _upright(venue) if not _reaches(one, self.height_m)]
        passed += [one.outline for one in venue.shops if one.material in NO_WALL]
        low = shapely.union_all(passed).buffer(SEAM_M, join_style="mitre")
        held = [one.outline for one in venue.shops if one.material not in NO_WALL]
        held += [one.outline for one in _upright(venue) if _reaches(one, self.height_m)]
        outside = shapely.difference(_open(venue), shapely.union_all(held))
        found = shapely.union(low, outside)
        shapely.prepare(found)
        return found


def _reaches(thing: Thing, height_m: float) -> bool:
    return thing.base_m <= height_m <= thing.top_m


def _upright(venue: Venue) -> list[Thing]:
    """What stands on the floor, so that nobody walks there."""
    return [one for one in venue.things if one.stand in ("solid", "low")]


def _open(venue: Venue) -> shapely.Geometry:
    """Beyond the floor's outer edge, where no wall is."""
    within = shapely.Polygon(venue.floor.exterior)
    if venue.wall in NO_WALL:
        wide = shapely.box(*within.buffer(2 * OFF_FLOOR_M).bounds)
        return shapely.difference(wide, within)
    doors = [one.area for one in venue.entrances if one.material in NO_WALL]
    round_about = shapely.union_all(doors).buffer(DOORS_M, join_style="mitre")
    return shapely.difference(round_about, within)


def _named(foot: shapely.Point, height_m: float, venue: Venue) -> str:
    """What holds a camera there, in words."""
    tall = [one for one in _upright(venue) if _reaches(one, height_m)]
    near = [one for one in tall if one.outline.distance(foot) <= SEAM_M]
    if near:
        return "a glass wall" if near[0].kind == "glass" else f"a {near[0].kind}"
    shops = any(one.outline.distance(foot) <= SEAM_M for one in venue.shops)
    return "a shop front" if shops else "a wall"


def _standing(at_m: Point, venue: Venue) -> str:
    """What is off the floor at a place, in words."""
    at = shapely.Point(at_m)
    near = [one for one in _upright(venue) if one.outline.distance(at) <= BRACKET_M]
    if not near:
        return "the edge of the floor, where no wall is"
    tallest = max(near, key=lambda one: one.top_m)
    return f"a {tallest.kind} from {tallest.base_m:g} to {tallest.top_m:g} m"


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
        venue = place.on(sign.level, sign.at_m).venue
        _held_m(sign.at_m, sign.height_m, sign.facing_deg, venue)
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
