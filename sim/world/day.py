"""The world of one run, before anybody looks at it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.place import Place
from scenarios.schema import Camera
from scenarios.venue import Venue
from sim.world.crowd import Crowd, People


@dataclass(frozen=True, slots=True)
class Day:
    """A place, everybody who came, the cameras in use, and the span of time that is played."""

    place: Place
    people: People
    crowd: Crowd
    cameras: tuple[Camera, ...]
    start_s: float
    end_s: float

    def before(self, camera: Camera) -> Venue:
        """The plan of the level on which a camera hangs."""
        return self.place.on(camera.level, camera.at_m).venue

    @property
    def duration_s(self) -> float:
        """How long is played."""
        return self.end_s - self.start_s

    @property
    def passers_by(self) -> NDArray[np.intp]:
        """Numbers of the people who are in the place at some time of that span."""
        people = self.people
        return np.flatnonzero((people.arrival_s < self.end_s) & (people.exit_s >= self.start_s))
