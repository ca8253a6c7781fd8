"""Bodies on several floors, numbered through: floors do not know of each other."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.footfall.populations import Pedestrians
from sim.world.walkers.steering.bodies import Bodies, Standing
from sim.world.walkers.steering.floor import cleaned, onto

Numbers = NDArray[np.int64]
Points = NDArray[np.float64]


class Storeys:
    """A floor a level, and its bodies; body b of floor f bears the number b * floors + f."""

    def __init__(self, floors: Sequence[shapely.Polygon], population: Pedestrians) -> None:
        self.each = [Bodies(cleaned(floor), population) for floor in floors]

    @property
    def rooms(self) -> list[shapely.Geometry]:
        """Where bodies can be set down, floor by floor."""
        return [one.room for one in self.each]

    def onto(self, points_m: Points, floor: Numbers) -> Points:
        """Points (n, 2) on their floors (n,), those beside its room moved into it."""
        moved = points_m.copy()
        for number, room in enumerate(self.rooms):
            moved[floor == number] = onto(room, points_m[floor == number])
        return moved

    def enter(self, floor: int, at_m: Points, target_m: Points, speed_mps: float) -> int:
        """Set a body down on a floor; its number."""
        return self.each[floor].enter(at_m, target_m, speed_mps) * len(self.each) + floor

    def aim(self, bodies: Numbers, targets_m: Points) -> None:
        """Send bodies (n,) to targets (n, 2) on their floors."""
        for number, one in enumerate(self.each):
            mine = bodies % len(self.each) == number
            one.aim((bodies[mine] // len(self.each)).tolist(), targets_m[mine])

    def pace(self, bodies: Numbers, speeds_mps: NDArray[np.float64]) -> None:
        """Let bodies (n,) want to go at these speeds (n,)."""
        for number, one in enumerate(self.each):
            mine = bodies % len(self.each) == number
            one.pace((bodies[mine] // len(self.each)).tolist(), speeds_mps[mine])

    def leave(self, body: int) -> None:
        """Take a body off its floor, before the next step."""
        self.each[body % len(self.each)].leave(body // len(self.each))

    def step(self, duration_s: float) -> list[int]:
        """Walk on; who was pressed into a wall and is off its floor."""
        pressed = [one.step(duration_s) for one in self.each]
        return [body * len(self.each) + k for k, some in enumerate(pressed) for body in some]

    def standing(self) -> Standing:
        """Where all are."""
        found = [one.standing() for one in self.each]
        numbers = [one.body * len(self.each) + k for k, one in enumerate(found)]
        return Standing(np.concatenate(numbers), np.concatenate([one.at_m for one in found]))
