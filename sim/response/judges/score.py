"""The judge who follows the machine: nothing counts but the score on the screen."""

import numpy as np
from simpy import Environment

from scenarios.answer.operators import Operators
from sim.response.dials import settled
from sim.response.judge import Claim, Pair
from sim.response.service import Steps, work_s
from sim.streams import Streams

MARGIN = 0.05
"""How far above the engine's threshold a score has to be by default; assumed: vary it."""


class ByScore:
    """An alert is confirmed whose score is above the threshold by `margin` or more."""

    compares = False

    def __init__(self, operators: Operators, env: Environment, _: Streams) -> None:
        self.operators, self.env = operators, env
        self.margin = settled("operators.judge_dials", operators.judge_dials, margin=MARGIN)[
            "margin"
        ]

    def judge(self, claim: Claim, _: Pair, rng: np.random.Generator) -> Steps[bool]:
        """A log-normal time, as the scenario has it; the faces are not looked at."""
        of = self.operators
        yield self.env.timeout(work_s(rng, of.judging_s, of.judging_spread))
        return claim.score >= claim.threshold + self.margin
