"""What a choice gets: demand with equal rows put together, asked for values and for gains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from sim.placement.solve.problem import Demand, Floats, Problem, Rows

EVEN = 1e-6
"""Between choices alike on the worst day, so much of what the average differs by decides."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Demand of one day, or of all days together where their average counts; `turned` is its
    chance by candidates.
    """

    chance: csc_array
    turned: csr_array
    weight: Floats

    def missed(self, chosen: Iterable[int]) -> Floats:
        """The chance (rows,) that none of the chosen gets them."""
        chance, miss = self.chance, np.ones(len(self.weight))
        for one in chosen:
            part = slice(chance.indptr[one], chance.indptr[one + 1])
            miss[chance.indices[part]] *= 1 - chance.data[part]
        return miss

    def value(self, chosen: Iterable[int]) -> float:
        """The expected weight that the chosen get."""
        return float(self.weight @ (1 - self.missed(chosen)))

    def gains(self, missed: Floats) -> Floats:
        """What each candidate (candidates,) would add where so much is missed yet."""
        found: Floats = self.turned @ (self.weight * missed)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """The value of a choice is the smallest of what it gets on these."""

    parts: tuple[Ground, ...]

    def value(self, chosen: Sequence[int]) -> float:
        """Expected weight; on the worst day, if days are apart."""
        return min(part.value(chosen) for part in self.parts)

    def with_each(self, chosen: Sequence[int]) -> Floats:
        """What the choice and one candidate more are worth (candidates,)."""
        worth = []
        for part in self.parts:
            missed = part.missed(chosen)
            worth.append(part.weight @ (1 - missed) + part.gains(missed))
        return _even(np.array(worth))

    def with_none(self, chosen: Sequence[int]) -> float:
        """What the choice itself is worth, counted as with one more."""
        return float(_even(np.array([[part.value(chosen)] for part in self.parts]))[0])

    def of(self, candidates: Rows) -> "Grounds":
        """What some candidates can get."""
        return Grounds(
            tuple(ground(Demand(part.chance[:, candidates], part.weight)) for part in self.parts)
        )


def _even(worth: Floats) -> Floats:
    found: Floats = worth.min(0)
    return found if len(worth) == 1 else found + EVEN * worth.mean(0)


def grounds(problem: Problem) -> Grounds:
    """Of a problem's days."""
    if problem.worst:
        return Grounds(tuple(ground(day) for day in problem.days))
    whole = csc_array(vstack([day.chance for day in problem.days]))
    weight = np.concatenate([day.weight for day in problem.days]) / len(problem.days)
    return Grounds((ground(Demand(whole, weight)),))


def ground(demand: Demand) -> Ground:
    """Equal rows are one, and there is none that nobody gets or that counts nothing.

    >>> twice = Demand(csc_array(np.array([[0.5], [0.5], [0.0]])), np.array([1.0, 2.0, 4.0]))
    >>> ground(twice).weight.tolist()
    [3.0]
    """
    rows = csr_array(demand.chance, copy=True)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    held: dict[bytes, int] = {}
    first: list[int] = []
    number = np.full(rows.shape[0], -1)
    for row in np.flatnonzero((np.diff(rows.indptr) > 0) & (demand.weight > 0)).tolist():
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        told = rows.indices[part].tobytes() + rows.data[part].tobytes()
        number[row] = held.setdefault(told, len(held))
        if number[row] == len(first):
            first.append(row)
    kept = number >= 0
    weight = np.bincount(number[kept], demand.weight[kept], len(first)).astype(np.float64)
    chance = csc_array(rows[np.array(first, np.int64)].astype(np.float64))
    return Ground(chance, csr_array(chance.T), weight)
