"""Where somebody will be, as far as those can tell who saw them last: straight on, as fast."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from scenarios.fields.parts import Spot
from sim.world.routes import CLEARANCE_M
from sim.world.ways import Ways

LOOK_S = 2.0
"""A look takes so long: what somebody walked within it tells how they move (assumed: vary it)."""
STEP_S = 0.5
"""A prediction has a place for every so many seconds."""
ROUNDED_M = 0.05
"""Kept places are rounded, and may lie so far off a floor that ends in a wall."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody is: times (n,), places (n, 2) and the level (n,) of each."""

    time_s: Floats
    xy_m: Floats
    level: NDArray[np.int8]

    def spot(self, row: int) -> Spot:
        """One of the places."""
        x_m, y_m = self.xy_m[row].tolist()
        return Spot(x_m, y_m, int(self.level[row]))

    def part(self, first: int, last: int) -> "Way":
        """Some of it."""
        return Way(self.time_s[first:last], self.xy_m[first:last], self.level[first:last])

    def at(self, time_s: float) -> Spot | None:
        """The place at a time; None where there is none, as in a shop, or after they left."""
        row = int(np.searchsorted(self.time_s, time_s + INSTANT_S, "right")) - 1
        if row < 0 or time_s - self.time_s[row] > STEP_S + INSTANT_S:
            return None
        return self.spot(row)


@dataclass(frozen=True, slots=True)
class Fix:
    """Where somebody was seen at `time_s`, and how they moved then (x, y)."""

    time_s: float
    at_m: Spot
    velocity_mps: tuple[float, float] = (0.0, 0.0)


def fix_of(way: Way, seen_s: Floats) -> Fix:
    """What a look told that ended with the last of the times `seen_s`, which rise; there is one."""
    rows = np.maximum(np.searchsorted(way.time_s, seen_s + INSTANT_S, "right") - 1, 0)
    last, first = int(rows[-1]), int(rows[np.searchsorted(seen_s, seen_s[-1] - LOOK_S)])
    time_s, spot = float(way.time_s[last]), way.spot(last)
    lasted_s = time_s - float(way.time_s[first])
    if lasted_s <= 0 or way.level[first] != way.level[last]:
        return Fix(time_s, spot)
    x_mps, y_mps = ((way.xy_m[last] - way.xy_m[first]) / lasted_s).tolist()
    return Fix(time_s, spot, (x_mps, y_mps))


def ahead(fix: Fix, ways: Ways, from_s: float, for_s: float) -> Way:
    """Where somebody is expected from a time on: straight on as they moved, until shortly before
    the floor ends, where they are expected to stay.
    """
    times_s: Floats = from_s + STEP_S * np.arange(int(for_s / STEP_S + INSTANT_S) + 1.0)
    velocity = np.array(fix.velocity_mps)
    pace_mps = float(np.hypot(*velocity))
    there_m = np.array(fix.at_m[:2])
    walked_m = np.zeros(len(times_s))
    if pace_mps > 0:
        reach_m = pace_mps * float(times_s[-1] - fix.time_s)
        free_m = free_way_m(fix.at_m, velocity / pace_mps * reach_m, ways)
        walked_m = np.minimum(pace_mps * (times_s - fix.time_s), free_m)
        there_m = there_m + walked_m[:, None] * velocity / pace_mps
    xy_m = np.broadcast_to(there_m, (len(times_s), 2)).astype(np.float64)
    return Way(times_s, xy_m, np.full(len(times_s), fix.at_m.level, np.int8))


def free_way_m(start_m: Spot, along_m: Floats, ways: Ways) -> float:
    """How far one can walk along a line (x, y) from a place, to its end or just before a wall."""
    floor = ways.place.on(start_m.level, start_m[:2]).venue.floor
    here = shapely.Point(start_m[:2])
    line = shapely.LineString([start_m[:2], np.array(start_m[:2]) + along_m])
    parts = shapely.get_parts(line.intersection(floor))
    begin = [part.length for part in parts if part.distance(here) <= ROUNDED_M]
    free_m = max(begin, default=0.0)
    return free_m if free_m >= line.length - ROUNDED_M else max(free_m - CLEARANCE_M, 0.0)
