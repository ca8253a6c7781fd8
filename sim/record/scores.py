"""How good forecasts were: intervals of whole numbers, coverage, PIT, CRPS, and differences with
intervals that are clustered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.record.families import Array

LEVELS = (0.5, 0.95)
RESAMPLES = 4000


def interval(draws: Array, level: float) -> tuple[float, float]:
    """The ends of a central interval of a count.

    It holds each whole number whose place in the distribution, half of its own probability
    counted, is within the level (mid-P): so it holds `level` on the mean over many counts, where
    the usual one holds more, since single numbers are likely. Numbers that are not whole are
    rounded.

    >>> interval(np.repeat([0.0, 1.0, 2.0], [97, 2, 1]), 0.95)
    (0.0, 0.0)
    """
    numbers, counts = np.unique(np.round(draws), return_counts=True)
    place = (np.cumsum(counts) - counts / 2) / len(draws)
    within = numbers[(place >= (1 - level) / 2) & (place <= (1 + level) / 2)]
    if not len(within):
        return median(draws), median(draws)
    return float(within[0]), float(within[-1])


def median(draws: Array) -> float:
    """The least whole number that half of the draws do not exceed."""
    ordered = np.sort(np.round(draws))
    return float(ordered[(len(ordered) - 1) // 2])


def crps(draws: Array, y: float) -> float:
    """The continuous ranked probability score of draws: in the count's own unit, less is better
    (Gneiting and Raftery 2007).

    >>> crps(np.array([3.0, 3.0]), 5.0)
    2.0
    """
    return float(np.abs(draws - y).mean()) - _apart(draws) / 2


def _apart(draws: Array) -> float:
    """The mean distance of two draws."""
    ordered, count = np.sort(draws), len(draws)
    weight = 2 * np.arange(1, count + 1) - count - 1
    return 2 * float(weight @ ordered) / count**2


def crps_if_right(draws: Array) -> float:
    """The mean CRPS of draws where what comes is one of them: what a forecast that is right should
    expect of itself, half the mean distance of two of its draws.

    >>> crps_if_right(np.array([2.0, 4.0]))
    0.5
    """
    return _apart(draws) / 2


def inside_if_right(chances: Sequence[float]) -> Array:
    """(n + 1,) how likely 0 to n of the counts are inside, each with its own chance (the
    Poisson binomial distribution).

    >>> inside_if_right([0.5, 1.0]).tolist()
    [0.0, 0.5, 0.5]
    """
    told = np.ones(1)
    for chance in chances:
        told = np.convolve(told, [1.0 - chance, chance])
    return told


def pit(draws: Array, y: float, u: float) -> float:
    """Where a count lies in its distribution, at random within its own probability: uniform where
    forecasts are right (Czado, Gneiting and Held 2009).
    """
    return float((draws < y).mean() + u * (draws == y).mean())


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference and its 95 % interval."""

    value: float
    low: float
    high: float


def difference(values: Array, clusters: Sequence[str], rng: np.random.Generator) -> Difference:
    """The mean of paired differences; whole clusters are drawn again (bootstrap percentiles)."""
    names, which = np.unique(np.array(clusters), return_inverse=True)
    sums = np.bincount(which, values)
    sizes = np.bincount(which)
    drawn = rng.integers(len(names), size=(RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(float(values.mean()), float(low), float(high))
