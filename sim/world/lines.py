"""Everybody's own line through a place: the quickest way, spread over the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.fields.parts import Spot
from scenarios.place import Level
from scenarios.venue import Entrance
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving, Shunning, Visit
from sim.world.arriving.doors import Doorway
from sim.world.groups import ABREAST_M, formation, pauses, turned_deg
from sim.world.manners import PRAM, TROLLEY, WHEELCHAIR
from sim.world.routes import CLEARANCE_M, Points
from sim.world.staying.bends import Way, bends, bent, taken_wide
from sim.world.staying.bookings import Stops, tours
from sim.world.staying.line import Line, line_of
from sim.world.staying.rooms import Gates, Rooms
from sim.world.staying.shunning import Zones
from sim.world.staying.trail import Trail
from sim.world.ways import Station, Stretch, Ways, spot_of

SPREAD_M = 2.5
"""Ways along a mall wander this far from the straight line, where there is room."""
STEPS_M = np.arange(0.5, SPREAD_M + 0.01, 0.5)
LONG_M = 8.0
"""Shorter stretches stay straight."""
WHEELED = (PRAM, TROLLEY, WHEELCHAIR)
"""Ways of going about that take no steps where there is a ramp or a lift."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Walkers in the order of arrival; `corners` and what follows it are all lines end to end.

    Walker w's corners are first[w] to last[w], each on the `floor` of the level of that number;
    `along_m` runs on over all of them, as far as the group's member with the longest way has to go,
    and not at all over links; `rest_s` is the time spent at a corner: in the shop, on the link, or
    in sight, where `facing_deg` is a number; `queue`, of so many `queues`, that in which one waits
    there, -1 for none, and `hold_s` how long nobody else of it is let on. At a corner with a queue
    and without a rest people wait in a line, until whoever was let on last has rested at the next
    corner, too; `held` is the next such on the way from a corner, -1 for none before a rest.
    `behind_m` is how far a walker is behind the first of their `visit`; at a corner that the first
    passes the whole visit stops for `pause_s` to talk, each turned left by `turned_deg`. The people
    `turned_back` leave by their entrance, since they saw a camera's sign; others `went_round`.
    """

    person: NDArray[np.int64]
    arrival_s: NDArray[np.float64]
    speed_mps: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    corners: Points
    floor: NDArray[np.int64]
    along_m: NDArray[np.float64]
    queue: NDArray[np.int64]
    rest_s: NDArray[np.float64]
    behind_m: NDArray[np.float64]
    visit: NDArray[np.int64]
    pause_s: NDArray[np.float64]
    turned_deg: NDArray[np.float64]
    hold_s: NDArray[np.float64]
    held: NDArray[np.int64]
    facing_deg: NDArray[np.float64]
    queues: int
    turned_back: NDArray[np.int64]
    went_round: NDArray[np.int64]

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """What `sim.world.walkers.steps.walk` takes of them."""
        return (
            *(self.arrival_s, self.speed_mps, self.last, self.corners, self.floor, self.along_m),
            *(self.queue, self.rest_s, self.visit, self.pause_s, self.turned_deg),
            *(self.hold_s, self.held, self.facing_deg),
        )

    @property
    def begins_m(self) -> NDArray[np.float64]:
        """Where each walker starts along the whole."""
        found: NDArray[np.float64] = self.along_m[self.first]
        return found


def draw_lines(
    arriving: Arriving,
    ways: Ways,
    streams: Streams,
    from_s: float,
    to_s: float | None,
) -> Lines:
    """Lines of everybody who arrives between from_s and to_s."""
    drawn = Drawing(ways, arriving.shunning)
    shy = set(arriving.group[arriving.shy].tolist()) if arriving.shy is not None else set()
    rolling = set(arriving.group[np.isin(arriving.manner, WHEELED)].tolist())
    stops = drawn.rooms.booked(arriving.visits, streams)
    numbers = np.array([visit.number for visit in arriving.visits], np.int64)
    wide = streams.uniforms("line turns", numbers, 1)[:, 0] ** 2
    lines: dict[int, Line] = {}
    come = [
        number
        for number, visit in enumerate(arriving.visits)
        if from_s <= visit.arrival_s and (to_s is None or visit.arrival_s <= to_s)
    ]
    for number, rng in zip(come, streams.rngs("line", numbers[come]), strict=True):
        visit = arriving.visits[number]
        lines[number] = drawn.line(
            visit,
            rng,
            stops.get(number, ((), ())),
            rolls=number in rolling,
            shy=number in shy,
            wide=float(wide[number]),
        )
    checked = drawn.rooms.checked(arriving.visits, lines, streams)
    walkers: list[Walker] = []
    for number, line in (lines | checked).items():
        walkers += _walkers(number, arriving.visits[number], line)
    return _joined(walkers, drawn.rooms.queues)


@dataclass(frozen=True, slots=True)
class Walker:
    """One person's way before they are all laid end to end."""

    person: int
    number: int
    visit: Visit
    corners: Points
    length_m: NDArray[np.float64]
    line: Line
    pause_s: NDArray[np.float64]
    behind_m: float
    turned_deg: float


