"""Ways on foot through a place: over each level's floor, and by links from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.csgraph import csgraph_from_dense, dijkstra

from scenarios.place import Place
from scenarios.schema import Spot
from sim.errors import SimError
from sim.world.links import USUAL_MPS, goes, ride_s, wait_s
from sim.world.routes import NARROWEST_M, Points, Routes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a way on one level: `corners` (k, 2) in metres, both ends included; at its end one
    takes the link that leads from station `on` to `off`, for as long as it takes to walk `link_m`
    on the level. At the end of the way there is none.
    """

    level: int
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
    """A landing, by its link's number and its own, and the spot where one steps on and off."""

    link: int
    landing: int
    spot: Spot


@dataclass(frozen=True)
class Ways:
    """The quickest ways through a place for somebody who walks at `speed_mps` on the level.

    Distances are as many metres as they would walk on the level in that time.
    """

    place: Place
    speed_mps: float = USUAL_MPS

    def on(self, level: int) -> Routes:
        """The ways over the floor of one level."""
        return self._floors[level]

    def path(self, start: Spot, end: Spot) -> list[Stretch]:
        """The quickest way, level by level; SimError where there is none."""
        by = self._from(start)[:, None] + self._between + self._to([end[:2]], end.level).T
        least, straight = by.min(initial=np.inf), self._straight(start, end)
        if not np.isfinite(min(least, straight)):
            wanted = f"one as wide as somebody, {NARROWEST_M:g} m"
            raise SimError(f"route: got no way from {list(start)} to {list(end)}, wanted {wanted}")
        found, here = list[Stretch](), start
        if least < straight:
            for on, off in self._rides(*np.unravel_index(int(by.argmin()), by.shape)):
                corners = self.on(here.level).path(here[:2], on.spot[:2])
                found.append(Stretch(here.level, corners, on, off, self._ride_m(on, off)))
                here = off.spot
        last = self.on(end.level).path(here[:2], end[:2])
        return [*found, Stretch(end.level, last)]

    def distances(self, start: Spot, ends: Sequence[Spot]) -> Floats:
        """(n,) how far it is to each of the ends; infinite where there is no way."""
        return self._far(start, ends, self._between)

    def towards(self, end: Spot, starts: Sequence[Spot]) -> Floats:
        """(n,) how far it is from each of the starts, which may be by other links than back."""
        return self._far(end, starts, self._between.T)

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Every landing of every link."""
        return tuple(
            Station(number, k, spot_of(landing.area, landing.ordinal))
            for number, link in enumerate(self.place.links)
            for k, landing in enumerate(link.landings)
        )

    @cached_property
    def _floors(self) -> dict[int, Routes]:
        return {level.ordinal: Routes(level.venue) for level in self.place.levels}

    def _far(self, here: Spot, others: Sequence[Spot], between: Floats) -> Floats:
        levels = np.array([other.level for other in others])
        xy = np.array([other[:2] for other in others], np.float64)
        by = (self._from(here)[:, None] + between).min(0, initial=np.inf)
        found = np.full(len(others), np.inf)
        for level in np.unique(levels).tolist():
            rows = np.flatnonzero(levels == level)
            if level == here.level:
                found[rows] = self.on(level).distances(here[:2], xy[rows])
            turning = by[:, None] + self._to(xy[rows], level)
            found[rows] = np.minimum(found[rows], turning.min(0, initial=np.inf))
        return found

    def _straight(self, start: Spot, end: Spot) -> float:
        """How far it is without leaving the level."""
        if start.level != end.level:
            return np.inf
        return float(self.on(end.level).distances(start[:2], [end[:2]])[0])

    def _rides(self, first: np.intp, last: np.intp) -> list[tuple[Station, Station]]:
        """Where one steps on and off each link, from the one station to the other."""
        turns = [int(last)]
        while turns[-1] != first:
            turns.append(int(self._before[first, turns[-1]]))
        way = [self.stations[k] for k in reversed(turns)]
        return [(on, off) for on, off in pairwise(way) if on.spot.level != off.spot.level]

    def _from(self, start: Spot) -> Floats:
        """(stations,) how far each is over the floor."""
        return self._to([start[:2]], start.level)[:, 0]

    def _to(self, places_m: ArrayLike, level: int) -> Floats:
        """(stations, n) how far it is over a level's floor from each station to places, or back."""
        places = np.asarray(places_m, np.float64)
        found = np.full((len(self.stations), len(places)), np.inf)
        for number, station in enumerate(self.stations):
            if station.spot.level == level:
                found[number] = self.on(level).distances(station.spot[:2], places)
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
            if on.link == off.link and goes(self.place.links[on.link], on.landing, off.landing):
                edges[a, b] = self._ride_m(on, off)
        sparse = csgraph_from_dense(edges, null_value=np.inf)
        between, before = dijkstra(sparse, return_predecessors=True)
        return between, before

    def _ride_m(self, on: Station, off: Station) -> float:
        """How far it is by a link from landing to landing, the usual wait before it included."""
        link = self.place.links[on.link]
        seconds = wait_s(link) + ride_s(link, on.landing, off.landing, self.speed_mps)
        return seconds * self.speed_mps

    @property
    def _between(self) -> Floats:
        return self._graph[0]

    @property
    def _before(self) -> NDArray[np.int32]:
        return self._graph[1]


def spot_of(area: shapely.Polygon, level: int) -> Spot:
    """The middle of an area on a level."""
    middle = area.centroid
    return Spot(middle.x, middle.y, level)
