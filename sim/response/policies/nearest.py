"""The nearest officer goes to whoever has waited longest."""

import numpy as np

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Idle, Situation


class Nearest:
    """On foot, and as the person stands now; where two are as near, whoever was back first."""

    def __init__(self, officers: Officers) -> None:
        settled("officers.dispatch_dials", officers.dispatch_dials)

    def choose(self, situation: Situation) -> tuple[Call, Idle]:
        """The first call and the officer with the shortest way there."""
        call = situation.calls[0]
        posts = [one.post_m for one in situation.idle]
        return call, situation.idle[int(np.argmin(situation.metres(call.place_m, posts)))]