class Drawing:
    """Draws one visit's line; quickest ways between doors are found once."""

    def __init__(self, ways: Ways, shunning: Shunning | None = None) -> None:
        self.place, self.ways = ways.place, ways
        self.zones = Zones(ways.place, shunning) if shunning else None
        self.rolling = replace(ways, step_free=True)
        self.rooms = Rooms(ways)
        self._found: dict[tuple[str, int, str, int, bool], list[tuple[Stretch, Way]]] = {}
        self._reaches: dict[tuple[float, ...], tuple[float, float]] = {}
        self._turns: dict[tuple[float, ...], Points] = {}
        self._clear: dict[tuple[float, ...], bool] = {}
        self._doors = [
            (door, Doorway(door), ways.floor_of(spot_of(door.area, level)))
            for level, door in self.place.entrances
        ]
        self._room = [
            level.venue.floor.buffer(-CLEARANCE_M + 0.02, join_style="mitre")
            for level in self.place.levels
        ]
        self._open = [_opened(level) for level in self.place.levels]
        for room in (*self._room, *self._open):
            shapely.prepare(room)

    def line(
        self,
        visit: Visit,
        rng: np.random.Generator,
        stops: Sequence[Stops],
        *,
        rolls: bool,
        shy: bool,
        wide: float,
    ) -> Line:
        """From entrance to exit by way of shops or `stops`, and once more for who comes again;
        whoever `rolls` takes no steps where there is a way without, and the `shy` keep away from
        cameras. Corners are taken `wide` by that share of what there is room for.
        """
        entrance, doorway, floor = self._doors[visit.entrance]
        trail = self.rooms.trail(doorway.place(rng), floor)
        for turn, tour in enumerate(tours(visit, stops)):
            if turn and visit.again:
                trail.rest(visit.again.away_s)
            for k, (start, end) in enumerate(pairwise(tour.ends)):
                gates = self.rooms.checking(comes=k == 0, goes=k == len(tour.ends) - 2)
                for part, way in self._way(*start, *end, rolls=rolls):
                    places = way.walked(rng, wide)
                    if len(trail.at_m) == 1:
                        aside = self._from_door(entrance, part, trail.at_m[-1][None], places)
                        places = np.concatenate([*aside, places])
                    if not self._goes(trail, part, places, gates, shy=shy):
                        self._back(trail, part.floor, visit)
                        return line_of(trail)
                    if part.on and part.off:
                        self._ride(trail, part.on, part.off, visit.speed_mps)
                if k < len(tour.dwell_s):
                    trail.rest(tour.dwell_s[k])
                elif k < len(tour.stops) and tour.stops[k].places:
                    self.rooms.take(trail, tour.stops[k])
        return line_of(trail)

    def _goes(
        self, trail: Trail, part: Stretch, places: Points, gates: Gates, *, shy: bool
    ) -> bool:
        """On along a stretch; whether they get to its end."""
        met = None
        if shy and self.zones:
            met = self.zones.met(trail.at_m[-1], places, part.floor, seen=trail.seen)
            trail.seen, trail.round, trail.back = met.seen, trail.round or met.round, met.back
            places = met.places
        trail.go(places, part.floor, gates.get(part.floor, ()))
        return met is None or not met.back

    def _back(self, trail: Trail, floor: int, visit: Visit) -> None:
        """From where one is to the entrance, and out."""
        x_m, y_m = trail.at_m[-1].tolist()
        here = Spot(x_m, y_m, self.place.levels[floor].ordinal)
        level, door = self.place.entrances[visit.entrance]
        for part in self.ways.path(here, spot_of(door.area, level)):
            trail.go(part.corners[1:], part.floor)
            if part.on and part.off:
                self._ride(trail, part.on, part.off, visit.speed_mps)

    def _ride(self, trail: Trail, on: Station, off: Station, speed_mps: float) -> None:
        queue, lasts_s = self.ways.queue_of(on), self.ways.lasts_s(on, off, speed_mps)
        apart_s = float(self.ways.apart_s[queue])
        trail.ride(queue, apart_s, lasts_s, np.array(off.spot[:2]), off.floor)

    def _way(
        self, start: str, a: int, end: str, b: int, *, rolls: bool
    ) -> list[tuple[Stretch, Way]]:
        key = (start, a, end, b, rolls)
        if key not in self._found:
            ends = self._spot(start, a), self._spot(end, b)
            around = rolls and np.isfinite(self.rolling.distances(ends[0], [ends[1]])[0])
            parts = (self.rolling if around else self.ways).path(*ends)
            self._found[key] = [(part, self._bent(part)) for part in parts]
        return self._found[key]

    def _from_door(
        self, entrance: Entrance, part: Stretch, start: Points, then: Points
    ) -> list[Points]:
        """Where one goes first from one's own place (1, 2) in a doorway, if what is `then` (n, 2)
        on the way from its middle lies behind a wall: as far along that way as is in sight.
        """
        corners, open_floor = part.corners, self._open[part.floor]
        key = (part.floor, *corners[:2].ravel().tolist())
        if key not in self._clear:
            ends = shapely.union(entrance.area, shapely.Point(corners[1]))
            self._clear[key] = bool(open_floor.covers(ends.convex_hull))
        if self._clear[key]:
            return []
        if shapely.covers(open_floor, shapely.linestrings(np.concatenate([start, then[:1]]))):
            return []
        ends = corners[0] + np.array([[0.75], [0.5], [0.25]]) * (corners[1] - corners[0])
        free = [
            *shapely.covers(open_floor, [shapely.LineString([start[0], e]) for e in ends]),
            True,
        ]
        return [[*ends, corners[0]][free.index(True)][None]]

    def _bent(self, part: Stretch) -> Way:
        reach = [self._reach(part.floor, *ab) for ab in pairwise(part.corners)]
        return bent(part.corners, reach, self._wide(part.floor, part.corners, reach))

    def _wide(self, floor: int, corners: Points, reach_m: Sequence[tuple[float, float]]) -> Points:
        """(k, 2) how wide each corner of a way may be taken."""
        wide = np.zeros_like(corners)
        for k in range(1, len(corners) - 1):
            before = bends(corners[k - 1], corners[k], *reach_m[k - 1])[2:]
            after = bends(corners[k], corners[k + 1], *reach_m[k])[:2]
            if not len(before):
                before = np.stack([corners[k - 1], corners[k - 1] + wide[k - 1]])
            if not len(after):
                after = corners[k + 1][None]
            turn = corners[k - 1 : k + 2]
            key = (floor, *turn.ravel().tolist(), *before.ravel().tolist())
            if key not in self._turns:
                self._turns[key] = taken_wide(
                    self._room[floor], turn[0], turn[1], turn[2], before, after
                )
            wide[k] = self._turns[key]
        return wide

    def _spot(self, kind: str, number: int) -> Spot:
        if kind == "shop":
            level, shop = self.place.shops[number]
            return Spot(*shop.door_m, level)
        if kind == "stay":
            return self.rooms.middles[number]
        level, door = self.place.entrances[number]
        return spot_of(door.area, level)

    def _reach(self, floor: int, a: Points, b: Points) -> tuple[float, float]:
        """How far aside a third and two thirds of the stretch may lie, right and left: as far as
        the floor holds the whole trapezoid between the stretch and the line so bent.
        """
        length = float(np.hypot(*(b - a)))
        if length < LONG_M:
            return (0.0, 0.0)
        key = (floor, *a.tolist(), *b.tolist())
        if key not in self._reaches:
            self._reaches[key] = self._measure(self._room[floor], a, b, length)
        return self._reaches[key]

    def _measure(
        self, room: shapely.Geometry, a: Points, b: Points, length: float
    ) -> tuple[float, float]:
        normal = np.array([a[1] - b[1], b[0] - a[0]]) / length
        thirds = np.stack([a + (b - a) / 3, a + (b - a) * 2 / 3])
        sides = np.array([[-1.0], [1.0]]) * STEPS_M
        corners = np.empty((*sides.shape, 5, 2))
        corners[..., [0, 4], :], corners[..., 3, :] = a, b
        corners[..., 1:3, :] = thirds + sides[..., None, None] * normal
        fits = shapely.covers(room, shapely.polygons(corners))
        right, left = np.where(fits, STEPS_M, 0.0).max(1).tolist()
        return (-right, left)


