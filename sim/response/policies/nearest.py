"""The nearest officer goes to whoever has waited longest."""

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation, nearest


class Nearest:
    """On foot, and as the person stands now; where two are as near, whoever was back first."""

    def __init__(self, officers: Officers) -> None:
        settled("officers.dispatch_dials", officers.dispatch_dials)

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going]:
        """The first call and the officer with the shortest way there."""
        call = situation.calls[0]
        return call, nearest(call, situation.idle, situation.metres)
