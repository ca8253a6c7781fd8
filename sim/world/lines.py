"""Everybody's own line over the floor: the shortest way, spread over the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.venue import Entrance, Venue
from sim.streams import Streams
from sim.world.arrivals import Arriving, Visit
from sim.world.groups import beside, formation, pauses, turned_deg
from sim.world.routes import CLEARANCE_M, Points, Routes

SPREAD_M = 2.5
"""Ways along a mall wander this far from the straight line, where there is room."""
STEPS_M = np.arange(0.5, SPREAD_M + 0.01, 0.5)
JAMB_M = 0.2
LONG_M = 8.0
"""Shorter stretches stay straight."""
THIRDS = np.array([[1 / 3], [2 / 3]])


@dataclass(frozen=True, slots=True)
class Lines:
    """Walkers in the order of arrival; `corners` and what follows it are all lines end to end.

    Walker w's corners are first[w] to last[w]; `along_m` runs on over all of them, as far as the
    group's member with the longest way has to go; `rest_s` is the time spent in the shop at a
    corner; `behind_m` how far a walker is behind the first of their `visit`; at a corner that the
    first passes the whole visit stops for `pause_s` to talk, each turned left by `turned_deg`.
    """

    person: NDArray[np.int64]
    arrival_s: NDArray[np.float64]
    speed_mps: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    corners: Points
    along_m: NDArray[np.float64]
    rest_s: NDArray[np.float64]
    behind_m: NDArray[np.float64]
    visit: NDArray[np.int64]
    pause_s: NDArray[np.float64]
    turned_deg: NDArray[np.float64]

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """What `sim.world.walkers.steps.walk` takes of them."""
        return (
            *(self.arrival_s, self.speed_mps, self.last, self.corners, self.along_m, self.rest_s),
            *(self.visit, self.pause_s, self.turned_deg),
        )

    @property
    def begins_m(self) -> NDArray[np.float64]:
        """Where each walker starts along the whole."""
        found: NDArray[np.float64] = self.along_m[self.first]
        return found


def draw_lines(
    arriving: Arriving,
    venue: Venue,
    routes: Routes,
    streams: Streams,
    from_s: float,
    to_s: float | None,
) -> Lines:
    """Lines of everybody who arrives between from_s and to_s."""
    drawn = Drawing(venue, routes)
    walkers: list[Walker] = []
    for number, visit in enumerate(arriving.visits):
        if visit.arrival_s < from_s or (to_s is not None and visit.arrival_s > to_s):
            continue
        rng = streams.rng("line", number)
        corners, rest = drawn.line(visit, rng)
        walkers += _walkers(number, visit, corners, rest)
    return _joined(walkers)


@dataclass(frozen=True, slots=True)
class Walker:
    """One person's way before they are all laid end to end."""

    person: int
    number: int
    visit: Visit
    corners: Points
    length_m: NDArray[np.float64]
    rest_s: NDArray[np.float64]
    pause_s: NDArray[np.float64]
    behind_m: float
    turned_deg: float


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way without its start, each stretch with room bent at a third and two thirds.

    `places` (n, 2) lie on the shortest way; of its `stretches` and the two bends of each, the draw
    numbered `draw` (n,) moves a place aside, from `right_m` (n,) on by up to `room_m` (n,) along
    `left` (n, 2); corners stay, and their room is 0.
    """

    places: Points
    stretches: int
    draw: NDArray[np.int64]
    right_m: NDArray[np.float64]
    room_m: NDArray[np.float64]
    left: Points

    def walked(self, rng: np.random.Generator) -> Points:
        """(n, 2) the way as somebody walks it."""
        draws = rng.random((self.stretches, 2)).ravel()[self.draw]
        return self.places + (self.right_m + draws * self.room_m)[:, None] * self.left


class Drawing:
    """Draws one visit's line; shortest ways between doors are found once."""

    def __init__(self, venue: Venue, routes: Routes) -> None:
        self.venue, self.routes = venue, routes
        self._ways: dict[tuple[str, int, str, int], Way] = {}
        self._reaches: dict[tuple[float, ...], tuple[float, float]] = {}
        self._room = venue.floor.buffer(-CLEARANCE_M + 0.02, join_style="mitre")
        shapely.prepare(self._room)

    def line(self, visit: Visit, rng: np.random.Generator) -> tuple[Points, NDArray[np.float64]]:
        """(k, 2) corners from entrance to exit and the rest at each."""
        stops = [
            ("door", visit.entrance),
            *(("shop", s) for s in visit.shops),
            ("door", visit.exit),
        ]
        parts, rests = [doorway(self.venue.entrances[visit.entrance], rng)[None]], [0.0]
        for start, end, pause_s in zip(stops, stops[1:], (*visit.dwell_s, 0.0), strict=False):
            walked = self._way(*start, *end).walked(rng)
            parts.append(walked)
            rests += [0.0] * (len(walked) - 1) + [pause_s]
        return np.concatenate(parts), np.array(rests)

    def _way(self, start: str, a: int, end: str, b: int) -> Way:
        key = (start, a, end, b)
        if key not in self._ways:
            corners = self.routes.path(self._place(start, a), self._place(end, b))
            self._ways[key] = bent(corners, [self._reach(*ends) for ends in pairwise(corners)])
        return self._ways[key]

    def _place(self, kind: str, number: int) -> tuple[float, float]:
        if kind == "shop":
            return self.venue.shops[number].door_m
        middle = self.venue.entrances[number].area.centroid
        return (middle.x, middle.y)

    def _reach(self, a: Points, b: Points) -> tuple[float, float]:
        """How far aside a third and two thirds of the stretch may lie, right and left: as far as
        the floor holds the whole trapezoid between the stretch and the line so bent.
        """
        length = float(np.hypot(*(b - a)))
        if length < LONG_M:
            return (0.0, 0.0)
        key = (*a.tolist(), *b.tolist())
        if key not in self._reaches:
            self._reaches[key] = self._measure(a, b, length)
        return self._reaches[key]

    def _measure(self, a: Points, b: Points, length: float) -> tuple[float, float]:
        normal = np.array([a[1] - b[1], b[0] - a[0]]) / length
        thirds = np.stack([a + (b - a) / 3, a + (b - a) * 2 / 3])

        def fits(aside: float) -> bool:
            return bool(self._room.covers(shapely.Polygon([a, *(thirds + aside * normal), b])))

        right, left = (max((d for d in STEPS_M if fits(side * d)), default=0.0) for side in (-1, 1))
        return (-right, left)


