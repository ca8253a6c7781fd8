"""RiMEA 16: one behind the other, how fast with how much room."""

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Trial, Walker, walk
from sim.streams import Streams
from sim.world.walker import DT_S, Walkers

LONG_M, WIDE_M, ZONE_M = 26.0, 1.0, (10.0, 14.0)
RATES_PER_S = (0.3, 0.5, 0.7, 0.9, 1.1)
RUN_S, SPEED_MPS = 100.0, 1.24
NEEDS_M, PER_SPEED_S = 0.36, 1.06
"""Room that people in single file take, and what each m/s adds (Seyfried et al. 2005)."""
OFF_MPS = 0.3
BINS_PER_M = np.arange(0.3, 1.3, 0.2)
ENOUGH = 10


def check(walkers: Walkers) -> Checked:
    """Speeds by people per metre lie about those of people walking in single file."""
    found = [one for rate in RATES_PER_S for one in instants(_run(walkers, rate))]
    density, speed = np.array(found).reshape(-1, 2).T
    off = []
    for low in BINS_PER_M:
        mine = speed[(low <= density) & (density < low + 0.2)]
        if len(mine) >= ENOUGH:
            people = min((1 / (low + 0.1) - NEEDS_M) / PER_SPEED_S, SPEED_MPS)
            off.append((float(low + 0.1), float(mine.mean() - people)))
    worst = max(off, key=lambda one: abs(one[1]), default=(float("nan"), float("inf")))
    return Checked(
        number=16,
        name="Single file",
        measures="speed at .4 to 1.2 people/m, beside 1/density = 0.36 m + 1.06 s x speed",
        wanted=f"within {OFF_MPS:g} m/s (Seyfried et al. 2005; our own tolerance)",
        got=f"{len(off)} bins, at {worst[0]:.1f} people/m {worst[1]:+.2f} m/s at most",
        passes=bool(off) and abs(worst[1]) <= OFF_MPS,
    )


def _run(walkers: Walkers, per_s: float) -> Trial:
    floor = shapely.box(0, 0, LONG_M, WIDE_M)
    way_out = shapely.box(LONG_M - 0.6, 0.4, LONG_M, WIDE_M - 0.4)
    rng = Streams(1).rng("single file", round(10 * per_s))
    times = np.sort(rng.uniform(0, RUN_S, rng.poisson(per_s * RUN_S)))
    people = [Walker((0.6, WIDE_M / 2), 0, SPEED_MPS, float(at_s)) for at_s in times]
    return walk(walkers, floor, [way_out], people, RUN_S)


def instants(trial: Trial) -> list[tuple[float, float]]:
    """People per metre, by the room ahead of somebody in the zone, and their speed."""
    crowd, found = trial.crowd, []
    order = np.lexsort((crowd.x_m, crowd.tick))
    tick, x = crowd.tick[order], crowd.x_m[order].astype(np.float64)
    speed = np.full(len(x), np.nan)
    next_to = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    moved = np.full(len(x), np.nan)
    moved[:-1][next_to] = np.hypot(np.diff(crowd.x_m), np.diff(crowd.y_m))[next_to] / DT_S
    speed = moved[order]
    for k in range(len(x) - 1):
        room = x[k + 1] - x[k]
        if tick[k + 1] == tick[k] and ZONE_M[0] <= x[k] < ZONE_M[1] and np.isfinite(speed[k]):
            found.append((1 / max(room, 0.1), float(speed[k])))
    return found
