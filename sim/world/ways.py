"""Ways on foot through a place: over each level's floor, and by links from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.csgraph import csgraph_from_dense, dijkstra

from scenarios.fields.parts import Spot
from scenarios.place import Level, Place
from sim.errors import SimError
from sim.world.links import STEPS, USUAL_MPS, apart_s, goes, ride_s, wait_s
from sim.world.routes import CLEARANCE_M, NARROWEST_M, Points, Routes, routes_over

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a way on one level, by its number in the place: `corners` (k, 2) in metres, both ends
    included; at its end one takes the link that leads from station `on` to `off`, for as long as it
    takes to walk `link_m` on the level. At the end of the way there is none.
    """

    floor: int
    corners: Points
    on: "Station | None" = None
    off: "Station | None" = None
    link_m: float = 0.0

    @property
    def length_m(self) -> float:
        """How far it is over the floor."""
        return float(np.hypot(*np.diff(self.corners, axis=0).T).sum())


@dataclass(frozen=True, slots=True)
class Station:
    """A landing, numbered among all; its link's number and its own of that link, the number of its
    level in the place, and the spot where one steps on and off.
    """

    number: int
    link: int
    landing: int
    floor: int
    spot: Spot


@dataclass(frozen=True)
class Ways:
    """The quickest ways through a place for somebody who walks at `speed_mps` on the level and
    keeps `clearance_m` off walls; if `step_free`, by ramps and lifts alone.

    Distances are as many metres as they would walk on the level in that time.
    """

    place: Place
    speed_mps: float = USUAL_MPS
    step_free: bool = False
    clearance_m: float = CLEARANCE_M

    def over(self, floor: int) -> Routes:
        """The ways over the floor of one level, by its number in the place."""
        return self._floors[floor]

    def floor_of(self, spot: Spot) -> int:
        """The number in the place of the level on which a spot lies."""
        return self._number(self.place.on(spot.level, spot[:2]))

    def path(self, start: Spot, end: Spot) -> list[Stretch]:
        """The quickest way, level by level; SimError where there is none."""
        if not self.stations:
            floor = self.floor_of(end)
            if floor == self.floor_of(start):
                return [Stretch(floor, self.over(floor).path(start[:2], end[:2]))]
        by = self._from(start)[:, None] + self._between + self._from(end)
        least, straight = by.min(initial=np.inf), self._straight(start, end)
        if not np.isfinite(min(least, straight)):
            ends = " to ".join(f"{x:.1f}, {y:.1f} on level {level}" for x, y, level in (start, end))
            wanted = f"one as wide as somebody, {NARROWEST_M:g} m"
            raise SimError(f"route: got no way from {ends} (metres), wanted {wanted}")
        found, here = list[Stretch](), start
        if least < straight:
            for on, off in self._rides(*np.unravel_index(int(by.argmin()), by.shape)):
                corners = self.over(on.floor).path(here[:2], on.spot[:2])
                found.append(Stretch(on.floor, corners, on, off, self._ride_m(on, off)))
                here = off.spot
        floor = self.floor_of(end)
        return [*found, Stretch(floor, self.over(floor).path(here[:2], end[:2]))]

    def along(self, path: Sequence[Stretch], metres: float) -> tuple[Spot, float]:
        """Where somebody is who has gone so far on a way, and how far it is yet to the landing
        where they step off, if they are on a link; there they count as where they stepped on.
        Beyond the way's end they stay there.
        """
        for stretch in path:
            level = self.place.levels[stretch.floor].ordinal
            if metres < stretch.length_m:
                return _spot(stretch.corners, metres, level), 0.0
            metres -= stretch.length_m
            if stretch.on is not None and metres < stretch.link_m:
                return stretch.on.spot, stretch.link_m - metres
            metres -= stretch.link_m
        x_m, y_m = path[-1].corners[-1].tolist()
        return Spot(x_m, y_m, self.place.levels[path[-1].floor].ordinal), 0.0

    def distances(self, start: Spot, ends: Sequence[Spot]) -> Floats:
        """(n,) how far it is to each of the ends; infinite where there is no way."""
        return self._far(start, ends, self._between)

    def towards(self, end: Spot, starts: Sequence[Spot]) -> Floats:
        """(n,) how far it is from each of the starts, which may be by other links than back."""
        return self._far(end, starts, self._between.T)

    def lasts_s(self, on: Station, off: Station, speed_mps: float) -> float:
        """How long a link takes from one of its landings to another, with the usual wait before it,
        somebody of a speed on the level.
        """
        link = self.place.links[on.link]
        return wait_s(link) + ride_s(link, on.landing, off.landing, speed_mps)

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Every landing of every link."""
        landings = [
            (number, k, landing)
            for number, link in enumerate(self.place.links)
            for k, landing in enumerate(link.landings)
        ]
        return tuple(
            Station(
                *(number, link, k, self._number(self.place.at(landing))),
                spot_of(landing.area, landing.ordinal),
            )
            for number, (link, k, landing) in enumerate(landings)
        )

    def queue_of(self, on: Station) -> int:
        """The number of the queue in which one waits before a link: that of the station for lifts;
        whoever goes up or down stairs or a ramp waits for the same room on it, as at its first.
        """
        if self.place.links[on.link].kind == "lift":
            return on.number
        return next(one.number for one in self.stations if one.link == on.link)

    @cached_property
    def apart_s(self) -> Floats:
        """(stations,) the time between two whom its link takes up, for the queue of each."""
        return np.array([apart_s(self.place.links[one.link]) for one in self.stations])

    @cached_property
    def _floors(self) -> list[Routes]:
        return [routes_over(level.venue, self.clearance_m) for level in self.place.levels]

    def _number(self, level: Level) -> int:
        return next(k for k, one in enumerate(self.place.levels) if one is level)

    def _far(self, here: Spot, others: Sequence[Spot], between: Floats) -> Floats:
        floor, floors = self.floor_of(here), np.array([self.floor_of(other) for other in others])
        xy = np.array([other[:2] for other in others], np.float64)
        by = (self._from(here)[:, None] + between).min(0, initial=np.inf)
        found = np.full(len(others), np.inf)
        for other in np.unique(floors).tolist():
            rows = np.flatnonzero(floors == other)
            if other == floor:
                found[rows] = self.over(other).distances(here[:2], xy[rows])
            turning = by[:, None] + self._to(xy[rows], other)
            found[rows] = np.minimum(found[rows], turning.min(0, initial=np.inf))
        return found

    def _straight(self, start: Spot, end: Spot) -> float:
        """How far it is without leaving the level."""
        floor = self.floor_of(start)
        if floor != self.floor_of(end):
            return np.inf
        return float(self.over(floor).distances(start[:2], [end[:2]])[0])

    def _rides(self, first: np.intp, last: np.intp) -> list[tuple[Station, Station]]:
        """Where one steps on and off each link, from the one station to the other."""
        turns = [int(last)]
        while turns[-1] != first:
            turns.append(int(self._before[first, turns[-1]]))
        way = [self.stations[k] for k in reversed(turns)]
        return [(on, off) for on, off in pairwise(way) if on.floor != off.floor]

    def _from(self, start: Spot) -> Floats:
        """(stations,) how far each is over the floor."""
        return self._to([start[:2]], self.floor_of(start))[:, 0]

    def _to(self, places_m: ArrayLike, floor: int) -> Floats:
        """(stations, n) how far it is over a level's floor from each station to places, or back."""
        places = np.asarray(places_m, np.float64)
        found = np.full((len(self.stations), len(places)), np.inf)
        for number, station in enumerate(self.stations):
            if station.floor == floor:
                found[number] = self.over(floor).distances(station.spot[:2], places)
        return found

    @cached_property
    def _graph(self) -> tuple[Floats, NDArray[np.int32]]:
        """How far it is from station to station, and the one before each on the way there."""
        count = len(self.stations)
        if not count:
            return np.empty((0, 0)), np.empty((0, 0), np.int32)
        edges = np.full((count, count), np.inf)
        for number, station in enumerate(self.stations):
            edges[:, number] = self._from(station.spot)
        for (a, on), (b, off) in permutations(enumerate(self.stations), 2):
            if on.link == off.link and self._goes(on, off):
                edges[a, b] = self._ride_m(on, off)
        sparse = csgraph_from_dense(edges, null_value=np.inf)
        between, before = dijkstra(sparse, return_predecessors=True)
        return between, before

    def _ride_m(self, on: Station, off: Station) -> float:
        return self.lasts_s(on, off, self.speed_mps) * self.speed_mps

    def _goes(self, on: Station, off: Station) -> bool:
        link = self.place.links[on.link]
        return goes(link, on.landing, off.landing) and not (self.step_free and link.kind in STEPS)

    @property
    def _between(self) -> Floats:
        return self._graph[0]

    @property
    def _before(self) -> NDArray[np.int32]:
        return self._graph[1]


def _spot(corners: Points, metres: float, level: int) -> Spot:
    """The place so far along some corners, which go on beyond it."""
    sides_m = np.hypot(*np.diff(corners, axis=0).T)
    passed_m = np.cumsum(sides_m)
    side = int(np.searchsorted(passed_m, metres, "right"))
    share = 1 - (passed_m[side] - metres) / sides_m[side]
    x_m, y_m = (corners[side] + share * (corners[side + 1] - corners[side])).tolist()
    return Spot(x_m, y_m, level)


def spot_of(area: shapely.Polygon, level: int) -> Spot:
    """The middle of an area on a level."""
    middle = area.centroid
    return Spot(middle.x, middle.y, level)
