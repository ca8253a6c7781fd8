"""The linear model of a placement: candidates, groups of demand, limits, lines above the demand.

Columns are the candidates, then a way each that may stay free, then what each group of rows gets,
and the worst day's worth where days are apart. A row whose chances are 0 or 1 is a group of its
own, which one line and its weight describe wholly; of the others, which need many lines, those that
are best got by the same candidates are one group, and a line is the sum of its rows' lines.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack

from sim.placement.solve.ground import Ground, Grounds
from sim.placement.solve.linear import Linear
from sim.placement.solve.problem import Floats, Rows
from sim.placement.solve.rules import SPARE, Rules
from sim.placement.solve.tangents import Tangents

GROUPS = 40
"""Of rows with chances between: fewer converge later, more make each step longer."""
OVER = 1e-9
"""Lines that a group is above by a smaller share of all say nothing new."""


class Lines:
    """Of one day's demand: its rows' lines, summed up by groups."""

    def __init__(self, ground: Ground) -> None:
        rows = csr_array(ground.chance)
        self.weight, self.tangents = ground.weight, Tangents(rows)
        group = _groups(rows)
        self.count = int(group.max(initial=-1)) + 1
        of = (ground.weight, (group, np.arange(len(group))))
        self.sums = csr_array(coo_array(of, (self.count, len(group))))
        self.most: Floats = self.sums @ np.ones(len(group))

    def at(self, touch: Floats) -> tuple[Floats, csr_array]:
        """Constants (groups,) and factors (groups, candidates) of lines that touch so (rows,)."""
        constant, factors = self.tangents.lines(touch)
        return self.sums @ constant, csr_array(self.sums @ factors)

    def best(self, x: Floats) -> tuple[Floats, Floats]:
        """Where lines are lowest at shares x, and how low the groups' are then."""
        touch, height = self.tangents.best(x)
        return touch, self.sums @ height


