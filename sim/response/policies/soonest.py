"""Whoever is expected to meet somebody soonest goes, to whomever that is."""

import numpy as np

from scenarios.answer.officers import Officers
from sim.response.dials import settled
from sim.response.policy import Call, Going, Idle, Situation, nearest


class Soonest:
    """People are expected to go straight on at their pace, so whoever comes towards an officer is
    sooner met than whoever walks away as near. Where nobody is expected to be met, the nearest
    officer follows whoever has waited longest.
    """

    def __init__(self, officers: Officers) -> None:
        settled("officers.dispatch_dials", officers.dispatch_dials)

    def choose(self, situation: Situation) -> tuple[Call, Idle | Going]:
        """The pair that meets soonest; of several the call that has waited longest."""
        places = [one.place_m for one in situation.idle]
        table_s = np.stack([situation.expected_s(call, places) for call in situation.calls])
        if not np.isfinite(table_s).any():
            call = situation.calls[0]
            return call, nearest(call, situation.idle, situation.metres)
        row, column = np.unravel_index(int(table_s.argmin()), table_s.shape)
        return situation.calls[int(row)], situation.idle[int(column)]
