"""Branch and bound for demand with chances between 0 and 1: lines are added at every node.

A node leaves some candidates out and takes others for certain. HiGHS solves its relaxation from
where it was; lines that are wanted there hold everywhere else, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from sim.placement.solve.linear import GRASP, Relaxed
from sim.placement.solve.model import Model
from sim.placement.solve.problem import Floats
from sim.placement.solve.rules import SPARE

ROUNDS, NEAR = 8, 0.1
"""Most rounds of lines at a node; they end when x is beyond by less than this share of what the
node's bound is above the best choice."""


@dataclass(order=True, slots=True)
class Node:
    """No choice that it leaves is worth more than the bound; `low` and `high` (columns,)."""

    bound: float
    number: int
    low: Floats = field(compare=False)
    high: Floats = field(compare=False)


class Tree:
    """Of one model. `value` asks for the best choice's worth, `take` is told of choices, `lower` of
    bounds; `stop` ends it.
    """

    def __init__(
        self,
        model: Model,
        gap: float,
        value: Callable[[], float],
        take: Callable[[tuple[int, ...], Floats], None],
        lower: Callable[[float], None],
        stop: Callable[[], bool],
        left_s: Callable[[], float],
    ) -> None:
        self.model, self.gap, self.left_s = model, gap, left_s
        self.value, self.take, self.lower, self.stop = value, take, lower, stop
        self.closed, self.count = -np.inf, 0
        """The largest bound of nodes that were done with."""

    def grow(self, bound: float) -> None:
        """Go through nodes, those of the largest bound first, until none is left that may hold a
        better choice.
        """
        most = self.model.linear.most
        heap = [Node(-bound, 0, np.zeros_like(most), most)]
        while heap:
            node = heappop(heap)
            best = max(self.value(), -node.bound, self.closed)
            self.lower(best)
            if self._enough(-node.bound) or self.stop():
                return
            for child in self._split(node):
                heappush(heap, child)
        self.lower(max(self.value(), self.closed))

    def _enough(self, bound: float) -> bool:
        return bound * (1 - self.gap) <= self.value()

    def _split(self, node: Node) -> list[Node]:
        """The two halves of a node, itself to be asked again, or none if it is done with."""
        bound, relaxed = self._bound(node)
        if relaxed is None and self.stop():
            return [Node(-bound, node.number, node.low, node.high)]
        if relaxed is None or self._enough(bound):
            self.closed = max(self.closed, bound)
            return []
        whole = self.model.linear.whole
        apart = np.minimum(relaxed.x[:whole], 1 - relaxed.x[:whole])
        if apart.max(initial=0.0) <= GRASP:
            chosen, rules = self.model.choice(relaxed.x), self.model.rules
            if rules.scans(chosen) <= rules.most_scanned + SPARE:
                self.closed = max(self.closed, bound)
                return []
            self.model.forbid(chosen)  # it scans too many: what else the node leaves is asked again
            return [Node(-bound, node.number, node.low, node.high)]
        high, low = node.high.copy(), node.low.copy()
        vain = (relaxed.bound + np.minimum(relaxed.reduced[:whole], 0.0)) / self.model.scale
        high[:whole][(vain <= self.value()) & (node.low[:whole] == 0)] = 0.0
        one = self._which(apart)
        without, within = high.copy(), low
        without[one], within[one] = 0.0, 1.0
        self.count += 2
        return [
            Node(-bound, -self.count, low=within, high=high),
            Node(-bound, 1 - self.count, low=node.low, high=without),
        ]

    def _which(self, apart: Floats) -> int:
        """Of the candidates in doubt, that whose share and weight are largest."""
        alone = sum(part.gains(np.ones(len(part.weight))) for part in self.model.grounds.parts)
        weight = np.ones(len(apart))
        weight[: self.model.count] = alone
        return int(np.argmax(np.where(apart > GRASP, apart * weight, -1.0)))

    def _bound(self, node: Node) -> tuple[float, Relaxed | None]:
        """A bound of the node, -infinity if it leaves no choice; and its relaxation, if there is
        any and it was found in time.
        """
        bound = -node.bound
        relaxed: Relaxed | None = None
        for _ in range(ROUNDS):
            found = self.model.linear.relaxed(self.left_s(), self.stop, node.low, node.high)
            if found is None:
                return bound, None
            if found.bound == -np.inf:
                return -np.inf, None
            relaxed = found
            bound = min(bound, self.model.worth(found.bound))
            if self._enough(bound):
                return bound, relaxed
            self.take(self.model.choice(found.x), found.x[: self.model.count])
            beyond = self.model.tighten(found.x)
            whole = found.x[: self.model.linear.whole]
            if (
                beyond <= NEAR * (bound - self.value())
                and np.abs(whole - whole.round()).max() > GRASP
            ):
                break
            if beyond <= 1e-9 * bound:
                break
        return bound, relaxed
