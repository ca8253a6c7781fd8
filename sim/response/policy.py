"""What a dispatch policy is given and gives: the seam `footfall.dispatch`.

A policy is made once a run by `maker(officers)` and has one method, a function of the situation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenarios.answer.officers import Officers
from scenarios.fields.parts import Spot
from scenarios.seams import DISPATCH, find

Metres = Callable[[Spot, Sequence[Spot]], NDArray[np.float64]]
"""How far it is on foot (n,) to a place from others, such as posts: as many metres as officers walk
on the level in that time."""


@dataclass(frozen=True, slots=True)
class Call:
    """A confirmed alert that waits for an officer since `since_s`.

    `place_m` is where operators see its person now, or where that was last; of nobody, the camera.
    """

    alert: int
    since_s: float
    camera: str
    subject: int
    score: float
    place_m: Spot


@dataclass(frozen=True, slots=True)
class Idle:
    """An officer who stands at the post since `since_s` and can be sent."""

    officer: int
    since_s: float
    post_m: Spot


@dataclass(frozen=True, slots=True)
class Situation:
    """Calls, the longest waiting first, and officers, whoever has been back longest first.

    There is at least one of each.
    """

    now_s: float
    calls: tuple[Call, ...]
    idle: tuple[Idle, ...]
    metres: Metres


class Dispatch(Protocol):
    """Somebody who says which officer goes to which call."""

    def choose(self, situation: Situation) -> tuple[Call, Idle] | None:
        """A call and who goes there now; None: nobody yet, asked again once anything is new.

        Asked whenever a call comes or an officer is back, until it says None or one side is empty.
        Calls that nobody is sent to end after the scenario's `patience_s`.
        """


PolicyMaker = Callable[[Officers], Dispatch]


def policy_of(officers: Officers) -> Dispatch:
    """The scenario's policy; ScenarioError for an unknown name or dials that it does not have."""
    maker: PolicyMaker = find(DISPATCH, officers.dispatch)
    return maker(officers)
