"""The way to a choice and to the proof of how good it is.

Greedy and exchanges give a choice; lines above the demand, added where the relaxation is beyond
them, a bound; exchanges that may lose a little at first, and the best of what they come to put
together, find a better choice where all is sure; what cannot be in a better choice by its reduced
cost is left out; HiGHS looks first among the most promising, then among all that are left, from the
best choice known.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csc_array

from sim.placement.solve.branch import Tree
from sim.placement.solve.ground import Grounds, grounds
from sim.placement.solve.linear import GRASP, Relaxed
from sim.placement.solve.model import Model
from sim.placement.solve.pool import fits, pooled
from sim.placement.solve.problem import Demand, Floats, Problem, UnsolvableError
from sim.placement.solve.rules import SPARE, Rules
from sim.placement.solve.start import Chosen, Mask, start, swapped

EXACT = 1e-7
"""A choice this near to its bound, in shares of it, is the best."""
ROUNDING = 1e-12
"""Bounds of a smaller share of all weight are 0, but for rounding."""
LP_SHARE, EXCHANGE_SHARE, FEW_SHARE = 0.4, 0.4, 0.3
"""Most of the time left that lines are added for, the share of it for exchanges that may lose, and
most of it that HiGHS looks among few candidates for."""
ROUNDS, SETTLED = 60, 1e-4
"""Most rounds of lines; they end when all lines there are would lower the bound by less than this
share."""
STAY = 0.6
"""Lines are added this far from where the relaxation is towards the best shares."""
FEW, FEW_EACH = 60, 4
"""The most promising candidates are so many, and so many more for each that may be taken."""

Proof = Literal["optimal", "within the gap", "time is up", "cancelled"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the search is: what it does, the best choice so far, and that none is worth more
    than the bound.
    """

    doing: str
    chosen: Chosen
    value: float
    bound: float
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Placement:
    """The best choice found, and what is proved of it: no choice is worth more than `bound`, and
    `proof` says why the search ended. `greedy` is what greedy alone came to, `scanned` how many
    innocents are expected to be scanned, `spent` what the choice costs.
    """

    chosen: Chosen
    value: float
    bound: float
    greedy: float
    scanned: float
    spent: float
    proof: Proof
    elapsed_s: float

    @property
    def gap(self) -> float:
        """By what share of the bound a better choice may be better, at most."""
        return 0.0 if self.bound <= 0 else max(self.bound - self.value, 0.0) / self.bound


def solve(
    problem: Problem,
    *,
    gap: float = 0.0,
    within_s: float = 60.0,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[Standing], None] = lambda _: None,
) -> Placement:
    """The best choice within a time, or one proved to be within a `gap` of the best.

    The bound holds whenever the search ends, up to the tolerances of HiGHS (1e-6). Raises
    UnsolvableError if no choice keeps to the limits, and if none was found in time.
    """
    return _Search(problem, gap, within_s, cancelled, progress).run()


