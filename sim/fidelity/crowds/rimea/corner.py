"""RiMEA 6: round a corner without crossing a wall."""

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import Walkers

LEG_M, WIDE_M, PEOPLE = 12.0, 2.0, 20
SLACK_M = 1e-3


def check(walkers: Walkers) -> Checked:
    """Twenty people round the corner of a corridor of 2 m."""
    legs = (shapely.box(0, 0, LEG_M, WIDE_M), shapely.box(LEG_M - WIDE_M, 0, LEG_M, LEG_M))
    floor = shapely.union(*legs)
    way_out = shapely.box(LEG_M - WIDE_M + 0.4, LEG_M - 1, LEG_M - 0.4, LEG_M)
    people = [Walker((0.6 + 0.6 * (k // 2), 0.6 + 0.8 * (k % 2)), 0, 1.33) for k in range(PEOPLE)]
    trial = walk(walkers, floor, [way_out], people, 120.0)
    roomy = floor.buffer(SLACK_M)
    crossed = int((~shapely.contains_xy(roomy, trial.crowd.x_m, trial.crowd.y_m)).sum())
    left = int(np.isfinite(trial.left_s).sum()) - trial.given_up
    return Checked(
        number=6,
        name="Round a corner",
        measures="places off the floor, and who arrives, of twenty people",
        wanted=f"none, {PEOPLE}",
        got=f"{crossed}, {left}",
        passes=not crossed and left == PEOPLE,
    )
