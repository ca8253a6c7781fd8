"""Good choices found quickly: one candidate after another, then exchanges as long as they help."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.placement.solve.ground import Grounds
from sim.placement.solve.problem import Rows
from sim.placement.solve.rules import Rules

BETTER = 1e-9
"""An exchange must bring this share more, or it may go round for ever."""

NOTHING = 1e-12
"""Who adds no more is not taken: it would scan people for nothing."""

Chosen = tuple[int, ...]
Mask = NDArray[np.bool_]


def greedy(grounds: Grounds, rules: Rules, banned: Mask, by_cost: bool = False) -> Chosen | None:
    """The candidate that adds most, again and again, first for what must be seen; None if that
    ends before all of it is. With `by_cost`, that adds most for its cost.

    All gains are one product of a sparse matrix, so there is nothing to put off as in lazy greedy.
    """
    chosen: list[int] = []
    while True:
        unmet = rules.unmet(chosen)
        free = rules.open(chosen) & ~banned
        if len(unmet):
            meets = rules.must[unmet].sum(0)
            free &= meets == meets[free].max(initial=1)
        if not free.any():
            return None if len(unmet) else tuple(sorted(chosen))
        gain = grounds.with_each(chosen) - grounds.with_none(chosen)
        if by_cost:
            gain /= np.maximum(rules.cost, 1e-12)
        best = int(np.argmax(np.where(free, gain, -np.inf)))
        if not len(unmet) and gain[best] <= NOTHING:
            return tuple(sorted(chosen))
        chosen.append(best)


def swapped(
    grounds: Grounds,
    rules: Rules,
    banned: Mask,
    chosen: Sequence[int],
    stop: Callable[[], bool] = lambda: False,
) -> Chosen:
    """The choice after exchanges of one for one, always the best there is, and additions."""
    now = list(chosen)
    worth = grounds.with_none(now)
    while not stop():
        found = _best_exchange(grounds, rules, banned, now)
        if found is None or found[0] <= worth + BETTER * max(abs(worth), 1.0):
            break
        worth, now = found
    return tuple(sorted(now))


def _best_exchange(
    grounds: Grounds, rules: Rules, banned: Mask, now: list[int]
) -> tuple[float, list[int]] | None:
    best: tuple[float, list[int]] | None = None
    for out in (*now, None):
        rest = [one for one in now if one != out]
        free = rules.open(rest) & ~banned
        unmet = rules.unmet(rest)
        if len(unmet):
            free &= rules.must[unmet].all(0)
        if out is not None:
            free[out] = False
        if not free.any():
            continue
        worth = np.where(free, grounds.with_each(rest), -np.inf)
        one = int(np.argmax(worth))
        if best is None or worth[one] > best[0]:
            best = float(worth[one]), [*rest, one]
    return best


def start(
    grounds: Grounds, rules: Rules, stop: Callable[[], bool] = lambda: False
) -> tuple[Chosen | None, Chosen | None]:
    """The best greedy choice, and the best after exchanges; None if none was found that keeps to
    the limits. Where a way must stay free, each is tried.
    """
    ways = rules.limits.ways
    bans = [_ban(rules.count, way) for way in ways] or [np.zeros(rules.count, bool)]
    kinds = (False, True) if rules.limits.cost is not None else (False,)
    first: list[Chosen] = []
    better: list[Chosen] = []
    for banned in bans:
        for by_cost in kinds:
            found = greedy(grounds, rules, banned, by_cost)
            if found is not None:
                first.append(found)
                better.append(swapped(grounds, rules, banned, found, stop))
    return max(first, key=grounds.value, default=None), max(better, key=grounds.value, default=None)


def _ban(count: int, way: Rows) -> Mask:
    banned = np.zeros(count, bool)
    banned[way] = True
    return banned
