"""RiMEA 9: with half of the doors it takes about twice as long."""

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.rimea.rooms import above, crowd, door, outside
from sim.fidelity.crowds.trial import walk
from sim.world.walker import Walkers

SIDE_M, DOOR_M, PEOPLE, WALL_M = 20.0, 1.0, 400, 0.4
MIDDLES_M = (3.0, 7.5, 12.5, 17.0)
WANTED = (1.6, 2.4)
LAST_S = 600.0


def check(walkers: Walkers) -> Checked:
    """400 people (RiMEA has 1,000: too slow) leave 20 x 20 m by four doors, then by two."""
    four, two = emptied_s(walkers, MIDDLES_M), emptied_s(walkers, MIDDLES_M[1:3])
    ratio = two / four
    return Checked(
        number=9,
        name="Many doors or half of them",
        measures="time until 400 people (not 1,000) left by four and by two doors of 1 m",
        wanted=f"two take {WANTED[0]:g} to {WANTED[1]:g} times as long (our own tolerance)",
        got=f"{four:.0f} s, {two:.0f} s: {ratio:.2f} times",
        passes=bool(WANTED[0] <= ratio <= WANTED[1]),
    )


def emptied_s(walkers: Walkers, middles_m: tuple[float, ...]) -> float:
    """When the last has left by doors in one wall; infinite if somebody has not."""
    room = shapely.box(0, 0, SIDE_M, SIDE_M)
    ways = [part(m, SIDE_M) for m in middles_m for part in (_way, _beyond)]
    exits = [door(m, SIDE_M, WALL_M) for m in middles_m]
    people = crowd((0, 0, SIDE_M, SIDE_M), PEOPLE, len(middles_m))
    trial = walk(walkers, shapely.union_all([room, *ways]), exits, people, LAST_S)
    return float(np.max(trial.left_s))


def _way(middle_m: float, wall_m: float) -> shapely.Polygon:
    return above(middle_m, wall_m, DOOR_M, WALL_M)


def _beyond(middle_m: float, wall_m: float) -> shapely.Polygon:
    return outside(middle_m, wall_m, WALL_M)
