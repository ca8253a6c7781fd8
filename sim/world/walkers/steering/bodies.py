"""Bodies that keep out of each other's way: the one file that knows jupedsim.

A body goes straight for its target as fast as those ahead of it allow (collision-free speed model,
Tordeux, Chraibi & Seyfried 2016, in its third version); where to is told from outside, by a stage
of direct steering.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import jupedsim
import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.footfall.populations import Pedestrians
from sim.errors import SimError

STEP_S = 0.05
"""One step of the model; at half of it the fundamental diagram is the same to 2 %."""
WALL_M = 0.01
"""Beyond its radius between a body set down and a wall: jupedsim wants more than none."""
AIR_M = 0.25
"""Between a body set down and another: jupedsim minds where that was a step ago."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where bodies are: their numbers (n,) and places (n, 2) in metres."""

    body: NDArray[np.int64]
    at_m: Points


class Bodies:
    """All bodies on one floor, a polygon in one piece; SimError if jupedsim refuses it."""

    def __init__(self, floor: shapely.Polygon, population: Pedestrians) -> None:
        self.population = population
        self.room = floor.buffer(-population.radius_m - WALL_M)
        self._floor = floor
        shapely.prepare(self.room)
        shapely.prepare(self._floor)
        try:
            self._simulation = jupedsim.Simulation(
                model=jupedsim.CollisionFreeSpeedModelV2(), geometry=floor, dt=STEP_S
            )
        except (RuntimeError, ValueError) as err:
            said = f"got one that jupedsim refuses ({err}), wanted one piece with room"
            raise SimError(f"floor: {said}") from err
        self._stage = self._simulation.add_direct_steering_stage()
        journey = jupedsim.JourneyDescription([self._stage])
        self._journey = self._simulation.add_journey(journey)

    def enter(self, at_m: Points, target_m: Points, speed_mps: float) -> int:
        """Set a body down at a place (2,) of the room, clear of others; its number."""
        about = self.population
        body = self._simulation.add_agent(
            jupedsim.CollisionFreeSpeedModelV2AgentParameters(
                position=_pair(at_m),
                journey_id=self._journey,
                stage_id=self._stage,
                desired_speed=speed_mps,
                radius=about.radius_m,
                time_gap=about.time_gap_s,
            )
        )
        self.aim([body], target_m[None])
        return int(body)

    def aim(self, bodies: Iterable[int], targets_m: Points) -> None:
        """Send bodies to targets (n, 2) on the floor."""
        for body, target in zip(bodies, targets_m.tolist(), strict=True):
            self._simulation.agent(body).target = tuple(target)

    def pace(self, bodies: Iterable[int], speeds_mps: NDArray[np.float64]) -> None:
        """Let bodies want to go at these speeds (n,); at 0 they stand."""
        for body, speed in zip(bodies, speeds_mps.tolist(), strict=True):
            self._simulation.agent(body).model.desired_speed = speed

    def leave(self, body: int) -> None:
        """Take a body off the floor, before the next step."""
        self._simulation.mark_agent_for_removal(body)

    def step(self, duration_s: float) -> list[int]:
        """Walk on for a whole number of steps; who was pressed into a wall by others and is off the
        floor, by their numbers.
        """
        pressed: list[int] = []
        for _ in range(round(duration_s / STEP_S)):
            try:
                self._simulation.iterate()
            except RuntimeError:  # somebody is in the wall, and nobody has moved
                pressed += self._free_the_walls()
                self._simulation.iterate()
        return pressed

    def standing(self) -> Standing:
        """Where all are; those who leave are still there until the next step."""
        found = [(one.id, *one.position) for one in self._simulation.agents()]
        table = np.array(found, np.float64).reshape(-1, 3)
        return Standing(table[:, 0].astype(np.int64), table[:, 1:])

    def _free_the_walls(self) -> list[int]:
        """Take off the floor whoever is not on it."""
        here = self.standing()
        off: list[int] = here.body[~shapely.contains_xy(self._floor, here.at_m)].tolist()
        for body in off:
            self.leave(body)
        return off


def _pair(point: Points) -> tuple[float, float]:
    return (float(point[0]), float(point[1]))
