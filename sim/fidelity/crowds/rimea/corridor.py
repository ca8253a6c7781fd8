"""RiMEA 1: alone along a corridor at a set speed."""

import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import Walkers

LONG_M, WIDE_M, SPEED_MPS = 40.0, 2.0, 1.33
WANTED_S = (26.0, 34.0)
AHEAD_M = 2.0


def check(walkers: Walkers) -> Checked:
    """40 m at 1.33 m/s take 26 to 34 s."""
    floor = shapely.box(0, 0, LONG_M + 2 * AHEAD_M, WIDE_M)
    way_out = shapely.box(LONG_M + 2 * AHEAD_M - 1, 0.4, LONG_M + 2 * AHEAD_M, WIDE_M - 0.4)
    trial = walk(walkers, floor, [way_out], [Walker((0.6, 1.0), 0, SPEED_MPS)], 120.0)
    took_s = trial.passed_s(0, AHEAD_M + LONG_M) - trial.passed_s(0, AHEAD_M)
    return Checked(
        number=1,
        name="Set speed in a corridor",
        measures="time for 40 m at 1.33 m/s",
        wanted=f"{WANTED_S[0]:g} to {WANTED_S[1]:g} s",
        got=f"{took_s:.1f} s",
        passes=WANTED_S[0] <= took_s <= WANTED_S[1],
    )