class Model:
    """Bounds what the best choice gets; `linear` is asked, and told of further lines."""

    def __init__(self, grounds: Grounds, rules: Rules) -> None:
        self.grounds, self.rules = grounds, rules
        self.lines = [Lines(part) for part in grounds.parts]
        self.count, self.ways = rules.count, len(rules.limits.ways)
        steps = np.cumsum([self.count + self.ways, *(one.count for one in self.lines)]).tolist()
        self.groups = [slice(a, b) for a, b in pairwise(steps)]
        total = sum(float(one.weight.sum()) for one in self.lines)
        self.scale = sum(len(one.weight) for one in self.lines) / max(total, 1e-300)
        self.apart = len(self.lines) > 1
        self.width = steps[-1] + self.apart
        self.linear = Linear(self._gain(), self._most(), self.count + self.ways)
        self._limits()
        for number, one in enumerate(self.lines):
            self._add(number, np.zeros(len(one.weight)), np.ones(one.count, bool))

    @property
    def certain(self) -> bool:
        """Whether the first lines say all, since every chance is 0 or 1."""
        return all(np.isin(part.chance.data, (0.0, 1.0)).all() for part in self.grounds.parts)

    def worth(self, bound: float) -> float:
        """A bound of the linear model in weight."""
        return bound / self.scale

    def choice(self, x: Floats) -> tuple[int, ...]:
        """The candidates that a whole x takes."""
        return tuple(np.flatnonzero(x[: self.count] > 0.5).tolist())

    def whole(self, chosen: Sequence[int]) -> Floats:
        """A choice that keeps to the limits as x."""
        x = np.zeros(self.width)
        x[list(chosen)] = 1.0
        for number, way in enumerate(self.rules.limits.ways):
            x[self.count + number] = float(not np.isin(way, list(chosen)).any())
        for part, one, groups in zip(self.grounds.parts, self.lines, self.groups, strict=True):
            x[groups] = self.scale * (one.sums @ (1 - part.missed(chosen)))
        if self.apart:
            x[-1] = min(x[groups].sum() for groups in self.groups)
        return x

    def height(self, x: Floats) -> float:
        """What shares x (candidates,) would be worth if all lines were there."""
        return min(float(one.best(x)[1].sum()) for one in self.lines)

    def tighten(self, x: Floats) -> float:
        """Add the lines and limits that x is beyond; by how much weight it was beyond lines,
        infinite if beyond limits.
        """
        shares, beyond = np.clip(x[: self.count], 0, 1), 0.0
        for number, (one, groups) in enumerate(zip(self.lines, self.groups, strict=True)):
            touch, height = one.best(shares)
            above = x[groups] / self.scale - height
            self._add(number, touch, above > OVER * one.weight.sum())
            beyond = max(beyond, float(np.maximum(above, 0.0).sum()))
        return np.inf if self._scan(shares) else beyond

    def touch(self, shares: Floats) -> None:
        """Add the lines that are lowest at shares (candidates,)."""
        for number, one in enumerate(self.lines):
            self._add(number, one.best(shares)[0], np.ones(one.count, bool))

    def forbid(self, chosen: Sequence[int]) -> None:
        """Not all of these together, who scan too many: nor then with others beside them."""
        self._below([(one, 1.0) for one in chosen], len(chosen) - 1)

    def _gain(self) -> Floats:
        gain = np.zeros(self.width)
        gain[-1 if self.apart else self.groups[0]] = 1.0
        return gain

    def _most(self) -> Floats:
        most = np.ones(self.width)
        most[: self.count] = self.rules.allowed
        for one, groups in zip(self.lines, self.groups, strict=True):
            most[groups] = self.scale * one.most
        if self.apart:
            most[-1] = min(most[groups].sum() for groups in self.groups)
        return most

    def _limits(self) -> None:
        rules, limits = self.rules, self.rules.limits
        self._below([(one, 1.0) for one in range(self.count)], rules.most)
        if limits.budget is not None:
            self._below(list(enumerate(rules.cost.tolist())), limits.budget)
        for group in rules.shared_places():
            self._below([(one, 1.0) for one in group.tolist()], 1.0)
        for group in limits.must:
            self._below([(one, -1.0) for one in group.tolist()], -1.0)
        for number, way in enumerate(limits.ways):
            for one in way.tolist():
                self._below([(one, 1.0), (self.count + number, 1.0)], 1.0)
        if limits.ways:
            self._below([(self.count + number, -1.0) for number in range(self.ways)], -1.0)
        if self.apart:
            for groups in self.groups:
                got = [(column, -1.0) for column in range(groups.start, groups.stop)]
                self._below([*got, (self.width - 1, 1.0)], 0.0)

    def _below(self, terms: Sequence[tuple[int, float]], limit: float) -> None:
        column = np.array([one for one, _ in terms], np.int64)
        factor = np.array([one for _, one in terms], np.float64)
        shape = (1, self.width)
        row = csr_array(coo_array((factor, (np.zeros_like(column), column)), shape))
        self.linear.add(row, np.array([float(limit)]))

    def _add(self, number: int, touch: Floats, wanted: NDArray[np.bool_]) -> None:
        """Some groups of a day are below lines that touch so (rows,)."""
        some = np.flatnonzero(wanted)
        if not len(some):
            return
        constant, factors = self.lines[number].at(touch)
        column = self.groups[number].start + some
        at = (np.arange(len(some)), column)
        itself = csr_array(coo_array((np.ones(len(some)), at), (len(some), self.width)))
        rest = csr_array((len(some), self.width - self.count))
        above = csr_array(hstack([self.scale * factors[some], rest]))
        self.linear.add(csr_array(itself - above), self.scale * constant[some])

    def _scan(self, shares: Floats) -> bool:
        """Whether too many innocents are scanned, by whichever candidate scans each most; a choice
        scans at least as many.
        """
        scanned, most = self.rules.scanned, self.rules.most_scanned
        if scanned is None or not len(scanned.weight):
            return False
        rows = csr_array(scanned.chance)
        row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        seen = rows.data * shares[rows.indices]
        order = np.lexsort((seen, row))
        last = order[np.flatnonzero(np.diff(row[order], append=-1))]
        factor = scanned.weight[row[last]] * rows.data[last]
        if factor @ shares[rows.indices[last]] <= most + SPARE:
            return False
        terms = np.bincount(rows.indices[last], factor, self.count)
        some = np.flatnonzero(terms)
        self._below(list(zip(some.tolist(), terms[some].tolist(), strict=True)), most)
        return True


def _groups(rows: csr_array) -> Rows:
    """The group (rows,) of each row."""
    count = rows.shape[0]
    largest = np.zeros(count, np.int64)
    between = np.zeros(count, bool)
    for row in range(count):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        largest[row] = rows.indices[part][np.argmax(rows.data[part])]
        between[row] = not np.isin(rows.data[part], (0.0, 1.0)).all()
    group = np.empty(count, np.int64)
    order = np.flatnonzero(between)[np.argsort(largest[between], kind="stable")]
    many = min(GROUPS, len(order))
    group[order] = np.arange(len(order)) * many // max(len(order), 1)
    group[~between] = many + np.arange(count - len(order))
    return group
