"""The seats, waiting areas and checkpoints of a place, as lines are drawn through it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.fields.parts import Spot
from sim.streams import Streams
from sim.world.arriving.arrivals import SECOND, Again, Visit
from sim.world.staying.areas import facing_deg, places_of
from sim.world.staying.bookings import End, Stop, Stops, booked, tours
from sim.world.staying.gates import SPACE_M, Came, Gate, checks_s, gates_of, queued
from sim.world.staying.line import Line
from sim.world.staying.trail import Own, Trail
from sim.world.walker import DT_S
from sim.world.ways import Ways, spot_of

Points = NDArray[np.float64]
Gates = Mapping[int, Sequence[Gate]]


class Rooms:
    """Queues are numbered: those of links first, then a place to sit or wait each, then lanes."""

    def __init__(self, ways: Ways) -> None:
        self.place, self.ways = ways.place, ways
        self.floors = [level.venue.floor for level in self.place.levels]
        counts = [stay.places for _, stay in self.place.stays]
        links = len(ways.stations)
        self._first = links + np.cumsum([0, *counts])
        self.gates = gates_of(self.place.checkpoints, self.floors, int(self._first[-1]))
        lanes = sum(one.lanes for _, one in self.place.checkpoints)
        self.queues = int(self._first[-1]) + lanes
        for floor in self.floors if counts or lanes else ():
            shapely.prepare(floor)

    @cached_property
    def middles(self) -> list[Spot]:
        """The middle of each stay, or somewhere in it."""
        return [_middle(stay.area, level) for level, stay in self.place.stays]

    def trail(self, at_m: Points, floor: int) -> Trail:
        """A way that begins at a place (2,) of a floor."""
        return Trail(at_m, floor, self.floors)

    def checking(self, *, comes: bool, goes: bool) -> Gates:
        """The gates, by their floors, that check those on the way in, out, or between two stops."""
        return self._checking(comes, goes) if self.gates else {}

    def booked(self, visits: Sequence[Visit], streams: Streams) -> dict[int, tuple[Stops, Stops]]:
        """The stops of each of them that has stays, when it first comes and when again."""
        seconds = {
            k: self._second(visit, visit.again)
            for k, visit in enumerate(visits)
            if visit.again and visit.again.stays
        }
        if not seconds and not any(visit.stays for visit in visits):
            return {}
        asked = [*visits, *seconds.values()]
        numbers = np.array([visit.number for visit in asked], np.int64)
        luck = streams.uniforms("place", numbers, 1)[:, 0].tolist()
        places = [stay.places for _, stay in self.place.stays]
        stops = booked(asked, places, self._away_m, luck)
        later = {k: stops[len(visits) + turn] for turn, k in enumerate(seconds)}
        return {
            k: (stops.get(k, ()), later.get(k, ()))
            for k in range(len(visits))
            if k in stops or k in later
        }

    def _second(self, visit: Visit, again: Again) -> Visit:
        """How somebody comes again, as a visit of its own: foreseen from the way and speed."""
        (tour, *_) = tours(visit, ((), ()))
        walks_s = sum(self._away_m(*ends) for ends in pairwise(tour.ends)) / visit.speed_mps
        comes_s = visit.arrival_s + walks_s + sum(visit.dwell_s) + again.away_s
        return replace(
            visit, number=visit.number + SECOND, arrival_s=comes_s, entrance=visit.exit,
            shops=again.shops, dwell_s=again.dwell_s, stays=again.stays, exit=again.exit,
        )  # fmt: skip

    def take(self, trail: Trail, stop: Stop) -> None:
        """Everybody to their own place, who are in the middle of a stay."""
        places_m, facing = self._places[stop.stay]
        taken = np.array(stop.places, np.int64)
        trail.stay(places_m[taken], self._first[stop.stay] + taken, facing, stop.dwell_s)

    def checked(
        self, visits: Sequence[Visit], lines: Mapping[int, Line], streams: Streams
    ) -> dict[int, Line]:
        """Those of the lines, by their visits' numbers, that pass checkpoints, each member's lanes
        chosen.
        """
        came: list[Came] = []
        for number, line in lines.items():
            if not line.checks:
                continue
            rng = streams.rng("checks", visits[number].number)
            for turn, check in enumerate(line.checks):
                lasts_s = checks_s(check.crossing.gate.checkpoint, len(visits[number].members), rng)
                at_s = _at_s(visits[number], line, check.corner)
                came.append(Came(at_s, (number, turn), check.crossing, lasts_s))
        lanes = queued(came, self.queues)
        found: dict[int, Line] = {}
        for one in came:
            number, turn = one.key
            line, check = found.get(number, lines[number]), lines[number].checks[turn]
            own = _through(one, lanes[one.key], visits[number].speed_mps, check.corner)
            found[number] = replace(line, own=line.own | own)
        return found

    @cached_property
    def _places(self) -> list[tuple[Points, float]]:
        levels = {id(stay): level for level in self.place.levels for stay in level.venue.stays}
        return [
            (places_of(stay), facing_deg(stay, levels[id(stay)])) for _, stay in self.place.stays
        ]

    @cached_property
    def _away_m(self):  # type: ignore[no-untyped-def]  # a function remembered
        @cache
        def away_m(start: End, end: End) -> float:
            return float(self.ways.distances(self._spot(*start), [self._spot(*end)])[0])

        return away_m

    def _spot(self, kind: str, number: int) -> Spot:
        if kind == "stay":
            return self.middles[number]
        if kind == "shop":
            level, shop = self.place.shops[number]
            return Spot(*shop.door_m, level)
        level, door = self.place.entrances[number]
        return spot_of(door.area, level)

    def _checking(self, comes: bool, goes: bool) -> Gates:
        asked = {"both", *(["in"] if comes else []), *(["out"] if goes else [])}
        return {
            floor: [gate for gate in gates if gate.checkpoint.checks in asked]
            for floor, gates in self.gates.items()
        }


def _at_s(visit: Visit, line: Line, corner: int) -> float:
    """When a visit is foreseen to be at a corner of its line."""
    walked = float(line.length_m(line.corners)[:corner].sum())
    return visit.arrival_s + walked / visit.speed_mps + float(line.rest_s[:corner].sum())


def _through(came: Came, lanes: NDArray[np.int64], speed_mps: float, corner: int) -> dict[int, Own]:
    """What members have of their own at the four corners through a checkpoint; at the check they
    stand for what is left of its time, in whole ticks, when they have stepped up to it.
    """
    begins, front, check, beyond = came.crossing.corners[lanes].transpose(1, 0, 2)
    queues = came.crossing.lanes[lanes]
    steps = np.ceil(SPACE_M / (speed_mps * DT_S))
    stands_s = np.maximum(came.checks_s // DT_S - 1 - steps, 1) * DT_S
    return {
        corner: Own(begins),
        corner + 1: Own(front, queue=queues, hold_s=came.checks_s),
        corner + 2: Own(check, rest_s=stands_s),
        corner + 3: Own(beyond),
    }


def _middle(area: shapely.Polygon, level: int) -> Spot:
    spot = spot_of(area, level)
    if area.contains(shapely.Point(spot[:2])):
        return spot
    inside = area.representative_point()
    return Spot(inside.x, inside.y, level)
