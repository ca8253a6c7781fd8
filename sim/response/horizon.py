"""How long after a span's end it matters where people are: until nobody can be pursued any more."""

from math import ceil, exp

from scenarios.schema import Scenario

RARELY = 4.753424
"""Standard deviations above the mean that one draw in a million exceeds."""
STEP_S = 600.0


def followed_s(scenario: Scenario) -> float:
    """How long people of a window are followed beyond its end.

    An alert of the last moment may wait to be read, be judged, wait for an officer, and be pursued.
    Judging has no longest time: the one is taken that one judgement in a million exceeds; people
    who are judged later than that count as gone. In whole ten minutes, so that a dial of the answer
    seldom changes how long a crowd walks.
    """
    room, floor = scenario.operators, scenario.officers
    judging_s = room.judging_s * exp(room.judging_spread * RARELY)
    longest_s = room.patience_s + judging_s + floor.patience_s + floor.radio_s + floor.give_up_s
    return ceil(longest_s / STEP_S) * STEP_S
