"""Who waits: calls for an officer, and officers for a call; the policy brings them together."""

from dataclasses import dataclass, replace

from simpy import Environment

from scenarios.answer.officers import Officers
from sim.errors import SimError
from sim.events import AlertRaised
from sim.response.policy import Call, Idle, Situation, policy_of
from sim.response.pursuit import Pursuit
from sim.response.service import Turn


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that has waited for an officer since a moment."""

    alert: AlertRaised
    since_s: float
    turn: Turn


class Stand:
    """Calls and officers at hand, each in the order in which they came."""

    def __init__(self, env: Environment, officers: Officers, pursuit: Pursuit) -> None:
        self.env, self.pursuit, self.policy = env, pursuit, policy_of(officers)
        self.calls: dict[int, Waiting] = {}
        self.idle = {k: Idle(k, env.now, at_m) for k, at_m in enumerate(officers.posts_m)}

    def call(self, alert: AlertRaised) -> Turn:
        """Ask for an officer, who is the turn's value."""
        turn = Turn(self.env, lambda: self.calls.pop(alert.alert))
        self.calls[alert.alert] = Waiting(alert, self.env.now, turn)
        self._bring_together()
        return turn

    def back(self, officer: Idle) -> None:
        """An officer stands at the post again."""
        self.idle[officer.officer] = replace(officer, since_s=self.env.now)
        self._bring_together()

    def send(self, call: int, officer: int) -> None:
        """An officer goes to a call; SimError unless both are waiting."""
        if call not in self.calls or officer not in self.idle:
            waiting = f"calls {sorted(self.calls)} and officers {sorted(self.idle)}"
            raise SimError(f"dispatch: got officer {officer} for call {call}, wanted of {waiting}")
        self.calls.pop(call).turn.succeed(self.idle.pop(officer))

    def _bring_together(self) -> None:
        while self.calls and self.idle:
            chosen = self.policy.choose(self._situation())
            if chosen is None:
                return
            call, officer = chosen
            self.send(call.alert, officer.officer)

    def _situation(self) -> Situation:
        calls = tuple(self._told(one) for one in self.calls.values())
        return Situation(self.env.now, calls, tuple(self.idle.values()), self.pursuit.ways.towards)

    def _told(self, waiting: Waiting) -> Call:
        alert = waiting.alert
        place_m = self.pursuit.place(alert, self.env.now)
        about = (alert.camera, alert.subject, alert.score)
        return Call(alert.alert, waiting.since_s, *about, place_m)
