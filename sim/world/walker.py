"""What walkers are given and give: the seam `footfall.walkers`.

Walkers are made once a crowd by `maker(crowd)`, the scenario's settings, and have one method.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenarios.place import Place
from scenarios.schema import CrowdSettings
from scenarios.seams import WALKERS, find
from sim.streams import Streams
from sim.world.arriving.arrivals import Arriving
from sim.world.crowd import Crowd
from sim.world.ways import Ways

DT_S = 0.5
"""Tick k of a crowd stands at k times this."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Where everybody was, and when each of all who come (n,) left: NaN for those who were not
    walked, infinite for those still there at the end. `given_up` are the numbers of those who got
    stuck and whom their walkers took off the floor at last; they left then. Of those who keep away
    from cameras some `turned_back`, and left by their entrance; others `went_round`.
    """

    crowd: Crowd
    exit_s: NDArray[np.float64]
    given_up: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    turned_back: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    went_round: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))


class Walkers(Protocol):
    """A model of how people get about."""

    def walk(
        self,
        arriving: Arriving,
        place: Place,
        ways: Ways,
        streams: Streams,
        from_s: float,
        start_s: float,
        end_s: float | None,
        progress: Callable[[float], None] | None = None,
    ) -> Walked:
        """Everybody who arrives from `from_s` on and before `end_s` (None: until all have left), at
        ticks of DT_S from `start_s` on: on the floor of some level, from their entrance to their
        exit by way of their errands, no faster than their speed, groups together. The same
        arguments give the same crowd; `progress` takes the share done.
        """


WalkersMaker = Callable[[CrowdSettings], Walkers]


def walkers_of(crowd: CrowdSettings) -> Walkers:
    """The scenario's walkers; ScenarioError for an unknown name."""
    maker: WalkersMaker = find(WALKERS, crowd.walkers)
    return maker(crowd)
