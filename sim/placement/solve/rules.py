"""What may be added to a choice, so that it keeps to the limits."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.placement.solve.ground import Ground, ground
from sim.placement.solve.problem import Demand, Floats, Limits, Rows

SPARE = 1e-9
"""Sums of costs and chances are not exact."""


class Rules:
    """Limits on choices among `count` candidates."""

    def __init__(self, limits: Limits, count: int) -> None:
        self.limits, self.count = limits, count
        self.most = count if limits.most is None else min(limits.most, count)
        self.allowed = np.ones(count, bool) if limits.allowed is None else limits.allowed.copy()
        self.cost = np.zeros(count) if limits.cost is None else limits.cost.astype(np.float64)
        self.budget = np.inf if limits.budget is None else limits.budget
        self.place = np.arange(count) if limits.place is None else limits.place
        self.scanned: Ground | None = None if limits.scanned is None else ground(limits.scanned)
        self.most_scanned = np.inf if limits.most_scanned is None else limits.most_scanned
        self.must = np.zeros((len(limits.must), count), bool)
        for number, group in enumerate(limits.must):
            self.must[number, group] = True
        self.allowed &= self.cost <= self.budget + SPARE
        if self.scanned is not None:
            alone = self.scanned.gains(np.ones(len(self.scanned.weight)))
            self.allowed &= alone <= self.most_scanned + SPARE

    def of(self, candidates: Rows) -> "Rules":
        """The rules among some candidates; those that are not there are not chosen."""
        limits = self.limits
        number = np.full(self.count, -1)
        number[candidates] = np.arange(len(candidates))

        def renumbered(groups: Sequence[Rows]) -> tuple[Rows, ...]:
            return tuple(number[group][number[group] >= 0] for group in groups)

        scanned = limits.scanned
        few = Limits(
            most=limits.most,
            cost=None if limits.cost is None else limits.cost[candidates],
            budget=limits.budget,
            place=self.place[candidates],
            allowed=self.allowed[candidates],
            must=renumbered(limits.must),
            ways=renumbered(limits.ways),
            scanned=scanned and Demand(scanned.chance[:, candidates], scanned.weight),
            most_scanned=limits.most_scanned,
        )
        return Rules(few, len(candidates))

    def scans(self, chosen: Sequence[int]) -> float:
        """How many innocents they scan, expected."""
        return 0.0 if self.scanned is None else self.scanned.value(chosen)

    def spent(self, chosen: Sequence[int]) -> float:
        """What they cost."""
        return float(self.cost[list(chosen)].sum())

    def open(self, chosen: Sequence[int]) -> NDArray[np.bool_]:
        """Which candidates (candidates,) may be added."""
        if len(chosen) >= self.most:
            return np.zeros(self.count, bool)
        found = self.allowed & ~np.isin(self.place, self.place[list(chosen)])
        found &= self.cost <= self.budget - self.spent(chosen) + SPARE
        if self.scanned is not None:
            missed = self.scanned.missed(chosen)
            reached = self.scanned.weight @ (1 - missed)
            found &= reached + self.scanned.gains(missed) <= self.most_scanned + SPARE
        return found

    def unmet(self, chosen: Sequence[int]) -> NDArray[np.intp]:
        """Of which groups that must be seen none is chosen."""
        return np.flatnonzero(~self.must[:, list(chosen)].any(1))

    def kept(self, chosen: Sequence[int]) -> bool:
        """Whether a choice keeps to all limits."""
        places = self.place[list(chosen)]
        return (
            len(chosen) <= self.most
            and len(set(places.tolist())) == len(chosen)
            and bool(self.allowed[list(chosen)].all())
            and self.spent(chosen) <= self.budget + SPARE
            and self.scans(chosen) <= self.most_scanned + SPARE
            and not len(self.unmet(chosen))
            and self.free(chosen)
        )

    def free(self, chosen: Sequence[int]) -> bool:
        """Whether a way is left on which none of them is, if one is asked for."""
        ways = self.limits.ways
        return not ways or any(not np.isin(way, list(chosen)).any() for way in ways)

    def shared_places(self) -> list[Rows]:
        """Candidates of whom one excludes the others, place by place."""
        order = np.argsort(self.place, kind="stable")
        steps = np.flatnonzero(np.diff(self.place[order])) + 1
        ends = [0, *steps.tolist(), len(order)]
        return [order[a:b] for a, b in pairwise(ends) if b - a > 1]

    def most_at_once(self, worth: Floats) -> float:
        """Not less than the sum of worths (candidates,), 0 or more, of any choice."""
        order = np.argsort(-np.where(self.allowed, worth, 0.0), kind="stable")
        _, first = np.unique(self.place[order], return_index=True)
        return float(
            np.sort(np.where(self.allowed, worth, 0.0)[order[first]])[::-1][: self.most].sum()
        )
