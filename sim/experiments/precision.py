"""How many replications are enough: until the intervals of several figures are narrow enough.

The rule is that of Hoad, Robinson & Davies (2010), J. Oper. Res. Soc. 61(11): enough once the
half-width is as wanted and stays so for some replications more, since it can be narrow by chance.
Theirs asks for a share of the mean and for one figure; here each of several has its own half-width,
in its own unit, which also a mean near 0 can meet. How many are played next hangs on the rows so
far and on nothing else, so that any number of workers comes to the same.
"""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import SettingsError
from sim.experiments.intervals import Floats, mean_of

FIRST = 10
"""Replications before anything is asked of them."""
STAYS = 5
"""Further ones over which it must hold, as Hoad and others take."""
PIECE = 10
"""At least so many are added."""


def told_wanted(told: Sequence[str], known: Sequence[str]) -> dict[str, float]:
    """Wanted half-widths from `MEASURE=HALF-WIDTH`; SettingsError for what is none.

    >>> told_wanted(["tpir=0.05"], ["tpir"])
    {'tpir': 0.05}
    """
    found = {}
    for one in told:
        name, _, number = one.partition("=")
        try:
            half = float(number)
        except ValueError:
            half = 0.0
        if name not in known:
            raise SettingsError(f"until: got {name!r}, wanted one of {', '.join(known)}")
        if not 0 < half < float("inf"):
            raise SettingsError(f"until: got {one!r}, wanted MEASURE=HALF-WIDTH above 0")
        found[name] = half
    return found


def enough(values: Mapping[str, ArrayLike], wanted: Mapping[str, float]) -> bool:
    """Whether, after these replications and after each of the last STAYS before, every figure's
    half-width was as wanted.
    """
    return all(_stayed(np.asarray(values[name], float), half) for name, half in wanted.items())


def next_count(values: Mapping[str, ArrayLike], wanted: Mapping[str, float], most: int) -> int:
    """How many replications to have next, as their spread so far foretells; at most `most`, and no
    more than twice as many as there are.
    """
    have = max(len(np.asarray(values[name])) for name in wanted)
    needs = [have + PIECE]
    for name, half in wanted.items():
        sd = mean_of(values[name]).sd
        if sd:
            needs.append(ceil((1.96 * sd / half) ** 2) + STAYS)
    return min(most, 2 * have, max(needs))


def _stayed(values: Floats, half: float) -> bool:
    if len(values) < FIRST:
        return False
    for count in range(max(len(values) - STAYS, FIRST), len(values) + 1):
        found = mean_of(values[:count]).half_width
        if found is None or found > half:
            return False
    return True
