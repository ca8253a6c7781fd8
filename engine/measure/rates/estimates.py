"""Shares whose variance was worked out, with intervals that stay between 0 and 1."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from engine.measure.rates.intervals import Z, clustered_rate, wilson

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


FEWEST = 3.0
"""Fewer people than this are not told apart: Student's quantile would leave nothing to say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval over `cases` of `people`, None where it is not known whose
    they are; the share and its interval are None where there was nothing to divide by.
    """

    value: float | None
    low: float | None
    high: float | None
    cases: int
    people: int | None

    def to_json(self) -> dict[str, Any]:
        """The five fields under their names."""
        return asdict(self)

    def through(self, change: Callable[[float], float]) -> "Estimate":
        """The estimate of a rising function of the share."""
        if self.value is None or self.low is None or self.high is None:
            return self
        bounds = [change(one) for one in (self.value, self.low, self.high)]
        return Estimate(bounds[0], bounds[1], bounds[2], self.cases, self.people)


def estimate(
    value: float,
    residual: Floats,
    cases: int,
    overlap: float = 0.0,
    independent: float | None = None,
    people_a_case: int = 1,
) -> Estimate:
    """Wilson's interval at as many independent cases as would have the variance found.

    `residual` (people,) is what each adds to the share beyond their part, so the variance is the
    sum of their squares less `overlap`, what two people both count. What it exceeds that of
    `independent` cases by (default: all cases) is widened by Student's quantile for as many people
    as would weigh the same if their residuals were equal (Carter, Schnepel & Steigerwald 2017), and
    all of it by that for their number. Where all or none were hits no person differs: then it is
    that of independent cases, or of the people where each case is one person's.
    """
    people = len(residual)
    if cases < 1 or people < 1:
        return Estimate(None, None, None, cases, people)
    most, squares = float(cases if independent is None else independent), residual**2
    spread = value * (1 - value)
    plain, variance = spread / most, max(float(squares.sum()) - overlap, 0.0)
    excess = max(variance - plain, 0.0) * _widened(_alike(squares) / people_a_case) ** 2
    nobody_differs = most if people_a_case > 1 else min(most, people)
    size = spread / (plain + excess) if spread > 0 else nobody_differs
    low, high = wilson(value, max(size / _widened(people) ** 2, 1.0))
    return Estimate(value, low, high, cases, people)


def _alike(squares: Floats) -> float:
    """As how many people of equal weight those with these squared residuals (people,) count."""
    return float(squares.sum() ** 2 / (squares**2).sum()) if squares.any() else float(len(squares))


def _widened(people: float) -> float:
    """Student's 97.5 % point for so many people, at least FEWEST, over the normal one."""
    return float(stdtrit(max(people, FEWEST) - 1, 0.975) / Z)


def by_person(hits: NDArray[np.bool_], person: Numbers) -> Estimate:
    """The share of hits among cases (n,) of one person each, by `clustered_rate`; where all or none
    were hits, as `estimate` has it.
    """
    _, number = np.unique(person, return_inverse=True)
    cases = np.bincount(number)
    if len(hits) and hits.all() == hits.any():
        return estimate(float(hits.all()), np.zeros(len(cases)), len(hits))
    held = clustered_rate(np.bincount(number, hits), cases)
    return Estimate(held.value, held.low, held.high, held.denominator, len(cases))
