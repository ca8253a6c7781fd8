"""Whoever has stood at the post longest goes next, so that the work is shared out evenly."""

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation


class LongestIdle:
    """However far the way is; of those who stand there from the start the first in the scenario."""

    def __init__(self, officers: Officers) -> None:
        settled("officers.dispatch_dials", officers.dispatch_dials)

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going]:
        """The first call and the first officer."""
        return situation.calls[0], min(situation.idle, key=lambda one: one.since_s)
