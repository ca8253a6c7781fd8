"""Shares with their denominators and intervals."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, stdtrit

Z = 1.959963984540054
"""97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % interval; all None where there was nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None
    numerator: int
    denominator: int

    def to_json(self) -> dict[str, Any]:
        """The five fields under their names."""
        return {name: getattr(self, name) for name in self.__slots__}


def rate(numerator: int, denominator: int) -> Rate:
    """A share of independent cases with Wilson's 95 % interval (Wilson 1927).

    >>> rate(8, 42).value, rate(0, 0).value
    (0.19047619047619047, None)
    """
    return _rate(numerator, denominator, denominator)


def clustered_rate(numerators: ArrayLike, denominators: ArrayLike) -> Rate:
    """A share of cases that come in clusters, such as the alerts of one person; both (clusters,).

    Wilson's interval at the effective number of cases: the number of cases divided by the design
    effect of the ratio estimator (Rao & Scott 1992), with Student's quantile for the number of
    clusters (Korn & Graubard 1998). It is never narrower than that of independent cases.

    >>> clustered_rate([1, 0, 1], [1, 1, 1]) == rate(2, 3)
    True
    """
    hits, cases = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
    if hits.sum() >= cases.sum() > 0 and (hits != cases).any():
        return _ratio(hits, cases)
    return _rate(int(hits.sum()), int(cases.sum()), _effective_size(hits, cases))


def event_rate(events: ArrayLike, cases: ArrayLike) -> Rate:
    """How many events there are for each case, such as false alerts for each face; above 1 where
    there are more events than cases. Both come in clusters (clusters,), such as one person's.

    The interval of Fay & Feuer (1997) for a weighted sum of Poisson counts: whoever has several
    events weighs as many as they are. With one event each it is Garwood's (1936), which is exact:
    it holds the rate of rare events at least as often as it says.

    >>> told = event_rate([1, 0, 2, 0], [10, 10, 10, 10])
    >>> told.value, round(told.low, 3), round(told.high, 3)
    (0.075, 0.008, 0.309)
    """
    hits, total = np.asarray(events, np.float64), float(np.sum(cases))
    hits = hits[hits > 0]
    count, squares, most = hits.sum(), (hits**2).sum(), hits.max(initial=1.0)
    if not total:
        return Rate(None, None, None, int(count), 0)
    low = _gamma(count, squares, 0.025) / total if count else 0.0
    high = _gamma(count + most, squares + most**2, 0.975) / total
    return Rate(float(count / total), low, high, int(count), int(total))


def _gamma(mean: float, variance: float, place: float) -> float:
    """A quantile of the gamma distribution with this mean and variance."""
    return float(variance / mean * gammaincinv(mean**2 / variance, place))


def _ratio(hits: NDArray[np.float64], cases: NDArray[np.float64]) -> Rate:
    """Hits that are as many as the cases or more, such as several alerts on one face, are no share:
    the ratio estimator's interval between clusters, from 0 up (Cochran 1977, 6.4).
    """
    total, value = cases.sum(), float(hits.sum() / cases.sum())
    clusters = len(hits)
    if clusters < 2:
        return Rate(value, 0.0, value, int(hits.sum()), int(total))
    variance = _ratio_variance(hits, cases)
    half = float(stdtrit(clusters - 1, 0.975) * np.sqrt(variance))
    return Rate(value, max(value - half, 0.0), value + half, int(hits.sum()), int(total))


def _ratio_variance(hits: NDArray[np.float64], cases: NDArray[np.float64]) -> float:
    """Of the ratio estimator, between the clusters that have any cases or hits; at least two."""
    total, clusters = cases.sum(), int(((cases > 0) | (hits > 0)).sum())
    off = hits - hits.sum() / total * cases
    return float(clusters / (clusters - 1) * (off**2).sum() / total**2)


def _effective_size(hits: NDArray[np.float64], cases: NDArray[np.float64]) -> float:
    """Independent cases that would tell as much; at least one, as no cluster tells less.

    Where all or none were hits the clusters show no design effect, and only their number counts.
    """
    total, clusters = cases.sum(), int(((cases > 0) | (hits > 0)).sum())
    if clusters < 2 or total < 2:
        return min(float(total), 1.0)
    share = hits.sum() / total
    variance = _ratio_variance(hits, cases)
    independent = share * (1 - share) / (total - 1)
    design = max(variance / independent, 1.0) if independent > 0 else 1.0
    few = stdtrit(total - 1, 0.975) / stdtrit(clusters - 1, 0.975)  # Student's quantiles
    return float(max(total / design * min(few, 1.0) ** 2, 1.0))


def _rate(numerator: int, denominator: int, size: float) -> Rate:
    """Wilson's interval at `size` cases."""
    if not denominator:
        return Rate(None, None, None, numerator, denominator)
    value = numerator / denominator
    return Rate(value, *wilson(value, size), numerator, denominator)


def wilson(share: float, size: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (0 to 1) of `size` independent cases (Wilson 1927).

    >>> wilson(0.0, 100)[0], wilson(1.0, 100)[1]
    (0.0, 1.0)
    """
    spread = Z**2 / size
    centre = share + spread / 2
    half = np.sqrt(spread * share * (1 - share) + spread**2 / 4)
    low = (centre - half) / (1 + spread) if share else 0.0
    high = (centre + half) / (1 + spread) if share < 1 else 1.0
    return float(low), float(high)
