"""People at the screens: alerts are judged one by one, in the order in which they came."""

from simpy import Environment, Store

from scenarios.schema import Operators
from sim.events import AlertConfirmed, AlertDismissed, AlertRaised
from sim.response.service import OutOfPatienceError, Steps, in_time, luck, work_s
from sim.streams import Streams

UNREAD = -1
"""The operator of an alert that nobody read in time."""


class ControlRoom:
    """Operators and the queue before them; whoever has been idle longest takes the next alert."""

    def __init__(self, env: Environment, operators: Operators, streams: Streams) -> None:
        self.env, self.operators, self.streams = env, operators, streams
        self.free = Store(env)
        self.free.items.extend(range(operators.count))

    def judge(self, alert: AlertRaised) -> Steps[AlertConfirmed | AlertDismissed]:
        """Wait for an operator and for their verdict."""
        try:
            operator = yield from in_time(self.env, self.free.get(), self.operators.patience_s)
        except OutOfPatienceError as over:
            return AlertDismissed(over.at_s, alert.alert, UNREAD)
        time_s, confirmed = self._verdict(alert)
        yield self.env.timeout(time_s)
        self.free.put(operator)
        verdict = AlertConfirmed if confirmed else AlertDismissed
        return verdict(self.env.now, alert.alert, operator)

    def _verdict(self, alert: AlertRaised) -> tuple[float, bool]:
        """How long the judging takes and whether it confirms.

        The truth enters only as the scenario's probability of confirming alerts of its kind.
        """
        rng, of = self.streams.rng("judgement", luck(alert)), self.operators
        time_s = work_s(rng, of.judging_s, of.judging_spread)
        chance = of.confirm_true if alert.true else of.confirm_false
        return time_s, bool(rng.random() < chance)
