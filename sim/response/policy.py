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
    `category` is what the person claimed is looked for, "" where the list does not say, and `rank`
    its place among the scenario's, 0 the most urgent.
    """

    alert: int
    since_s: float
    camera: str
    subject: int
    score: float
    place_m: Spot
    category: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Idle:
    """An officer who can be sent since `since_s`; of whoever patrols `now_m` is where they are."""

    officer: int
    since_s: float
    post_m: Spot
    now_m: Spot | None = None

    @property
    def place_m(self) -> Spot:
        """Where the officer is: at the post, unless on patrol."""
        return self.post_m if self.now_m is None else self.now_m


@dataclass(frozen=True, slots=True)
class Going:
    """An officer on the way to a call's person, whom they have not met: may be sent elsewhere."""

    officer: int
    call: Call
    place_m: Spot


Expected = Callable[[Call, Sequence[Spot]], NDArray[np.float64]]
"""After how many seconds (n,) officers who set out from these places now would meet a call's
person, who is expected to go straight on; infinite: not before they give up."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Calls, the longest waiting first, and officers, whoever has been back longest first.

    There is at least one of each, but for a policy that `preempts`: then `idle` may be empty, and
    `going` are those on the way. `posts_m` are all officers' posts.
    """

    now_s: float
    calls: tuple[Call, ...]
    idle: tuple[Idle, ...]
    metres: Metres
    expected_s: Expected = lambda _, places: np.full(len(places), np.inf)
    going: tuple[Going, ...] = ()
    posts_m: tuple[Spot, ...] = ()


class Dispatch(Protocol):
    """Somebody who says which officer goes to which call.

    One that has `preempts = True` is asked where nobody is idle, too, as long as somebody is on the
    way, and may send them; the call they went to waits again.
    """

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going] | None:
        """A call and who goes there now; None: nobody yet, asked again once anything is new.

        Asked whenever a call comes or an officer is back, until it says None or one side is empty.
        Calls that nobody is sent to end after the scenario's `patience_s`.
        """


PolicyMaker = Callable[[Officers], Dispatch]


def policy_of(officers: Officers) -> Dispatch:
    """The scenario's policy; ScenarioError for an unknown name or dials that it does not have."""
    maker: PolicyMaker = find(DISPATCH, officers.dispatch)
    return maker(officers)


def nearest(call: Call, officers: Sequence[Idle | Going], metres: Metres) -> Idle | Going:
    """Whoever of at least one has the shortest way on foot; the first of several."""
    return officers[int(np.argmin(metres(call.place_m, [one.place_m for one in officers])))]