def _opened(level: Level) -> shapely.Geometry:
    """A level's floor but for what lies so near to a wall that only half of a pair could walk it;
    doorways are open.
    """
    doors = (door.area for door in level.venue.entrances)
    return shapely.union_all([level.venue.floor.buffer(-ABREAST_M), *doors])


def _walkers(number: int, visit: Visit, line: Line) -> list[Walker]:
    """A visit's members along its line, as far as the one with the longest way; the first leads."""
    size = len(visit.members)
    lines = [line.of(k) for k in range(size)]
    ways = [line.way_of(k, formation(size, k)[0]) for k in range(size)]
    length: NDArray[np.float64] = np.max([line.length_m(way) for way in ways], axis=0)
    busy = np.where(line.held >= 0, 1.0, line.rest_s)
    length_m = line.length_m(line.corners)
    pause = pauses(line.corners, length_m, busy, visit.talk_s, visit.talk_at)
    return [
        Walker(
            member, number, visit, way, length, lines[k], pause if k == 0 else 0 * pause,
            formation(size, k)[1], turned_deg(size, k),
        )
        for k, (member, way) in enumerate(zip(visit.members, ways, strict=True))
    ]  # fmt: skip


def _joined(walkers: Sequence[Walker], queues: int) -> Lines:
    counts = np.array([len(one.corners) for one in walkers], np.int64)
    first = np.cumsum(counts) - counts
    nobody, nowhere, none = [np.empty(0)], [np.empty((0, 2))], [np.empty(0, np.int64)]
    steps = [np.append(one.length_m, 0.0) for one in walkers] or nobody
    held = np.concatenate([one.line.held for one in walkers] or none)
    return Lines(
        person=np.array([one.person for one in walkers], np.int64),
        arrival_s=np.array([one.visit.arrival_s for one in walkers], np.float64),
        speed_mps=np.array([one.visit.speed_mps for one in walkers], np.float64),
        first=first,
        last=first + counts - 1,
        corners=np.concatenate([one.corners for one in walkers] or nowhere),
        floor=np.concatenate([one.line.floor for one in walkers] or none),
        along_m=np.concatenate([[0.0], np.cumsum(np.concatenate(steps))[:-1]]),
        queue=np.concatenate([one.line.queue for one in walkers] or none),
        rest_s=np.concatenate([one.line.rest_s for one in walkers] or nobody),
        behind_m=np.array([one.behind_m for one in walkers], np.float64),
        visit=np.array([one.number for one in walkers], np.int64),
        pause_s=np.concatenate([one.pause_s for one in walkers] or nobody),
        turned_deg=np.array([one.turned_deg for one in walkers], np.float64),
        hold_s=np.concatenate([one.line.hold_s for one in walkers] or nobody),
        held=np.where(held >= 0, held + np.repeat(first, counts), -1),
        facing_deg=np.concatenate([one.line.facing_deg for one in walkers] or nobody),
        queues=queues,
        turned_back=_people(walkers, "back"),
        went_round=_people(walkers, "round"),
    )


def _people(walkers: Sequence[Walker], what: str) -> NDArray[np.int64]:
    """Whose lines are so, in their order."""
    return np.array([one.person for one in walkers if getattr(one.line, what)], np.int64)
