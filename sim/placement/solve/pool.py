"""Choices of many annealings, and the best of whom they take together.

Good choices differ in some neighbourhoods and are alike in others. Among all that the best of them
take, which are few, HiGHS finds the best choice within a second: it puts the best neighbourhoods
together, as tour merging does (Cook & Seymour 2003).
"""

from collections.abc import Callable

import numpy as np

from sim.placement.solve.annealing import annealed, covering
from sim.placement.solve.ground import Grounds
from sim.placement.solve.model import Model
from sim.placement.solve.problem import Rows
from sim.placement.solve.rules import Rules
from sim.placement.solve.start import Chosen
from sim.streams import Streams

RUNS, STILL = 60, 12
"""Most annealings, and how many that bring nothing end it."""
HELD = 10
"""So many of the best choices are put together."""
MERGE_S = 10.0
"""Most seconds that HiGHS looks among them."""

Kept = Callable[[Chosen], None]


def fits(grounds: Grounds, rules: Rules) -> bool:
    """Whether all of it is sure, and there is no limit but a number."""
    limits = rules.limits
    sure = all(np.isin(part.chance.data, (0.0, 1.0)).all() for part in grounds.parts)
    only = limits.cost is None and limits.scanned is None and not limits.must and not limits.ways
    alone = len(np.unique(rules.place)) == rules.count
    many = 1 < rules.most < int(rules.allowed.sum())
    return sure and only and alone and many and len(grounds.parts) == 1


def pooled(
    grounds: Grounds, rules: Rules, chosen: Chosen, stop: Callable[[], bool], better: Kept
) -> None:
    """Anneal from choices at random and put the best together with `chosen`, again and again;
    `better` is called with each choice that is better than all before.
    """
    open_ = np.flatnonzero(rules.allowed)
    some, few = grounds.of(open_), rules.of(open_)
    among, still = covering(some.parts[0]), 0
    best: Rows = np.searchsorted(open_, np.array(chosen, np.int64))
    worth = some.value(best.tolist())
    held: list[tuple[float, Rows]] = []
    for run in range(RUNS):
        rng = Streams(0).rng("exchanges", run)
        begin = rng.permutation(len(open_))[: rules.most].astype(np.int64)
        found = annealed(among, begin, worth / rules.most, rng, stop)
        held.append((some.value(found.tolist()), found))
        held = sorted(held, key=lambda one: -one[0])[:HELD]
        together = np.unique(np.concatenate([best, *(one for _, one in held)]))
        merged = _merged(some, few, together, best, stop)
        reached, still = some.value(merged.tolist()), still + 1
        if reached > worth:
            best, worth, still = merged, reached, 0
            better(tuple(sorted(open_[best].tolist())))
        if still == STILL or stop():
            break


def _merged(
    grounds: Grounds, rules: Rules, together: Rows, best: Rows, stop: Callable[[], bool]
) -> Rows:
    """The best choice among those `together`, of whom `best` is known."""
    model = Model(grounds.of(together), rules.of(together))
    most, begin = model.linear.most, model.whole(np.searchsorted(together, best).tolist())
    found = model.linear.solved(most, begin, 0.0, MERGE_S, stop, lambda _: None, lambda _: None)
    return best if found.x is None else together[list(model.choice(found.x))]
