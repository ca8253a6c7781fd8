"""Nobody sets out for somebody whom they will hardly meet."""

import numpy as np

from scenarios.answer.officers import Officers
from scenarios.errors import ScenarioError
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation


class Chance:
    """A prediction is worth the less the further it reaches: the chance of meeting somebody is 0.5
    to the power of the time until then in `half_s` (30), and 0 where nobody would meet them. Below
    `least` (0.2) they are let go for now: another officer, or another look, may do better while the
    call waits. Assumed: vary both.
    """

    def __init__(self, officers: Officers) -> None:
        given = officers.dispatch_dials
        dials = settled("officers.dispatch_dials", given, least=0.2, half_s=30.0)
        self.least, self.half_s = dials["least"], dials["half_s"]
        if self.half_s <= 0:
            said = f"got {self.half_s:g}, wanted seconds above 0"
            raise ScenarioError(f"officers.dispatch_dials.half_s: {said}")

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going] | None:
        """The call that has waited longest of those worth it, and who has the best chance."""
        places = [one.place_m for one in situation.idle]
        for call in situation.calls:
            chances = chance(situation.expected_s(call, places), self.half_s)
            best = int(chances.argmax())
            if chances[best] > 0 and chances[best] >= self.least:
                return call, situation.idle[best]
        return None


def chance(expected_s: np.ndarray, half_s: float) -> np.ndarray:
    """The chance (n,) of meeting somebody who is expected to be met after so long.

    >>> chance(np.array([0.0, 30.0, np.inf]), 30.0)
    array([1. , 0.5, 0. ])
    """
    return np.asarray(0.5 ** (expected_s / half_s))
