"""A shop put into a place: what of a drawn rectangle is floor, and a door that people get to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from scenarios.errors import ScenarioError
from scenarios.importers.floors import pieces
from scenarios.place import Level, Place
from scenarios.venue import Shop

LEAST_M2 = 1.0
"""What of a rectangle is floor, and no shop, is left over if it is smaller."""
DOOR_M = 0.8
"""A door needs so much of a side where people walk."""
BEFORE_M = (0.6, 0.45, 0.3)
"""So far before it they stand, as far as there is room."""
ON_SIDE_M = 0.01
"""What lies so near to a side lies along it."""

Side = Literal["widest", "north", "east", "south", "west"]
SIDES: tuple[Side, ...] = get_args(Side)
AWAY = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shop as it was drawn: its name, its level, two corners of a rectangle x1, y1, x2, y2 in
    metres, and on which `side` its door is.
    """

    name: str
    ordinal: int
    box_m: tuple[float, float, float, float]
    side: Side = "widest"


def with_shop(place: Place, drawn: Drawn) -> Place:
    """The place with a shop more, whose floor is nobody's to walk on any more.

    Raises ScenarioError for one without floor, without a side for its door, on something else, or
    that cuts the floor in two.
    """
    x1, y1, x2, y2 = drawn.box_m
    box = shapely.box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    if any(one.name == drawn.name for _, one in place.shops):
        raise _refusal(drawn, "got a name that a shop has", "another one")
    level = place.on(drawn.ordinal, (box.centroid.x, box.centroid.y))
    outline = _outline(drawn, box, level.venue.floor)
    for name, area in _there(place, level):
        if outline.intersects(area):
            raise _refusal(drawn, f"got one on {name}", "it beside that")
    left = _left(drawn, outline, level.venue.floor)
    shop = Shop(drawn.name, outline, _door(drawn, outline, left))
    within = outline.buffer(ON_SIDE_M)
    venue = replace(
        level.venue,
        floor=left,
        shops=(*level.venue.shops, shop),
        things=tuple(one for one in level.venue.things if not within.covers(one.outline)),
        low=tuple(one for one in level.venue.low if not within.covers(one)),
    )
    levels = tuple(replace(one, venue=venue) if one is level else one for one in place.levels)
    return replace(place, levels=levels)


def _outline(drawn: Drawn, box: shapely.Polygon, floor: shapely.Polygon) -> shapely.Polygon:
    parts = [one for one in pieces(floor.intersection(box)) if one.area >= LEAST_M2]
    if len(parts) != 1:
        got = f"{len(parts)} pieces of floor in it" if parts else "no floor in it"
        raise _refusal(drawn, f"got {got}", f"one of at least {LEAST_M2:g} m2")
    return orient(shapely.Polygon(parts[0].exterior))


def _left(drawn: Drawn, outline: shapely.Polygon, floor: shapely.Polygon) -> shapely.Polygon:
    parts = sorted(pieces(floor.difference(outline)), key=lambda one: float(-one.area))
    if not parts or any(one.area >= LEAST_M2 for one in parts[1:]):
        raise _refusal(drawn, "got one that cuts the floor in pieces", "it in one piece")
    return parts[0]


def _there(place: Place, level: Level) -> Iterator[tuple[str, shapely.Polygon]]:
    """What of a level must stay floor."""
    venue = level.venue
    yield from ((one.name, one.area) for one in venue.entrances)
    yield from venue.marked
    for link in place.links:
        here = (one.area for one in link.landings if place.at(one) is level)
        yield from ((link.name, area) for area in here)
    yield from ((f"the door of {one.name}", shapely.Point(one.door_m)) for one in venue.shops)


def _door(drawn: Drawn, outline: shapely.Polygon, left: shapely.Polygon) -> tuple[float, float]:
    """On the floor before the middle of the widest side along it, or of that on the side asked."""
    widest, found = 0.0, None
    for begin, away, share in _sides(outline, left):
        wanted = AWAY.get(drawn.side)
        turned = wanted is None or float(away @ wanted) > np.sqrt(0.5)
        wide = float(np.hypot(*(share[1] - share[0])))
        if turned and wide >= max(DOOR_M, widest + ON_SIDE_M):
            widest, found = wide, (begin + share.mean(0), away)
    if found is None:
        where = "" if drawn.side == "widest" else f" in the {drawn.side}"
        raise _refusal(drawn, f"got no side along the floor{where}", f"{DOOR_M:g} m for a door")
    middle, away = found
    for far in BEFORE_M:
        x, y = (middle + far * away).round(3).tolist()
        if left.buffer(-BEFORE_M[-1] / 2).contains(shapely.Point(x, y)):
            return x, y
    raise _refusal(drawn, "got no room before its door", f"{BEFORE_M[-1]:g} m of floor there")


def _sides(
    outline: shapely.Polygon, left: shapely.Polygon
) -> Iterator[tuple[Points, Points, Points]]:
    """Of each side where it begins, which way is out of the shop, and from where to where along it
    the longest stretch of floor is.
    """
    near = left.buffer(ON_SIDE_M)
    corners = shapely.get_coordinates(outline.exterior)
    for begin, end in pairwise(corners):
        way = end - begin
        parts = shapely.get_parts(shapely.LineString([begin, end]).intersection(near))
        lines = [one for one in parts if one.geom_type == "LineString" and one.length > 0]
        if lines:
            share = shapely.get_coordinates(max(lines, key=lambda one: float(one.length))) - begin
            yield begin, np.array([way[1], -way[0]]) / np.hypot(*way), share[[0, -1]]


def _refusal(drawn: Drawn, got: str, wanted: str) -> ScenarioError:
    return ScenarioError(f"{drawn.name}: {got}, wanted {wanted}")
