"""People at the screens: alerts are judged one by one, in the order in which they came."""

from simpy import Environment, Store

from scenarios.answer.operators import Operators
from sim.events import AlertConfirmed, AlertDismissed, AlertRaised
from sim.response.judge import Claim, Pair, judge_of
from sim.response.luck import Luck
from sim.response.service import OutOfPatienceError, Steps, in_time

UNREAD = -1
"""The operator of an alert that nobody read in time."""


class ControlRoom:
    """Operators and the queue before them; whoever has been idle longest takes the next alert."""

    def __init__(
        self, env: Environment, operators: Operators, luck: Luck, threshold: float
    ) -> None:
        self.env, self.operators, self.luck, self.threshold = env, operators, luck, threshold
        self.judge_in_use = judge_of(operators, env, luck.streams)
        self.free = Store(env)
        self.free.items.extend(range(operators.count))

    def judge(self, alert: AlertRaised) -> Steps[AlertConfirmed | AlertDismissed]:
        """Wait for an operator and for their verdict."""
        try:
            operator = yield from in_time(self.env, self.free.get(), self.operators.patience_s)
        except OutOfPatienceError as over:
            return AlertDismissed(over.at_s, alert.alert, UNREAD)
        confirmed = yield from self._verdict(alert, operator)
        self.free.put(operator)
        verdict = AlertConfirmed if confirmed else AlertDismissed
        return verdict(self.env.now, alert.alert, operator)

    def _verdict(self, alert: AlertRaised, operator: int) -> Steps[bool]:
        """What the scenario's judge makes of the claim; the truth is in the pair alone."""
        claim = Claim(
            alert=alert.alert,
            operator=operator,
            raised_s=alert.time_s,
            begun_s=self.env.now,
            camera=alert.camera,
            subject=alert.subject,
            score=alert.score,
            threshold=self.threshold,
            interocular_px=alert.interocular_px,
            yaw_deg=alert.yaw_deg,
            pitch_deg=alert.pitch_deg,
            visible_share=alert.visible_share,
        )
        rng = self.luck.rng("judgement", alert)
        return (yield from self.judge_in_use.judge(claim, Pair(alert.true), rng))
