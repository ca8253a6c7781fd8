"""What chance makes of a deployment: counts of people, and shares of those counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

LEVELS = {"interval_50": 0.5, "interval_95": 0.95}
TAIL = 1e-10
"""Counts rarer than that, on either side, are left out of sums."""
FEW = 3
"""Counts up to that are never left out."""
NEVER = 1e-9
"""Fewer than so many cases expected are none."""
NEVER_AT_ALL = 1e-15
"""Of one person; below it binomials overflow."""
STEPS = 60
"""Halvings by which a quantile of a share is found: far below what a float tells apart."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of `cases` independent people something happens to, each with this `chance`
    (0 to 1): binomial. A chance below NEVER_AT_ALL is none.
    """

    cases: int
    chance: float

    def __post_init__(self) -> None:
        if self.chance < NEVER_AT_ALL:
            object.__setattr__(self, "chance", 0.0)

    @property
    def expected(self) -> float:
        """The mean."""
        return self.cases * self.chance

    @property
    def some(self) -> float:
        """The probability that it happens to anybody."""
        if self.chance >= 1:
            return float(self.cases > 0)
        return float(-np.expm1(self.cases * np.log1p(-self.chance)))

    def to_json(self) -> dict[str, Any]:
        """Mean, median, intervals, and the probability of one or more.

        >>> Count(10_000, 1e-4).to_json()["interval_95"]
        [0, 3]
        """
        return {
            "expected": self.expected,
            **_spans(lambda share: int(binom.ppf(share, self.cases, self.chance))),
            "at_least_one": self.some,
        }

    def support(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The counts that matter and their probabilities."""
        low, high = (int(max(binom.ppf(q, self.cases, self.chance), 0)) for q in (TAIL, 1 - TAIL))
        counts = np.arange(low, max(high, min(FEW, self.cases)) + 1)
        return counts, binom.pmf(counts, self.cases, self.chance)

    def at_most(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of no more than each of some counts."""
        found: NDArray[np.float64] = binom.cdf(np.floor(counts), self.cases, self.chance)
        return found


def total(one: Count, other: Count) -> dict[str, Any]:
    """Mean, median, intervals of the sum of two independent counts, and the probability that it is
    one or more.
    """
    counts, chances = other.support()

    def reached(most: int) -> float:
        return float((chances * one.at_most((most - counts).astype(np.float64))).sum())

    return {
        "expected": one.expected + other.expected,
        **_spans(lambda share: _lowest(reached, share, one.cases + other.cases)),
        "at_least_one": one.some + other.some - one.some * other.some,
    }


def share_of_both(right: Count, wrong: Count) -> dict[str, Any]:
    """What share the right ones are of both: the ratio of the means, and the median and intervals
    of what one deployment shows in which there is any. All None where there can be none.
    """
    both = right.expected + wrong.expected
    if both < NEVER:
        return {"expected": None, "median": None, **dict.fromkeys(LEVELS)}
    counts, chances = wrong.support()
    counts, chances = counts[counts > 0], chances[counts > 0]
    anybody = right.some + wrong.some - right.some * wrong.some

    def reached(share: float) -> float:
        if share >= 1:
            return 1.0
        most = np.floor(counts * share / (1 - share) + 1e-9)  # what a float rounds
        return float((chances * right.at_most(most)).sum() / anybody)

    return {"expected": right.expected / both, **_spans(lambda wanted: _halved(reached, wanted))}


def left(share: dict[str, Any]) -> dict[str, Any]:
    """What is left of a whole, with its intervals."""

    def less(value: Any) -> Any:
        if isinstance(value, list):
            return [1 - one for one in reversed(value)]
        return None if value is None else 1 - value

    return {name: less(value) for name, value in share.items()}


def _spans(quantile: Callable[[float], Any]) -> dict[str, Any]:
    """The median and both intervals, with as much left out on either side."""
    return {
        "median": quantile(0.5),
        **{
            name: [quantile((1 - level) / 2), quantile((1 + level) / 2)]
            for name, level in LEVELS.items()
        },
    }


def _lowest(reached: Callable[[int], float], share: float, most: int) -> int:
    """The lowest whole number, up to `most`, that is reached with this probability."""
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) >= share else (middle, high)
    return high


def _halved(reached: Callable[[float], float], wanted: float) -> float:
    """The lowest share, 0 to 1, that is reached with this probability."""
    if reached(0.0) >= wanted:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) >= wanted else (middle, high)
    return high
