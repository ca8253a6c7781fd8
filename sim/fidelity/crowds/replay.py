"""A recorded walk again: walkers start where and when its people did, over the same floor."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.footfall.populations import POPULATIONS
from sim.fidelity.crowds.diagram import instants
from sim.fidelity.crowds.recorded import Recorded
from sim.fidelity.crowds.trial import Trial, Walker, walk
from sim.streams import Streams
from sim.world.crowd import Crowd
from sim.world.walker import DT_S, Walkers

BESIDE_M, SMOOTHED_M = 0.28, 0.02
"""The floor is where heads were and so much beside them, for shoulders; of .25, .28 and .31 that
with which recorded times come out best. Its edges are smoothed."""
CLEARANCE_M = 0.3
"""So near to walls ways lead: through all that is wide enough for shoulders."""
ZONE_M, DOOR_M = 2.0, 0.6
"""What is measured, in the middle of the corridor; where people leave, at its ends."""
AFTER_S = 60.0
NEAR = 0.1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replay:
    """Measures of a recorded walk by name: people's, and walkers'."""

    name: str
    compared: tuple[tuple[str, float, float], ...]

    @staticmethod
    def near(apart: float) -> bool:
        """Whether so large a share off is near enough."""
        return abs(apart) <= NEAR


def replayed(walkers: Walkers, recorded: Recorded) -> Replay:
    """Mean speed, density and time over the middle 2 m of the corridor, beside those recorded."""
    floor = floor_of(recorded)
    low, high = (float(one) for one in np.quantile(recorded.at_m[:, 0], (0, 1)))
    middle = (low + high) / 2
    zone = (middle - ZONE_M / 2, middle + ZONE_M / 2)
    across = recorded.at_m[(zone[0] <= recorded.at_m[:, 0]) & (recorded.at_m[:, 0] < zone[1]), 1]
    wide_m = float(np.ptp(across)) + 2 * BESIDE_M
    people = trial_of(recorded, floor)
    again = walk(walkers, floor, _exits(floor), _started(recorded), _end_s(recorded), CLEARANCE_M)
    told = [_measures(one, zone, wide_m) for one in (people, again)]
    names = ("speed, m/s", "density, people/m2", "time for 2 m, s")
    return Replay(recorded.name, tuple(zip(names, *told, strict=True)))


def floor_of(recorded: Recorded) -> shapely.Polygon:
    """Where heads were and BESIDE_M around, in one piece and without holes."""
    counts = np.bincount(recorded.person)
    ways = [one for one in np.split(recorded.at_m, np.cumsum(counts)[:-1]) if len(one) > 1]
    grown = shapely.union_all([shapely.LineString(way).buffer(BESIDE_M) for way in ways])
    grown = grown.simplify(SMOOTHED_M)
    pieces = getattr(grown, "geoms", [grown])
    largest = max(pieces, key=lambda one: float(one.area))
    return shapely.Polygon(largest.exterior)


def trial_of(recorded: Recorded, floor: shapely.Polygon) -> Trial:
    """The recorded people at our ticks."""
    ticks = np.round(recorded.time_s / DT_S).astype(np.int64)
    nearest = np.abs(recorded.time_s - ticks * DT_S)
    order = np.lexsort((nearest, ticks, recorded.person))
    person, tick = recorded.person[order], ticks[order]
    kept = order[np.flatnonzero(np.diff(person * (ticks.max() + 1) + tick, prepend=-1))]
    person = recorded.person[kept]
    counts = np.bincount(person, minlength=recorded.people)
    crowd = Crowd(
        dt_s=DT_S,
        person=person.astype(np.int32),
        tick=ticks[kept].astype(np.int32),
        x_m=recorded.at_m[kept, 0].astype(np.float32),
        y_m=recorded.at_m[kept, 1].astype(np.float32),
        level=np.zeros(len(kept), np.int8),
        heading_deg=np.zeros(len(kept), np.float32),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
    return Trial(floor, crowd, np.full(recorded.people, np.inf), 0)


def _exits(floor: shapely.Polygon) -> list[shapely.Polygon]:
    """The corridor's two ends."""
    x1, y1, x2, y2 = floor.bounds
    ends = (shapely.box(x1, y1, x1 + DOOR_M, y2), shapely.box(x2 - DOOR_M, y1, x2, y2))
    parts = [shapely.intersection(floor, end) for end in ends]
    return [max(getattr(one, "geoms", [one]), key=lambda part: float(part.area)) for one in parts]


def _started(recorded: Recorded) -> list[Walker]:
    """Everybody where they were first seen, to the end towards which they went."""
    first = np.flatnonzero(np.diff(recorded.person, prepend=-1))
    last = np.append(first[1:], len(recorded.person)) - 1
    about, rng = POPULATIONS["corridor"], Streams(1).rng("replay")
    speeds = rng.normal(about.speed_mps, about.speed_sd_mps, recorded.people).clip(0.8, 2.0)
    return [
        Walker(
            (float(recorded.at_m[a, 0]), float(recorded.at_m[a, 1])),
            int(recorded.at_m[b, 0] > recorded.at_m[a, 0]),
            float(speed),
            float(recorded.time_s[a]),
        )
        for a, b, speed in zip(first, last, speeds, strict=True)
    ]


def _end_s(recorded: Recorded) -> float:
    return float(recorded.time_s.max()) + AFTER_S


def _measures(trial: Trial, zone_m: tuple[float, float], wide_m: float) -> Floats:
    """Mean speed and density over instants, and mean time through the zone."""
    density, speed = instants(trial, zone_m, wide_m).T
    numbers = range(len(trial.left_s))
    took = [abs(trial.passed_s(k, zone_m[1]) - trial.passed_s(k, zone_m[0])) for k in numbers]
    heads = density * (zone_m[1] - zone_m[0]) * wide_m
    return np.array([np.average(speed, weights=heads), density.mean(), np.nanmean(took)])
