"""What is built for people to sit, be checked and change levels: chairs, gates, flights of steps.

None of it stands in the plan, so nobody walks around it; and none of it hides a face: whoever is
behind what is higher than LOW_M is painted before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import STOREY_M, Level, Link, Place
from scenarios.venue import Checkpoint, Stay, Venue
from sim.cameras.scenery.pierced import RAIL
from sim.cameras.scenery.solids import Face, Solid
from sim.world.staying.areas import axes_of, facing_deg, places_of

Floats = NDArray[np.floating[Any]]

LOW_M = 1.1
"""What is built hides people up to here."""
CHAIR_M, SEAT_M, BACK_M, THICK_M = 0.42, (0.40, 0.45), 0.82, 0.05
"""Side, underside and top of a chair's seat, top of its back, and how thick things are."""
CABINET_M, CABINET_HIGH_M = (0.2, 1.5), 1.02
"""Width and longest length of a gate's cabinets, and their height."""
TALLEST_M, SLABS, SLAB_M = 6.0, 12, 0.3
"""Flights are built so high at most, in so many slabs, each so thick."""
HANDRAIL_M = 1.0
SLOPES = {"stairs": 0.57, "escalator": 0.57, "ramp": 0.06}
"""Rise over run where a plan leaves no room for the flight (30 degrees; 6 %)."""
APART_M, WELL_M = 1.0, 3.0
"""Landings whose middles are nearer lie over each other; so far the hole of a flight is open."""
STANDING = frozenset({"gate", "turnstile", "barrier", "bench"})
"""Things with which a plan furnishes its seats and checkpoints itself."""


@dataclass(frozen=True, slots=True)
class Flight:
    """A link seen from one landing: `towards` (2,) is where it goes over the plan, None if the
    landings lie over each other; it begins at `start` (2,), the middle of the landing's edge, and
    has that run and `rise_m`, negative for one that leads down.
    """

    kind: str
    landing: shapely.Polygon
    start: Floats
    towards: Floats | None
    run_m: float
    rise_m: float
    width_m: float

    @property
    def rises(self) -> bool:
        """Whether it leads upwards."""
        return self.rise_m > 0

    def strip(self, from_m: float, to_m: float, beside_m: float = 0.0) -> shapely.Polygon:
        """The part of its plan between two distances from its start."""
        assert self.towards is not None
        across = np.array([-self.towards[1], self.towards[0]]) * (self.width_m / 2 + beside_m)
        ends = [self.start + self.towards * one for one in (from_m, to_m)]
        ring = [ends[0] - across, ends[1] - across, ends[1] + across, ends[0] + across]
        return shapely.Polygon(ring)


@dataclass(frozen=True, slots=True)
class Around:
    """What of other levels shows on one: the `ways` that lead there, and how far below it the next
    one lies.
    """

    ways: tuple[Flight, ...] = ()
    drop_m: float = STOREY_M


NOWHERE = Around()


def around(place: Place, level: Level) -> Around:
    """What of a place's other levels shows on this one."""
    below = [level.height_m - one.height_m for one in place.levels]
    return Around(_ways(place, level), min((one for one in below if one > 0), default=STOREY_M))


def _ways(place: Place, level: Level) -> tuple[Flight, ...]:
    """Every landing on a level, once for each way that its link leads from there."""
    found = list[Flight]()
    for link in place.links:
        for number, landing in enumerate(link.landings):
            if place.at(landing) is level:
                found += _flights(place, link, number)
    return tuple(found)


def _flights(place: Place, link: Link, number: int) -> Iterator[Flight]:
    here = link.landings[number]
    at = shapely.get_coordinates(here.area.centroid)[0]
    for other in (number - 1, number + 1):
        if not 0 <= other < len(link.landings):
            continue
        there = link.landings[other]
        way = shapely.get_coordinates(there.area.centroid)[0] - at
        rise_m = place.at(there).height_m - place.at(here).height_m
        apart = float(np.hypot(*way))
        if link.kind == "lift" or apart < APART_M:
            yield Flight(link.kind, here.area, at, None, 0.0, rise_m, link.width_m)
            continue
        towards = way / apart
        reach, beyond = _reach_m(here.area, at, towards), _reach_m(there.area, at + way, -towards)
        run_m = apart - reach - beyond
        if run_m < abs(rise_m) / 2:
            run_m = abs(rise_m) / SLOPES[link.kind]
        start = at + towards * reach
        yield Flight(link.kind, here.area, start, towards, run_m, rise_m, link.width_m)


