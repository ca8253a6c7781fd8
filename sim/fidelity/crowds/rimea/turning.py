"""RiMEA 15: a crowd round a corner takes longer than along its inner side, less than its outer."""

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.rimea.rooms import spread
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import Walkers

WIDE_M, PEOPLE, BLOCK_M = 20.0, 500, 20.0
LANE_M = 2.0
LANES_M = np.arange(0, WIDE_M, LANE_M)
LEGS_M, INNER_M, OUTER_M = (34.0, 30.0), 44.0, 75.4
"""Along the middle of both legs; along the inner side of the corner, and round its outer one."""


def check(walkers: Walkers) -> Checked:
    """500 people round a corner of a way of 20 m, and straight on as far as its two sides."""
    inner, outer = (straight_s(walkers, long_m) for long_m in (INNER_M, OUTER_M))
    corner = corner_s(walkers)
    return Checked(
        number=15,
        name="A crowd round a corner",
        measures="mean time of 500 people along 44 m, round the corner of 20 m, along 75.4 m",
        wanted="rising",
        got=f"{inner:.1f}, {corner:.1f}, {outer:.1f} s",
        passes=inner < corner < outer,
    )


def straight_s(walkers: Walkers, long_m: float) -> float:
    """The mean time over a straight way."""
    end = BLOCK_M + long_m
    doors = [shapely.box(end - 1, y, end, y + LANE_M) for y in LANES_M]
    return _mean_s(walkers, shapely.box(0, 0, end, WIDE_M), doors)


def corner_s(walkers: Walkers) -> float:
    """The mean time round the corner, to the left."""
    first, second = LEGS_M
    far, top = BLOCK_M + first + WIDE_M / 2, WIDE_M / 2 + second
    floor = shapely.union(shapely.box(0, 0, far, WIDE_M), shapely.box(far - WIDE_M, 0, far, top))
    doors = [shapely.box(far - y - LANE_M, top - 1, far - y, top) for y in LANES_M]
    return _mean_s(walkers, floor, doors)


def _mean_s(walkers: Walkers, floor: shapely.Polygon, doors: list[shapely.Polygon]) -> float:
    """Everybody leaves by the door in whose lane they began."""
    places = spread((0, 0, BLOCK_M, WIDE_M), PEOPLE)
    people = [Walker(at, int(at[1] / LANE_M), 1.33) for at in places]
    return float(np.mean(walk(walkers, floor, doors, people, 400.0).left_s))
