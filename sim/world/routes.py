"""Ways on foot: a graph of corners that see each other, and shortest paths between any points."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from scenarios.venue import Venue
from sim.errors import SimError

CLEARANCE_M = 0.45
"""Corners are rounded at this distance: half a person's width and some air."""
SLACK_M = 0.05
"""Sight lines may come this much nearer to a wall than the corners."""
MOST_KEPT = 4096
"""Points whose distances to the corners are kept."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Routes:
    """Shortest ways over a venue's floor; points off the graph are joined to what they see."""

    venue: Venue

    def path(self, start_m: ArrayLike, end_m: ArrayLike) -> Points:
        """(k, 2) corners of the shortest way, both ends included."""
        start, end = np.asarray(start_m, np.float64), np.asarray(end_m, np.float64)
        if self._sees(start[None], end[None])[0]:
            return np.stack([start, end])
        a, b = self._reach(start), self._reach(end)
        total = a[:, None] + self._between + b[None, :]
        i, j = np.unravel_index(int(total.argmin()), total.shape)
        if not np.isfinite(total[i, j]):
            raise SimError(f"route: got no way from {start.tolist()} to {end.tolist()}")
        corners = [int(j)]
        while corners[-1] != i:
            corners.append(int(self._before[i, corners[-1]]))
        return np.concatenate([start[None], self.corners[corners[::-1]], end[None]])

    def distances(self, start_m: ArrayLike, ends_m: ArrayLike) -> NDArray[np.float64]:
        """(n,) walking distances from a point to (n, 2) others; infinite where there is no way."""
        start, ends = np.asarray(start_m, np.float64), np.asarray(ends_m, np.float64)
        to_corners = (self._reach(start)[:, None] + self._between).min(0)
        straight = np.hypot(*(ends - start).T)
        result = np.where(self._sees(np.broadcast_to(start, ends.shape), ends), straight, np.inf)
        for number in np.flatnonzero(~np.isfinite(result)):
            result[number] = (to_corners + self._reach(ends[number])).min()
        return result

    @cached_property
    def corners(self) -> Points:
        """(n, 2) the floor's corners, drawn in by the clearance."""
        drawn_in = self.venue.floor.buffer(-CLEARANCE_M, join_style="mitre").simplify(0.2)
        parts = drawn_in.geoms if isinstance(drawn_in, shapely.MultiPolygon) else [drawn_in]
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        return np.concatenate([np.asarray(ring.coords)[:-1] for ring in rings])

    @cached_property
    def _room(self) -> shapely.Geometry:
        room = self.venue.floor.buffer(-CLEARANCE_M + SLACK_M, join_style="mitre")
        shapely.prepare(room)
        return room

    @cached_property
    def _floor(self) -> shapely.Geometry:
        floor = self.venue.floor.buffer(1e-6)
        shapely.prepare(floor)
        return floor

    @cached_property
    def _graph(self) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        count = len(self.corners)
        i, j = np.triu_indices(count, 1)
        lines = shapely.linestrings(np.stack([self.corners[i], self.corners[j]], 1))
        seen = shapely.covers(self._room, lines)
        length = np.hypot(*(self.corners[i] - self.corners[j]).T)
        edges = csr_matrix((length[seen], (i[seen], j[seen])), shape=(count, count))
        between, before = dijkstra(edges, directed=False, return_predecessors=True)
        return between, before

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
        if key not in self._reaches:
            if len(self._reaches) >= MOST_KEPT:
                self._reaches.clear()
            starts = np.broadcast_to(point, self.corners.shape)
            length = np.hypot(*(self.corners - point).T)
            self._reaches[key] = np.where(self._sees(starts, self.corners), length, np.inf)
        return self._reaches[key]

    def _sees(self, starts: Points, ends: Points) -> NDArray[np.bool_]:
        """Whether one can walk straight; near a wall, as at doors, the floor itself is enough."""
        lines = shapely.linestrings(np.stack([starts, ends], 1))
        free: NDArray[np.bool_] = shapely.covers(self._room, lines)
        tight = np.flatnonzero(~free)
        if len(tight):
            near = ~shapely.covers(self._room, shapely.points(starts[tight]))
            near |= ~shapely.covers(self._room, shapely.points(ends[tight]))
            free[tight] = near & shapely.covers(self._floor, lines[tight])
        return free
