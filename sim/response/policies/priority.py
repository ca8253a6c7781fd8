"""The most urgent call first, and for it an officer may be called off a less urgent one."""

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation, nearest


class Priority:
    """By the order of `watchlist.categories`, and among equals by who has waited longest; the
    nearest goes. Where nobody is idle, whoever is on the way to the least urgent call turns round,
    if that is less urgent: the nearest of them. Nobody is called off a stop.
    """

    preempts = True

    def __init__(self, officers: Officers) -> None:
        settled("officers.dispatch_dials", officers.dispatch_dials)

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going] | None:
        """The most urgent call, and the nearest who is idle or can be turned round."""
        call = min(situation.calls, key=lambda one: one.rank)
        if situation.idle:
            return call, nearest(call, situation.idle, situation.metres)
        least = max(one.call.rank for one in situation.going)
        if least <= call.rank:
            return None
        turned = [one for one in situation.going if one.call.rank == least]
        return call, nearest(call, turned, situation.metres)
