"""RiMEA 10: everybody leaves by the exit that is theirs."""

import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import Walkers

ROOMS, DEEP_M, WIDE_M, CORRIDOR_M, DOOR_M = 6, 4.0, 3.0, 2.0, 1.0
PEOPLE = 23
NEAR_M = 2.0


def check(walkers: Walkers) -> Checked:
    """23 people from twelve rooms on a corridor: those of eight go out at its end, the rest at its
    side.
    """
    long_m = ROOMS * WIDE_M + 6
    low = DEEP_M + CORRIDOR_M
    parts = [shapely.box(0, DEEP_M, long_m, low)]
    for k in range(ROOMS):
        x, middle = k * WIDE_M, (k + 0.5) * WIDE_M
        parts += [shapely.box(x, y, x + WIDE_M - 0.2, y + DEEP_M - 0.2) for y in (0, low + 0.2)]
        parts.append(shapely.box(middle - DOOR_M / 2, 1, middle + DOOR_M / 2, low + 2))
    parts.append(shapely.box(long_m - 4, 0, long_m - 2, DEEP_M + 0.1))
    end = shapely.box(long_m - 1, DEEP_M + 0.4, long_m, low - 0.4)
    side = shapely.box(long_m - 3.6, 0, long_m - 2.4, 0.8)
    people = []
    for k in range(PEOPLE):
        room = k // 2
        x, upper = (room % ROOMS + 0.5) * WIDE_M - 0.5 + 0.8 * (k % 2), room >= ROOMS
        people.append(Walker((x, low + 2.4 if upper else 1.6), 0 if room < 8 else 1, 1.33))
    trial = walk(walkers, shapely.union_all(parts), [end, side], people, 180.0)
    right = 0
    for k, who in enumerate(people):
        last = trial.track(k)[1][-1]
        right += (end, side)[who.exit].distance(shapely.Point(last)) < NEAR_M
    return Checked(
        number=10,
        name="Exits assigned",
        measures="who of 23 people in twelve rooms was last seen at the exit assigned",
        wanted=f"all, none stuck (within {NEAR_M:g} m; our own tolerance)",
        got=f"{right}, {trial.given_up} stuck",
        passes=right == PEOPLE and not trial.given_up,
    )