def _reach_m(area: shapely.Polygon, at: Floats, towards: Floats) -> float:
    """How far an area reaches that way from a point."""
    return float(((shapely.get_coordinates(area) - at) @ towards).max())


def built(venue: Venue, ways: tuple[Flight, ...]) -> list[Solid]:
    """Chairs on seats, cabinets between lanes and flights that lead up, where the plan's own things
    do not stand there.
    """
    standing = [one.outline for one in venue.things if one.kind in STANDING]
    taken = shapely.union_all(standing)
    made = [one for stay in venue.stays for one in _chairs(venue, stay)]
    made += [one for check in venue.checkpoints for one in _cabinets(check)]
    made = [one for one in made if not one.outline.intersects(taken)]
    return made + [one for way in ways if way.rises for one in _steps(way)]


def rails(ways: tuple[Flight, ...]) -> Iterator[tuple[shapely.LineString, Face, int]]:
    """Handrails beside flights that lead up, and around the holes of those that lead down."""
    for number, way in enumerate(ways):
        if way.towards is None:
            continue
        if way.rises:
            for from_m, to_m, top_m in _slabs(way):
                base_m = max(top_m - SLAB_M, 0.0)
                face = Face("glass", "", number, base_m, top_m + HANDRAIL_M, "flight")
                for line in _sides(way.strip(from_m, to_m)):
                    yield line, face, RAIL
        else:
            hole = way.strip(0.0, min(way.run_m, WELL_M), THICK_M)
            face = Face("glass", "", number, 0.0, HANDRAIL_M, "flight")
            low, far, high, near = shapely.get_coordinates(hole)[:4]
            for ends in ((low, far), (far, high), (high, near)):
                yield shapely.LineString(ends), face, RAIL


def _sides(strip: shapely.Polygon) -> tuple[shapely.LineString, shapely.LineString]:
    low, far, high, near = shapely.get_coordinates(strip)[:4]
    return shapely.LineString([low, far]), shapely.LineString([near, high])


def _slabs(way: Flight) -> Iterator[tuple[float, float, float]]:
    """From where to where each slab of a flight reaches, and its top."""
    high_m = min(way.rise_m, TALLEST_M)
    run_m = way.run_m * high_m / way.rise_m
    for k in range(SLABS):
        yield run_m * k / SLABS, run_m * (k + 1) / SLABS, high_m * (k + 1) / SLABS


def _steps(way: Flight) -> Iterator[Solid]:
    if way.towards is None:
        return
    step_m = min(way.rise_m, TALLEST_M) / SLABS
    for number, (from_m, to_m, top_m) in enumerate(_slabs(way)):
        base_m = max(top_m - step_m - SLAB_M, 0.0)
        face = Face(f"{way.kind} flight", "", number, base_m, top_m, "flight")
        yield Solid(way.strip(from_m, to_m), face)


def _chairs(venue: Venue, stay: Stay) -> Iterator[Solid]:
    """A chair at each place to sit, its back away from where one looks."""
    if stay.kind != "seat":
        return
    angle = np.radians(facing_deg(stay, Level(0, venue.name, 0.0, venue)))
    ahead = np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-ahead[1], ahead[0]]) * CHAIR_M / 2
    for number, at in enumerate(places_of(stay)):
        parts = (
            (-CHAIR_M / 2, CHAIR_M / 2, aside, SEAT_M),
            (-THICK_M, THICK_M, aside * 0.25, (0.0, SEAT_M[0])),
            (-CHAIR_M / 2 - THICK_M, -CHAIR_M / 2, aside, (SEAT_M[0], BACK_M)),
        )
        for back_m, front_m, half, (base_m, top_m) in parts:
            ends = (at + ahead * back_m, at + ahead * front_m)
            ring = [ends[0] - half, ends[1] - half, ends[1] + half, ends[0] + half]
            face = Face("chair", stay.name, number, base_m, top_m)
            yield Solid(shapely.Polygon(ring), face)


def _cabinets(check: Checkpoint) -> Iterator[Solid]:
    """Cabinets on both sides of each lane, along the way through."""
    axes, (wide_m, long_m) = axes_of(check.area), CABINET_M
    half = axes.across * min(axes.short_m, long_m) / 2
    for number in range(check.lanes + 1):
        off_m = (number / check.lanes - 0.5) * (axes.long_m - wide_m)
        middle, side = axes.middle_m + axes.along * off_m, axes.along * wide_m / 2
        ring = [middle - half - side, middle + half - side, middle + half + side,
                middle - half + side]  # fmt: skip
        face = Face("gate", check.name, number, 0.0, CABINET_HIGH_M)
        yield Solid(shapely.Polygon(ring), face)
