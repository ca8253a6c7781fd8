"""What is doubtful about a place that can be played, whoever drew it."""

from collections.abc import Iterator
from itertools import combinations

import shapely

from scenarios.checks.areas import OVERLAP_M2, overlaps
from scenarios.checks.doors import NARROWEST_M
from scenarios.checks.reach import apart
from scenarios.checks.rings import polygons, spot
from scenarios.place import Finding, Level, Place

BODY_M = 0.4
"""Half of the narrowest way that people take."""


def findings(place: Place) -> tuple[Finding, ...]:
    """What its file left in doubt, then whether there is anywhere to go, floors that nobody gets to
    or back from, doors that are too narrow, what lies behind ways that are, and areas that overlap.
    """
    found = [*_nowhere(place)]
    found += [told for _, told in apart(place.levels, place.links)]
    for level in place.levels:
        found += _narrow(place, level)
        found += overlaps([(one.name, one.outline) for one in level.venue.shops], level.ordinal)
    for one, other in combinations(place.levels, 2):
        both = one.venue.floor & other.venue.floor
        if one.ordinal == other.ordinal and both.area > OVERLAP_M2:
            said = f"{one.name} and {other.name} overlap by {both.area:.1f} m2"
            found.append(Finding("overlap", said, one.ordinal, spot(both)))
    known = {(one.kind, one.told, one.ordinal) for one in place.findings}
    new = [one for one in found if (one.kind, one.told, one.ordinal) not in known]
    return (*place.findings, *new)


def _nowhere(place: Place) -> Iterator[Finding]:
    """Where people can come in and have no errand and no other way out."""
    if len(place.entrances) == 1 and not place.shops:
        ordinal, entrance = place.entrances[0]
        said = (
            f"{entrance.name} is the only entrance, and there is no shop: people have nowhere to go"
        )
        more = ", so no scenario can be played here; give the plan another entrance or a shop"
        yield Finding("nowhere to go", said + more, ordinal, spot(entrance.area))


def _narrow(place: Place, level: Level) -> Iterator[Finding]:
    """Entrances narrower than a door, and where shops and links lie where no way leads to."""
    venue = level.venue
    for door in venue.entrances:
        longest_m = _across_m(door.area)
        if longest_m < NARROWEST_M:
            said = f"{door.name} is {longest_m:.2f} m across, and doors are at least"
            yield Finding("door width", f"{said} {NARROWEST_M:g} m", level.ordinal, spot(door.area))
    rooms = polygons(venue.floor.buffer(-BODY_M))
    largest = max(rooms, key=lambda one: one.area, default=shapely.Polygon())
    reached = largest.buffer(BODY_M)
    ends = [(one.name, shapely.Point(one.door_m)) for one in venue.shops]
    ends += [
        (link.name, landing.area.centroid)
        for link in place.links
        for landing in link.landings
        if place.at(landing) is level
    ]
    for name, at in ends:
        if reached.distance(at) > BODY_M:
            said = f"nobody gets to {name} on ways that are {2 * BODY_M:g} m wide"
            yield Finding("narrow way", said, level.ordinal, spot(at))


def _across_m(area: shapely.Polygon) -> float:
    """The longer side of the smallest rectangle around an area."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))
    sides = corners[1:] - corners[:-1]
    return float((sides**2).sum(axis=1).max() ** 0.5)
