"""RiMEA 12: the wider a way out, the more people get through it."""

from itertools import pairwise

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.rimea.rooms import above, crowd, door, outside
from sim.fidelity.crowds.trial import walk
from sim.world.walker import Walkers

SIDE_M, PEOPLE, LONG_M = 10.0, 150, 1.0
WIDTHS_M = (1.0, 1.2, 1.4)
"""RiMEA has .8, 1.0 and 1.2 m; ways lead nobody through less than .9 (`sim.world.routes`)."""
MIDDLE = (30, 120)
"""The flow is measured between the 30th and the 120th who leaves."""


def check(walkers: Walkers) -> Checked:
    """150 people leave a room of 10 x 10 m by ways out of 1, 1.2 and 1.4 m."""
    flows = [flow_per_s(walkers, wide) for wide in WIDTHS_M]
    return Checked(
        number=12,
        name="Bottleneck",
        measures="people a second by 1.0, 1.2, 1.4 m (ways take nobody through .8)",
        wanted="each more than the one before",
        got=", ".join(f"{flow:.2f}" for flow in flows),
        passes=all(narrow < wide for narrow, wide in pairwise(flows)),
    )


def flow_per_s(walkers: Walkers, wide_m: float) -> float:
    """People a second, in the middle of those who leave."""
    middle = SIDE_M / 2
    parts = [
        shapely.box(0, 0, SIDE_M, SIDE_M),
        above(middle, SIDE_M, wide_m, LONG_M),
        outside(middle, SIDE_M, LONG_M),
    ]
    people = crowd((0, 0, SIDE_M, SIDE_M), PEOPLE, 1)
    exits = [door(middle, SIDE_M, LONG_M)]
    left = np.sort(walk(walkers, shapely.union_all(parts), exits, people, 400.0).left_s)
    first, last = MIDDLE
    return float((last - first) / (left[last] - left[first]))
