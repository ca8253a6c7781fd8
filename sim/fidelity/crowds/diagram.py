"""The fundamental diagram: how fast people walk where it is how dense, beside those measured."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.footfall.populations import POPULATIONS
from sim.fidelity.crowds.trial import Trial, Walker, walk
from sim.streams import Streams
from sim.world.walker import DT_S, Walkers

BIN_PER_M2, DENSEST_PER_M2 = 0.25, 3.0
ENOUGH = 10
"""Fewer instants make no bin."""
MIDDLE = 0.8
"""Share of a run that is measured, in its middle."""
LONG_M, WIDE_M, ZONE_M = 11.0, 3.0, (6.0, 8.0)
"""The corridor and the part of it that is measured, 2 m of it as in the experiments."""
NARROW_M, OUT_M, START_M = 9.0, 2.0, 3.0
"""Where it narrows, how long it goes on after it, and how long people start."""
RUNS: Sequence[tuple[float, float]] = (
    (0.6, 3.0), (1.2, 3.0), (2.0, 3.0), (3.0, 3.0), (4.0, 3.0),
    (4.0, 2.4), (4.0, 2.0), (4.0, 1.85), (4.0, 1.7), (4.0, 1.55), (4.0, 1.4), (4.0, 1.25),
    (4.0, 1.1), (4.0, 0.9), (4.0, 0.7),
)  # fmt: skip
"""People a second who come, and the way out's width in metres: empty to jammed."""
RUN_S = 90.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Speeds of people measured at a density of people/m2, +- half of BIN_PER_M2: of so many
    instants the mean, the band from the 10th to the 90th percent, and Weidmann's speed.
    """

    density_per_m2: float
    instants: int
    mean_mps: float
    low_mps: float
    high_mps: float
    weidmann_mps: float


@dataclass(frozen=True, slots=True)
class Beside:
    """A bin, and what walkers do at its density: mean speed over instants, None where they hardly
    ever were as dense.
    """

    measured: Bin
    mean_mps: float | None
    instants: int

    @property
    def inside(self) -> bool:
        """Whether the walkers' mean lies in the band of the people."""
        low, high = self.measured.low_mps, self.measured.high_mps
        return self.mean_mps is not None and low <= self.mean_mps <= high


def measured() -> tuple[Bin, ...]:
    """25 corridor runs of the HERMES experiments (Forschungszentrum Juelich, CC BY 4.0,
    doi 10.34735/ped.2009.14), by bin up to DENSEST_PER_M2.
    """
    text = files("sim.fidelity.crowds").joinpath("corridor.csv").read_text()
    names = ("bin", "n", "v_mean", "v_p10", "v_p90", "weidmann")
    rows = [[float(row[name]) for name in names] for row in csv.DictReader(text.splitlines())]
    return tuple(
        Bin(at, int(count), *speeds) for at, count, *speeds in rows if at <= DENSEST_PER_M2
    )


def diagram(walkers: Walkers) -> tuple[Beside, ...]:
    """Walkers in corridors from empty to jammed, measured as people were: head count in 2 m, speed
    by difference over 1 s, the middle MIDDLE of each run.
    """
    found = [instants(run(walkers, *about), ZONE_M, WIDE_M) for about in RUNS]
    density, speed = np.concatenate(found).T
    place = np.round(density / BIN_PER_M2).astype(np.int64)
    beside = []
    for one in measured():
        mine = speed[place == round(one.density_per_m2 / BIN_PER_M2)]
        mean = float(mine.mean()) if len(mine) >= ENOUGH else None
        beside.append(Beside(one, mean, len(mine)))
    return tuple(beside)


def run(walkers: Walkers, per_s: float, way_out_m: float) -> Trial:
    """So many people a second through a corridor that narrows at its end."""
    floor = shapely.union(
        shapely.box(0, 0, NARROW_M, WIDE_M),
        shapely.box(NARROW_M - 0.1, (WIDE_M - way_out_m) / 2, LONG_M, (WIDE_M + way_out_m) / 2),
    )
    beyond = shapely.box(LONG_M - 0.1, 0, LONG_M + OUT_M, WIDE_M)
    way_out = shapely.box(LONG_M + OUT_M - 0.5, 0.5, LONG_M + OUT_M, WIDE_M - 0.5)
    rng = Streams(1).rng("corridor", round(1000 * per_s + way_out_m))
    count = rng.poisson(per_s * RUN_S)
    people = POPULATIONS["corridor"]
    who = [
        Walker(
            (float(rng.uniform(0.4, START_M)), float(rng.uniform(0.4, WIDE_M - 0.4))),
            0,
            float(np.clip(rng.normal(people.speed_mps, people.speed_sd_mps), 0.8, 2.0)),
            float(at_s),
        )
        for at_s in np.sort(rng.uniform(0, RUN_S, count))
    ]
    return walk(walkers, shapely.union(floor, beyond), [way_out], who, RUN_S)


def instants(trial: Trial, zone_m: tuple[float, float], wide_m: float) -> Floats:
    """(k, 2) density and mean speed of those in a stretch of a corridor along x, at every tick of
    the middle of a run at which anybody is there.
    """
    crowd = trial.crowd
    x, tick = crowd.x_m.astype(np.float64), crowd.tick
    speed = np.full(len(x), np.nan)
    same = (crowd.person[2:] == crowd.person[:-2]) & (tick[2:] == tick[:-2] + 2)
    way = np.hypot(x[2:] - x[:-2], crowd.y_m[2:] - crowd.y_m[:-2]) / (2 * DT_S)
    speed[1:-1][same] = way[same]
    within = (zone_m[0] <= x) & (x < zone_m[1]) & np.isfinite(speed)
    inside = tick[within]
    if not len(inside):
        return np.empty((0, 2))
    first, last = int(inside.min()), int(inside.max())
    cut = (1 - MIDDLE) / 2 * (last - first)
    heads = np.bincount(inside)
    total = np.bincount(inside, speed[within])
    kept = np.flatnonzero(heads[: int(last - cut) + 1])
    kept = kept[kept >= first + cut]
    area = (zone_m[1] - zone_m[0]) * wide_m
    return np.stack([heads[kept] / area, total[kept] / heads[kept]], 1)
