"""The judge of whom nothing is known but how often they confirm true and false alerts."""

import numpy as np
from simpy import Environment

from scenarios.answer.operators import Operators
from sim.response.dials import settled
from sim.response.judge import Claim, Pair
from sim.response.service import Steps, leaned, work_s
from sim.streams import Streams


class Coin:
    """Each alert is confirmed with the scenario's chance for alerts of its kind."""

    compares, leans = False, True

    def __init__(self, operators: Operators, env: Environment, _: Streams) -> None:
        self.operators, self.env = operators, env
        settled("operators.judge_dials", operators.judge_dials)

    def judge(self, claim: Claim, pair: Pair, rng: np.random.Generator) -> Steps[bool]:
        """A log-normal time, then a toss; `confirm_true` and `confirm_false` are inputs."""
        of = self.operators
        time_s = work_s(rng, of.judging_s, of.judging_spread)
        chance = leaned(pair.either(of.confirm_true, of.confirm_false), claim.leaning)
        confirmed = rng.random() < chance
        yield self.env.timeout(time_s)
        return bool(confirmed)
