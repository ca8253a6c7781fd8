"""RiMEA 7: everybody has the speed that they should, alone."""

import numpy as np
import shapely
from scipy.special import ndtri

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import Walkers

PEOPLE, MEAN_MPS, SPREAD_MPS = 50, 1.52, 0.32
"""Of people of 30, as RiMEA has them."""
APART_S, LONG_M = 40.0, 24.0
OFF = 0.05


def check(walkers: Walkers) -> Checked:
    """Fifty adults one after the other: each at their own speed to 5 %."""
    floor = shapely.box(0, 0, LONG_M, 3.0)
    way_out = shapely.box(LONG_M - 1, 0.5, LONG_M, 2.5)
    wanted = MEAN_MPS + SPREAD_MPS * ndtri((np.arange(PEOPLE) + 0.5) / PEOPLE)
    people = [Walker((0.6, 1.5), 0, float(speed), APART_S * k) for k, speed in enumerate(wanted)]
    trial = walk(walkers, floor, [way_out], people, APART_S * (PEOPLE + 2))
    took_s = [trial.passed_s(k, LONG_M - 4) - trial.passed_s(k, 4.0) for k in range(PEOPLE)]
    speed = (LONG_M - 8) / np.array(took_s)
    off = float(np.abs(speed / wanted - 1).max())
    return Checked(
        number=7,
        name="Free speeds",
        measures="speeds of fifty adults of 30, each alone (other ages are not told apart)",
        wanted=f"1.52 +- 0.32 m/s, each within {OFF:.0%} of their own (our own tolerance)",
        got=f"{speed.mean():.2f} +- {speed.std():.2f} m/s, {off:.1%} off at most",
        passes=bool(off <= OFF),
    )
