"""Ways on foot: a graph of corners that see each other, and shortest paths between any points."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from scenarios.venue import Venue
from sim.errors import SimError
from sim.world.barriers import Barriers

CLEARANCE_M = 0.45
"""Corners are rounded at this distance: half a person's width and some air."""
SLACK_M = 0.05
"""Sight lines may come this much nearer to a wall than the corners."""
MOST_KEPT, MOST_DISTANCES = 4096, 8_000_000
"""Points whose distances to the corners are kept, and distances of all of them together."""
NARROWEST_M = round(2 * (CLEARANCE_M - SLACK_M), 2)
"""Nobody gets through what is narrower, but for a door's own way in."""
FLOORS_KEPT = 4
"""Floors whose ways are kept for who asks again: an estimate, the crowd, whoever takes no steps."""
LINES_AT_ONCE = 500_000
"""Sight lines asked about in one go: some hundred megabytes."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Routes:
    """Shortest ways over a venue's floor, with corners rounded at `clearance_m`; points off the
    graph are joined to what they see.
    """

    venue: Venue
    clearance_m: float = CLEARANCE_M

    def path(self, start_m: ArrayLike, end_m: ArrayLike) -> Points:
        """(k, 2) corners of the shortest way, both ends included."""
        start, end = np.asarray(start_m, np.float64), np.asarray(end_m, np.float64)
        if self._sees(start[None], end[None])[0]:
            return np.stack([start, end])
        a, b = self._reach(start), self._reach(end)
        i, j = self._nearest(a, b)
        if i < 0:
            ends = f"{start.round(1).tolist()} to {end.round(1).tolist()}"
            raise SimError(
                f"route: got no way from {ends} (metres east and north), wanted one as wide as"
                f" somebody, {2 * (self.clearance_m - SLACK_M):g} m"
            )
        corners = [int(j)]
        while corners[-1] != i:
            corners.append(int(self._before[i, corners[-1]]))
        return np.concatenate([start[None], self.corners[corners[::-1]], end[None]])

    def distances(self, start_m: ArrayLike, ends_m: ArrayLike) -> NDArray[np.float64]:
        """(n,) walking distances from a point to (n, 2) others; infinite where there is no way."""
        start, ends = np.asarray(start_m, np.float64), np.asarray(ends_m, np.float64)
        mine = self._reach(start)
        seen = np.flatnonzero(np.isfinite(mine))
        to_corners = (mine[seen, None] + self._between[seen]).min(0, initial=np.inf)
        straight = np.hypot(*(ends - start).T)
        result = np.where(self._sees(np.broadcast_to(start, ends.shape), ends), straight, np.inf)
        for number in np.flatnonzero(~np.isfinite(result)):
            result[number] = (to_corners + self._reach(ends[number])).min(initial=np.inf)
        return result

    def _nearest(self, a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[int, int]:
        """The corners by which the way leads that are nearest together, by the distances to those
        that its ends see; -1 twice if there is no way.
        """
        mine, theirs = (np.flatnonzero(np.isfinite(reach)) for reach in (a, b))
        total = a[mine, None] + self._between[np.ix_(mine, theirs)] + b[None, theirs]
        if not np.isfinite(total).any():
            return -1, -1
        i, j = np.unravel_index(int(total.argmin()), total.shape)
        return int(mine[i]), int(theirs[j])

    @cached_property
    def corners(self) -> Points:
        """(n, 2) the floor's corners, drawn in by the clearance."""
        drawn_in = self.venue.floor.buffer(-self.clearance_m, join_style="mitre").simplify(0.2)
        parts = drawn_in.geoms if isinstance(drawn_in, shapely.MultiPolygon) else [drawn_in]
        rings = [r for part in parts for r in (part.exterior, *part.interiors) if not r.is_empty]
        return np.concatenate([np.empty((0, 2)), *(np.asarray(r.coords)[:-1] for r in rings)])

    @cached_property
    def _room(self) -> Barriers:
        return Barriers(self.venue.floor.buffer(SLACK_M - self.clearance_m, join_style="mitre"))

    @cached_property
    def _floor(self) -> Barriers:
        return Barriers(self.venue.floor.buffer(1e-6))

    @cached_property
    def _graph(self) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        count = len(self.corners)
        if not count:
            return np.empty((0, 0)), np.empty((0, 0), np.int32)
        some = max(LINES_AT_ONCE // count, 1)
        i, j = np.concatenate(
            [self._lines_seen(k, min(k + some, count)) for k in range(0, count, some)], 1
        )
        length = np.hypot(*(self.corners[i] - self.corners[j]).T)
        edges = csr_matrix((length, (i, j)), shape=(count, count))
        between, before = dijkstra(edges, directed=False, return_predecessors=True)
        return between, before

    def _lines_seen(self, first: int, end: int) -> NDArray[np.int64]:
        """(2, n) pairs of corners that see each other, of which one is among some and the other
        comes later.
        """
        i, j = np.triu_indices(end - first, 1, len(self.corners) - first)
        i, j = i + first, j + first
        seen = self._room.covers(self.corners[i], self.corners[j])
        return np.stack([i[seen], j[seen]]).astype(np.int64)

    @property
    def _between(self) -> NDArray[np.float64]:
        return self._graph[0]

    @property
    def _before(self) -> NDArray[np.int32]:
        return self._graph[1]

    @cached_property
    def _reaches(self) -> dict[tuple[float, ...], NDArray[np.float64]]:
        """What `_reach` found: many ways lead from one door."""
        return {}

    def _reach(self, point: Points) -> NDArray[np.float64]:
        """Distance to every corner that the point sees; infinite to the others."""
        key = tuple(point.tolist())
        found = self._reaches.get(key)
        if found is None:
            if len(self._reaches) >= min(MOST_KEPT, MOST_DISTANCES // max(len(self.corners), 1)):
                self._reaches.clear()
            starts = np.broadcast_to(point, self.corners.shape)
            length = np.hypot(*(self.corners - point).T)
            found = np.where(self._sees(starts, self.corners), length, np.inf)
            self._reaches[key] = found
        return found

    def _sees(self, starts: Points, ends: Points) -> NDArray[np.bool_]:
        """Whether one can walk straight; near a wall, as at doors, the floor itself is enough."""
        free = self._room.covers(starts, ends)
        tight = np.flatnonzero(~free)
        far = self._room.holds(starts[tight]) & self._room.holds(ends[tight])
        near = tight[~far]
        free[near] = self._floor.covers(starts[near], ends[near])
        return free


@lru_cache(FLOORS_KEPT)
def routes_over(venue: Venue, clearance_m: float) -> Routes:
    """The same ways again over a venue's floor that somebody asked about lately."""
    return Routes(venue, clearance_m)
