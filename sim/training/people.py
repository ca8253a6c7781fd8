"""The people of a session in the engine's seams: a judge and a dispatch policy who are asked, not
drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from simpy import Environment
from simpy.events import Event as Moment

from engine.moments import INSTANT_S
from sim.errors import SimError
from sim.response.judge import Claim, Pair
from sim.response.policy import Call, Going, Idle, Situation
from sim.response.service import OutOfPatienceError, Steps


@dataclass(frozen=True, slots=True)
class Open:
    """A claim before the trainee, until it lapses at `until_s`; `verdict` waits for theirs."""

    claim: Claim
    until_s: float
    verdict: Moment


class Trainee:
    """A judge with a queue of their own: alerts wait here until somebody decides, or they lapse."""

    reviewers = 0
    compares = False

    def __init__(
        self, env: Environment, patience_s: float, shown: Callable[[int], object] = lambda _: None
    ) -> None:
        """`shown` is told the number of every alert that comes before them."""
        self.env, self.patience_s, self.shown = env, patience_s, shown
        self.open: dict[int, Open] = {}

    def judge(self, claim: Claim, _pair: Pair, _rng: np.random.Generator) -> Steps[bool]:
        """Wait for somebody's verdict, for as long as an alert may wait; the truth in the
        pair and the luck stay where they are.
        """
        until_s, verdict = claim.raised_s + self.patience_s, self.env.event()
        self.open[claim.alert] = Open(claim, until_s, verdict)
        self.shown(claim.alert)
        yield verdict | self.env.timeout(max(until_s - self.env.now, 0.0) + INSTANT_S)
        del self.open[claim.alert]
        if not verdict.triggered:
            raise OutOfPatienceError(until_s)
        return bool(verdict.value)

    def decide(self, alert: int, *, confirmed: bool) -> None:
        """A verdict on an open alert; SimError for any other."""
        if alert not in self.open or self.open[alert].verdict.triggered:
            raise SimError(f"alert {alert}: got a verdict, wanted one on an open alert")
        self.open[alert].verdict.succeed(confirmed)


class Commander:
    """A dispatch policy that sends nobody until somebody says so; orders wait while the radio is
    down, and are void once their call is over.
    """

    preempts = True

    def __init__(self) -> None:
        self.orders: list[tuple[int, int]] = []

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going] | None:
        """The first order that can be carried out."""
        calls = {call.alert: call for call in situation.calls}
        officers: dict[int, Idle | Going] = {one.officer: one for one in situation.going}
        officers |= {one.officer: one for one in situation.idle}
        self.orders = [one for one in self.orders if one[0] in calls]
        for order in self.orders:
            if order[1] in officers:
                self.orders.remove(order)
                return calls[order[0]], officers[order[1]]
        return None
