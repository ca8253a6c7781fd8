"""A visit's way corner by corner, and what is at each: a link, a shop, a place to sit, a check."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.world.staying.gates import APPROACH_M, SPACE_M, Crossing, Gate, Side

Points = NDArray[np.float64]
Floats = NDArray[np.float64]
NONE = -1


@dataclass(slots=True)
class At:
    """What is at a corner, as `sim.world.lines.Lines` has it."""

    floor: int
    queue: int = NONE
    rest_s: float = 0.0
    hold_s: float = 0.0
    facing_deg: float = nan


@dataclass(frozen=True, slots=True)
class Own:
    """What is each member's own at a corner: where it is for them (members, 2), and of those that
    are told which queue it is, how long it is held, and how long they rest there (members,).
    """

    at_m: Points
    queue: NDArray[np.int64] | None = None
    hold_s: Floats | None = None
    rest_s: Floats | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A crossing whose first corner has that number."""

    corner: int
    crossing: Crossing


class Trail:
    """Corners from a first one on; `jumps` are those at which a link is taken to the next, `own`
    what members have of their own at some, `checks` the checkpoints passed on the way. Who has
    `seen` a camera's sign may have gone `round` its zone or turned `back`.
    """

    def __init__(self, at_m: Points, floor: int, floors: Sequence[shapely.Polygon]) -> None:
        self.at_m, self.about = [at_m], [At(floor)]
        self.jumps: list[int] = []
        self.own: dict[int, Own] = {}
        self.checks: list[Check] = []
        self.seen = self.round = self.back = False
        self._floors = floors
        self._left: tuple[Points, Points] | None = None

    def go(self, places: Points, floor: int, gates: Sequence[Gate] = ()) -> None:
        """On along (n, 2) places of a floor, through the gates that lie on the way."""
        if not (gates or self._left) and len(places):
            self.at_m.extend(places)
            self.about.extend([At(floor)] * (len(places) - 1))
            self.about.append(At(floor))  # the last one's own: a ride or a rest may be there
            return
        for place in places:
            self._come_back(place, floor)
            for gate in gates:
                if side := gate.side(self.at_m[-1], place):
                    self._check(self._crossing(gate, place, side), floor)
            self._add(place, At(floor))

    def ride(self, queue: int, apart_s: float, lasts_s: float, off_m: Points, floor: int) -> None:
        """By a link from here to a place of another floor."""
        here = self.about[-1]
        here.queue, here.hold_s, here.rest_s = queue, apart_s, lasts_s
        self.jumps.append(len(self.at_m) - 1)
        self._add(off_m, At(floor))

    def rest(self, rest_s: float) -> None:
        """Out of sight for so long, as in a shop."""
        self.about[-1].rest_s = rest_s

    def stay(
        self, places_m: Points, queues: NDArray[np.int64], facing_deg: float, dwell_s: float
    ) -> None:
        """From the middle of a stay, where one is, to before the members' own places (members, 2)
        of those queues, each its own, and then onto them; they leave from there.
        """
        middle, floor = self.at_m[-1], self.about[-1].floor
        angle = np.radians(facing_deg)
        before = places_m + SPACE_M * np.array([np.cos(angle), np.sin(angle)])
        off = ~shapely.contains_xy(self._floors[floor], before)
        before[off] = (places_m[off] + middle) / 2
        if self._passed_by() and self._free(self.at_m[-2], before, floor):
            self.at_m.pop()
            self.about.pop()
        self.own[len(self.at_m)] = Own(before, queue=queues)
        self._add(before[0], At(floor, int(queues[0])))
        self.own[len(self.at_m)] = Own(places_m)
        self._add(places_m[0], At(floor, rest_s=dwell_s, facing_deg=facing_deg))
        self._left = (places_m, middle)

    def _crossing(self, gate: Gate, place: Points, side: Side) -> Crossing:
        """Through a gate on the way to a place: from well before it, if one gets there straight,
        so that there is room for a line.
        """
        found = gate.crossing(self.at_m[-1], place, side)
        while side.before_m < APPROACH_M[0] and self._passed_by():
            wider = gate.side(self.at_m[-2], place)
            longer = gate.crossing(self.at_m[-2], place, wider) if wider else found
            if wider is None or not longer.fits:
                break
            self.at_m.pop()
            self.about.pop()
            side, found = wider, longer
        return found

    def _check(self, crossing: Crossing, floor: int) -> None:
        """Through a checkpoint; by which lane is still open."""
        self.checks.append(Check(len(self.at_m), crossing))
        facing = float(np.degrees(np.arctan2(crossing.way[1], crossing.way[0])))
        queue, lasts_s = int(crossing.lanes[0]), crossing.gate.checkpoint.service_s
        checked = At(floor, rest_s=lasts_s, facing_deg=facing)
        kinds = (At(floor), At(floor, queue, hold_s=lasts_s), checked, At(floor))
        for place, about in zip(crossing.corners[crossing.near], kinds, strict=True):
            self._add(place, about)

    def _come_back(self, place: Points, floor: int) -> None:
        """From members' own places by way of the middle, if somebody could not go straight."""
        if self._left:
            places, middle = self._left
            self._left = None
            if not self._free(place, places, floor):
                self._add(middle, At(floor))

    def _passed_by(self) -> bool:
        """Whether nothing is at the last corner, and nobody's own at the one before."""
        last, about = len(self.at_m) - 1, self.about[-1]
        plain = about.queue == NONE and not about.rest_s
        return plain and last > 0 and not {last, last - 1} & {*self.own}

    def _free(self, at_m: Points, places_m: Points, floor: int) -> bool:
        """Whether everybody gets straight from their place to one, or back."""
        ways = np.stack([np.broadcast_to(at_m, places_m.shape), places_m], 1)
        return bool(shapely.covers(self._floors[floor], shapely.linestrings(ways)).all())

    def _add(self, at_m: Points, about: At) -> None:
        self.at_m.append(at_m)
        self.about.append(about)
