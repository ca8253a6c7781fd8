"""People of one's own set to walk a floor of one's own, by any walkers, and where they went."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import flat
from scenarios.venue import Entrance, Venue
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving, Visit
from sim.world.crowd import Crowd
from sim.world.demography.labels import alike
from sim.world.routes import CLEARANCE_M
from sim.world.walker import DT_S, Walkers
from sim.world.ways import Ways

SPOT_M = 0.3
"""Somebody starts in a square of this side."""

Point = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody alone: from where and when, how fast at most, and out by which of the exits."""

    start_m: Point
    exit: int
    speed_mps: float
    arrival_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Where everybody was; `left_s` (n,) when each left, infinite for those who did not; people are
    numbered as they were given. `given_up` of them got stuck.
    """

    floor: shapely.Polygon
    crowd: Crowd
    left_s: Floats
    given_up: int

    def track(self, person: int) -> tuple[Floats, Floats]:
        """(k,) seconds and (k, 2) metres of one person's way."""
        rows = slice(*self.crowd.first[person : person + 2])
        xy = np.stack([self.crowd.x_m[rows], self.crowd.y_m[rows]], 1)
        time_s: Floats = self.crowd.tick[rows] * np.float64(DT_S)
        return time_s, xy.astype(np.float64)

    def passed_s(self, person: int, x_m: float) -> float:
        """When somebody passed a line across x, between ticks; NaN: never."""
        time_s, xy = self.track(person)
        beyond = np.flatnonzero(np.diff(xy[:, 0] >= x_m))
        if not len(beyond):
            return float("nan")
        k = int(beyond[0])
        a, b = xy[k, 0], xy[k + 1, 0]
        return float(time_s[k] + (x_m - a) / (b - a) * DT_S)


def walk(
    walkers: Walkers,
    floor: shapely.Polygon,
    exits: Sequence[shapely.Polygon],
    people: Sequence[Walker],
    end_s: float,
    clearance_m: float = CLEARANCE_M,
) -> Trial:
    """Let people walk until all have left, or `end_s`; ways keep `clearance_m` off walls."""
    order = sorted(range(len(people)), key=lambda k: people[k].arrival_s)
    starts = [people[k].start_m for k in order]
    doors = [*exits, *(shapely.Point(at).buffer(SPOT_M / 2, cap_style="square") for at in starts)]
    entrances = tuple(Entrance(f"door {k}", area) for k, area in enumerate(doors))
    place = flat(Venue("trial", floor, entrances, ()))
    visits = tuple(
        Visit(
            n,
            people[k].arrival_s,
            (n,),
            len(exits) + n,
            (),
            (),
            people[k].exit,
            people[k].speed_mps,
        )
        for n, k in enumerate(order)
    )
    ways = Ways(place, clearance_m=clearance_m)
    walked = walkers.walk(_arriving(visits), place, ways, Streams(1), 0.0, 0.0, end_s)
    return _as_given(floor, walked.crowd, walked.exit_s, len(walked.given_up), np.array(order))


def _arriving(visits: tuple[Visit, ...]) -> Arriving:
    count = len(visits)
    return Arriving(
        visits=visits,
        group=np.arange(count, dtype=np.int32),
        subject=np.full(count, -1, np.int32),
        identity=np.arange(count, dtype=np.int64),
        height_m=np.full(count, 1.7, np.float32),
        manner=np.zeros(count, np.int8),
        labels=alike(count),
    )


def _as_given(
    floor: shapely.Polygon,
    crowd: Crowd,
    exit_s: Floats,
    given_up: int,
    order: NDArray[np.int64],
) -> Trial:
    """People numbered as they were given, who walked in the order of arrival."""
    left_s = np.empty(len(order))
    left_s[order] = exit_s
    person = order[crowd.person].astype(np.int32)
    rows = np.lexsort((crowd.tick, person))
    counts = np.bincount(person, minlength=len(order))
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    sorted_rows = Crowd(
        dt_s=DT_S,
        person=person[rows],
        tick=crowd.tick[rows],
        x_m=crowd.x_m[rows],
        y_m=crowd.y_m[rows],
        level=crowd.level[rows],
        heading_deg=crowd.heading_deg[rows],
        first=first,
    )
    return Trial(floor, sorted_rows, left_s, given_up)
