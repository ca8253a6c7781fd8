"""The crowd as tables: who came, and where everybody walked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.world.demography.labels import Labels


@dataclass(frozen=True, slots=True)
class People:
    """One row a passer-by; row number = person id, ordered by arrival.

    `subject` is the row of the watchlist for listed people and -1 for all others.
    `height_m` is that of the crown above the floor, of wheelchair users as they sit; `manner` is
    one of `sim.world.manners`; a `child` comes with somebody who is none. Who was `given_up`
    got stuck and was taken off the floor at their exit time. Sex, `age` in years, ancestry and tone
    are as in `sim.world.demography.labels`.
    `identity` is the number of the rendered or drawn identity (a listed person's is the same as
    its subject's). Times in seconds from the scenario's start; all arrays of length n.
    """

    arrival_s: NDArray[np.float64]
    exit_s: NDArray[np.float64]
    group: NDArray[np.int32]
    subject: NDArray[np.int32]
    identity: NDArray[np.int64]
    height_m: NDArray[np.float32]
    speed_mps: NDArray[np.float32]
    entrance: NDArray[np.int16]
    exit: NDArray[np.int16]
    manner: NDArray[np.int8]
    child: NDArray[np.bool_]
    given_up: NDArray[np.bool_]
    sex: NDArray[np.int8]
    age: NDArray[np.float32]
    ancestry: NDArray[np.int8]
    tone: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.arrival_s)

    @property
    def labels(self) -> Labels:
        """What they are like."""
        return Labels(self.sex, self.age, self.ancestry, self.tone)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Where everybody was, at ticks of `dt_s`, sorted by person then tick.

    A person has no row while inside a shop or on a link between levels. `level` is the ordinal of
    the level on whose floor they are; nobody is on two of them at neighbouring ticks. `heading_deg`
    is the walking direction, counter-clockwise from east. `first` (n + 1) gives each person's rows:
    first[p]:first[p + 1].
    """

    dt_s: float
    person: NDArray[np.int32]
    tick: NDArray[np.int32]
    x_m: NDArray[np.float32]
    y_m: NDArray[np.float32]
    level: NDArray[np.int8]
    heading_deg: NDArray[np.float32]
    first: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Walks:
    """A stretch of the crowd: one row a person and tick, sorted by person, then tick."""

    dt_s: float
    person: NDArray[np.int32]
    tick: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    level: NDArray[np.int8]

    def on(self, level: int) -> "Walks":
        """What of it is on one level."""
        here = self.level == level
        columns = (self.person, self.tick, self.x_m, self.y_m, self.level)
        return Walks(self.dt_s, *(column[here] for column in columns))