class _Search:
    def __init__(
        self,
        problem: Problem,
        gap: float,
        within_s: float,
        cancelled: Callable[[], bool],
        progress: Callable[[Standing], None],
    ) -> None:
        self.gap, self.within_s = max(gap, EXACT), within_s
        self.cancelled, self.progress, self.began_s = cancelled, progress, time.monotonic()
        self.grounds: Grounds = grounds(problem)
        self.rules = Rules(problem.limits, problem.candidates)
        self.whole_numbers = _whole_numbers(self.grounds)
        self.chosen: Chosen | None = None
        self.value, self.greedy = -np.inf, 0.0
        self.bound = min(float(part.weight.sum()) for part in self.grounds.parts)
        self.least = ROUNDING * self.bound
        self.doing, self.told_s = "start", -np.inf

    def run(self) -> Placement:
        first, better = start(self.grounds, self.rules, self.stopped)
        self.greedy = self.grounds.value(first) if first is not None else 0.0
        self.lower(self._first_bound())
        for one in (first, better):
            if one is not None:
                self.take(one)
        if any(len(part.weight) for part in self.grounds.parts):
            if not self.done():
                self._prove()
        elif self.chosen is None:
            self.take(self._any())
        if self.chosen is None:
            raise UnsolvableError(
                "limits: got no choice of candidates that keeps to all of them"
                + ("" if self.bound == -np.inf else " in time")
                + ", wanted limits that leave one, or more time"
            )
        return Placement(
            self.chosen,
            self.value,
            max(self.bound, self.value),
            self.greedy,
            self.rules.scans(self.chosen),
            self.rules.spent(self.chosen),
            self._proof(),
            self.elapsed_s,
        )

    def _any(self) -> Chosen:
        """A choice that keeps to the limits where no choice gets anybody: one that would get whom
        all candidates get.
        """
        whom = Demand(csc_array(np.ones((1, self.rules.count))), np.ones(1))
        asked = Problem([whom], self.rules.limits)
        return solve(asked, within_s=self.left_s, cancelled=self.cancelled).chosen

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self.began_s

    @property
    def left_s(self) -> float:
        return self.within_s - self.elapsed_s

    def stopped(self) -> bool:
        """Whether it is to end; tells how far it is meanwhile."""
        if self.elapsed_s - self.told_s > 0.5:
            self.tell()
        return self.left_s <= 0 or self.cancelled()

    def done(self) -> bool:
        """Whether the choice is near enough to the bound, or the search is to end."""
        return self.value >= self.bound * (1 - self.gap) or self.stopped()

    def tell(self) -> None:
        self.told_s = self.elapsed_s
        chosen, value = (self.chosen, self.value) if self.chosen is not None else ((), 0.0)
        self.progress(Standing(self.doing, chosen, value, self.bound, self.told_s))

    def take(self, chosen: Chosen) -> None:
        """A choice, if it is better and keeps to the limits."""
        value = self.grounds.value(chosen)
        if value > self.value and self.rules.kept(chosen):
            self.chosen, self.value = tuple(sorted(chosen)), value
            self.tell()

    def lower(self, bound: float) -> None:
        """A bound, if it is lower."""
        if self.whole_numbers and np.isfinite(bound):
            bound = float(np.floor(bound + 1e-6 * max(1.0, abs(bound) * 1e-3)))
        self.bound = min(self.bound, 0.0 if 0 < bound < self.least else bound)

    def _first_bound(self) -> float:
        """No choice gets more than those do together that alone get most."""
        return min(
            self.rules.most_at_once(part.gains(np.ones(len(part.weight))))
            for part in self.grounds.parts
        )

    def _prove(self) -> None:
        model = Model(self.grounds, self.rules)
        relaxed = self._relax(model)
        if self.done():
            return
        if model.certain:
            self._hand_over(model, relaxed)
        else:
            self._branch(model, relaxed)

    def _relax(self, model: Model) -> Relaxed:
        """Lower the bound by lines, as long as that helps.

        Lines are added where the relaxation is, and between there and the best shares so far, which
        keeps it from going to and fro. Where there was no time for any, nothing is known of the
        candidates.
        """
        self.doing, ends_s = "bound", self.elapsed_s + self.left_s * LP_SHARE
        best: Floats = np.zeros(model.count)
        height = -np.inf
        if self.chosen is not None:
            best = model.whole(self.chosen)[: model.count]
            height = model.height(best)
            model.touch(best)
        found = Relaxed(np.zeros(model.width), np.zeros(model.width), model.scale * self.bound)
        for _ in range(ROUNDS):
            relaxed = model.linear.relaxed(ends_s - self.elapsed_s, self.stopped)
            if relaxed is None:
                break
            found = relaxed
            self.lower(model.worth(relaxed.bound))
            shares = np.clip(relaxed.x[: model.count], 0, 1)
            if relaxed.bound == -np.inf:
                break
            self._round(shares)
            beyond = model.tighten(relaxed.x)
            for one in (shares, (1 - STAY) * shares + STAY * best):
                if (reached := model.height(one)) > height:
                    best, height = one, reached
            if np.isfinite(beyond) and not model.certain:
                model.touch((1 - STAY) * shares + STAY * best)
            self.tell()
            settled = np.isfinite(beyond) and self.bound - height < SETTLED * self.bound
            if self.done() or settled or beyond < EXACT * self.bound:
                break
        return found

    def _round(self, x: Floats) -> None:
        """Exchanges from the largest shares on."""
        chosen: list[int] = []
        banned = x < GRASP
        while len(free := np.flatnonzero(self.rules.open(chosen) & ~banned)):
            chosen.append(int(free[np.argmax(x[free])]))
        if self.rules.kept(chosen) and self.grounds.value(chosen) > 0.97 * self.value:
            none = np.zeros(self.rules.count, bool)
            if not self.rules.limits.ways:
                chosen = [*swapped(self.grounds, self.rules, none, chosen, self.stopped)]
            self.take(tuple(chosen))

    def _branch(self, model: Model, relaxed: Relaxed) -> None:
        """Branch and bound among the candidates that may be in a better choice."""
        self.doing = "branch and bound"
        left = np.flatnonzero(self._left(model, relaxed))
        few = Model(self.grounds.of(left), self.rules.of(left))
        few.touch(np.clip(relaxed.x[left], 0, 1))

        def take(chosen: Chosen, shares: Floats) -> None:
            self.take(tuple(left[list(chosen)].tolist()))
            whole = np.zeros(self.rules.count)
            whole[left] = shares
            self._round(whole)

        def value() -> float:
            return self.value

        tree = Tree(few, self.gap, value, take, self.lower, self.stopped, lambda: self.left_s)
        tree.grow(self.bound)

    def _hand_over(self, model: Model, relaxed: Relaxed) -> None:
        """Exchange, then let HiGHS look, first among the most promising candidates, then among all
        that may be in a better choice.
        """
        if self.chosen is not None and fits(self.grounds, self.rules):
            self.doing = "exchanges"
            ends_s = self.elapsed_s + self.left_s * EXCHANGE_SHARE

            def stop() -> bool:
                return self.done() or self.elapsed_s > ends_s

            pooled(self.grounds, self.rules, self.chosen, stop, self.take)
        few = self._few(relaxed)
        if self._left(model, relaxed).sum() > few.sum():
            self.doing = "restricted"
            self._ask(model, few, self.left_s * FEW_SHARE, proves=False)
        self.doing = "branch and bound"
        while not self.done() and self._ask(
            model, self._left(model, relaxed), self.left_s, proves=True
        ):
            pass

    def _few(self, relaxed: Relaxed) -> Mask:
        """The candidates that look best."""
        count = self.rules.count
        promise = np.where(self.rules.allowed, relaxed.reduced[:count], -np.inf)
        promise[relaxed.x[:count] > GRASP] = np.inf
        if self.chosen is not None:
            promise[list(self.chosen)] = np.inf
        wanted = FEW + FEW_EACH * min(self.rules.most, count)
        order = np.argsort(-promise, kind="stable")[: max(wanted, int(np.isposinf(promise).sum()))]
        few = np.zeros(count, bool)
        few[order] = True
        return few & self.rules.allowed

    def _left(self, model: Model, relaxed: Relaxed) -> Mask:
        """The candidates with whom, by their reduced cost, a choice may be better than the best."""
        reduced = np.minimum(relaxed.reduced[: model.count], 0.0)
        vain = (relaxed.bound + reduced) / model.scale <= self.value
        if self.chosen is not None:
            vain[list(self.chosen)] = False
        found: Mask = self.rules.allowed & ~vain
        return found

    def _ask(self, model: Model, left: Mask, within_s: float, *, proves: bool) -> bool:
        """Let HiGHS look among some candidates; whether looking again may help, since limits on the
        scanned were added.

        Candidates that were left out as vain are in no choice better than the best.
        """

        def bounded(bound: float) -> None:
            if proves:
                self.lower(max(model.worth(bound), self.value))

        most = model.linear.most.copy()
        most[: model.count] = np.where(left, most[: model.count], 0.0)
        begin = None if self.chosen is None else model.whole(self.chosen)
        found = model.linear.solved(
            most,
            begin,
            self.gap,
            within_s,
            self.stopped,
            lambda x: self.take(model.choice(x)),
            bounded,
        )
        if found.infeasible:
            if proves:
                self.bound = self.value
            return False
        bounded(found.bound)
        if found.x is None:
            return False
        chosen = model.choice(found.x)
        self.take(chosen)
        if self.rules.scans(chosen) <= self.rules.most_scanned + SPARE:
            return False
        model.forbid(chosen)
        model.tighten(model.whole(chosen))
        return True

    def _proof(self) -> Proof:
        if self.value >= self.bound * (1 - EXACT):
            return "optimal"
        if self.value >= self.bound * (1 - self.gap):
            return "within the gap"
        return "cancelled" if self.cancelled() else "time is up"


def _whole_numbers(grounds: Grounds) -> bool:
    """Whether every choice is worth a whole number, up to rounding."""
    return all(
        np.isin(part.chance.data, (0.0, 1.0)).all() and (part.weight == np.round(part.weight)).all()
        for part in grounds.parts
    )
