"""Shares with their denominators and intervals."""

from dataclasses import asdict, dataclass
from typing import Any

from scipy.stats import binomtest


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
        return asdict(self)


def rate(numerator: int, denominator: int) -> Rate:
    """A share of independent cases with Wilson's 95 % interval (Wilson 1927).

    >>> rate(8, 42).value, rate(0, 0).value
    (0.19047619047619047, None)
    """
    if not denominator:
        return Rate(None, None, None, numerator, denominator)
    interval = binomtest(numerator, denominator).proportion_ci(method="wilson")
    value = numerator / denominator
    return Rate(value, float(interval.low), float(interval.high), numerator, denominator)
