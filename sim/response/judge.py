"""What a judge is given and gives: the seam `footfall.judge`.

A judge is made once a run by `maker(operators, env, streams)` and has one method. It is shown a
claim and two faces; who is on them it cannot see, only how alike they look to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from simpy import Environment

from scenarios.answer.operators import Operators
from scenarios.seams import JUDGE, find
from sim.response.service import Steps
from sim.streams import Streams


@dataclass(frozen=True, slots=True)
class Claim:
    """What an operator has on the screen: the engine's claim, and how its face was seen.

    `begun_s` is when they turned to it, `raised_s` when the engine made it. How the face was seen
    is None where nobody measured it. `mated_sd` and `other_sd` tell how alike the two faces look to
    the engine: by how many standard deviations the score lies above the mean of one person's pairs,
    and of two people's, that are seen so; None where no calibration is at hand. `others` are
    operators who judge it together with the first. `leaning` is by how many standard deviations of
    the evidence the looks of the person seen move them to a yes, where a scenario plants that.
    """

    alert: int
    operator: int
    raised_s: float
    begun_s: float
    camera: str
    subject: int
    score: float
    threshold: float
    interocular_px: float | None
    yaw_deg: float | None
    pitch_deg: float | None
    visible_share: float | None
    sharpness: float | None = None
    luminance: float | None = None
    mated_sd: float | None = None
    other_sd: float | None = None
    others: tuple[int, ...] = ()
    leaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """The face in the picture beside the one on the list, as a stand-in for looking at them.

    The truth is in here and comes out only as `either`: give it what looking at one person would
    yield and what looking at two would, such as the chance of a yes, or the mean of the evidence.
    """

    _same: bool

    def either(self, if_same: float, if_other: float) -> float:
        """One of two values.

        >>> Pair(True).either(0.9, 0.35), Pair(False).either(0.9, 0.35)
        (0.9, 0.35)
        """
        return if_same if self._same else if_other


class Judge(Protocol):
    """Somebody who says whether two faces are one person's.

    A judge that has `reviewers`, a whole number, is given so many operators at once for each claim;
    with 0 it keeps the queue itself: it is given every claim at once while anybody is at the desk,
    and raises OutOfPatienceError of one that nobody came to in time. One whose `compares` is false
    looks at no faces, and is not told how alike they are. One whose `leans` is true heeds a claim's
    `leaning`; with others, differences planted in operators are refused.
    """

    def judge(self, claim: Claim, pair: Pair, rng: np.random.Generator) -> Steps[bool]:
        """Take the time it takes, as a SimPy process, and return whether the claim is confirmed.

        `rng` is the alert's own luck; somebody real, of whom it has none, may leave it alone.
        """


def reviewers(judge: Judge) -> int:
    """How many operators a judge wants for each claim; usually one."""
    return int(getattr(judge, "reviewers", 1))


def compares(judge: Judge) -> bool:
    """Whether a judge looks at the faces."""
    return bool(getattr(judge, "compares", True))


def leans(judge: Judge) -> bool:
    """Whether a judge heeds a claim's `leaning`."""
    return bool(getattr(judge, "leans", False))


JudgeMaker = Callable[[Operators, Environment, Streams], Judge]


def judge_of(operators: Operators, env: Environment, streams: Streams) -> Judge:
    """The scenario's judge; ScenarioError for an unknown name or dials that it does not have."""
    maker: JudgeMaker = find(JUDGE, operators.judge)
    return maker(operators, env, streams)