def bent(corners: Points, reach_m: Sequence[tuple[float, float]]) -> Way:
    """A way along `corners` (k, 2); each stretch may be left so far to the right (negative) and to
    the left, 0 where it is short or narrow.
    """
    places, draw, right_m, room_m, left = [], [], [], [], []
    for k, (right, furthest) in enumerate(reach_m):
        a, b = corners[k], corners[k + 1]
        if right < furthest:
            places += [*(a + THIRDS * (b - a))]
            left += [np.array([a[1] - b[1], b[0] - a[0]]) / float(np.hypot(*(b - a)))] * 2
            draw += [2 * k, 2 * k + 1]
            right_m += [right] * 2
            room_m += [furthest - right] * 2
        places.append(b)
        left.append(np.zeros(2))
        draw.append(2 * k)
        right_m.append(0.0)
        room_m.append(0.0)
    return Way(
        places=np.array(places),
        stretches=len(reach_m),
        draw=np.array(draw),
        right_m=np.array(right_m),
        room_m=np.array(room_m),
        left=np.array(left),
    )


def doorway(entrance: Entrance, rng: np.random.Generator) -> Points:
    """Somewhere in the doorway, away from its jambs: as far along two sides of its outline as is
    drawn, or the nearest place within a doorway that is no parallelogram.
    """
    a, b, *_, d = np.asarray(entrance.area.exterior.coords)[:-1]
    along = rng.uniform(0.2, 0.8, 2)
    place: Points = a + along[0] * (b - a) + along[1] * (d - a)
    if entrance.area.covers(shapely.Point(place)):
        return place
    inner = entrance.area.buffer(-JAMB_M)
    room = entrance.area if inner.is_empty else inner
    near: Points = np.asarray(shapely.shortest_line(room, shapely.Point(place)).coords)[0]
    return near


def _walkers(number: int, visit: Visit, corners: Points, rest: NDArray[np.float64]) -> list[Walker]:
    """A visit's members along its line, as far as the one with the longest way; the first leads."""
    size = len(visit.members)
    ways = [beside(corners, formation(size, k)[0]) for k in range(size)]
    steps = [np.hypot(*np.diff(way, axis=0).T) for way in ways]
    length: NDArray[np.float64] = np.max(steps, axis=0)
    pause = pauses(corners, rest, visit.talk_s, visit.talk_at)
    return [
        Walker(
            member, number, visit, way, length, rest, pause if k == 0 else 0 * pause,
            formation(size, k)[1], turned_deg(size, k),
        )
        for k, (member, way) in enumerate(zip(visit.members, ways, strict=True))
    ]  # fmt: skip


def _joined(walkers: Sequence[Walker]) -> Lines:
    counts = np.array([len(one.corners) for one in walkers], np.int64)
    first = np.cumsum(counts) - counts
    nobody, nowhere = [np.empty(0)], [np.empty((0, 2))]
    steps = [np.append(one.length_m, 0.0) for one in walkers] or nobody
    return Lines(
        person=np.array([one.person for one in walkers], np.int64),
        arrival_s=np.array([one.visit.arrival_s for one in walkers], np.float64),
        speed_mps=np.array([one.visit.speed_mps for one in walkers], np.float64),
        first=first,
        last=first + counts - 1,
        corners=np.concatenate([one.corners for one in walkers] or nowhere),
        along_m=np.concatenate([[0.0], np.cumsum(np.concatenate(steps))[:-1]]),
        rest_s=np.concatenate([one.rest_s for one in walkers] or nobody),
        behind_m=np.array([one.behind_m for one in walkers], np.float64),
        visit=np.array([one.number for one in walkers], np.int64),
        pause_s=np.concatenate([one.pause_s for one in walkers] or nobody),
        turned_deg=np.array([one.turned_deg for one in walkers], np.float64),
    )
