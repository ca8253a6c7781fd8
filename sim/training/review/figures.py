"""A figure with the ends of its interval, and how two such make a third."""

from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

SURE = 0.95
"""How often an interval holds what it is about."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval over `cases`; all None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None
    cases: int

    @property
    def known(self) -> bool:
        """Whether it could be told."""
        return self.value is not None

    def to_json(self) -> dict[str, Any]:
        """The four fields under their names."""
        return asdict(self)


def unknown(cases: int) -> Figure:
    """A figure that so few cases do not tell."""
    return Figure(None, None, None, cases)


def less(one: Figure, other: Figure, together: float = 0.0) -> Figure:
    """One figure less another, with an interval made of the limits of both (Zou 2007, MOVER).

    `together` is the correlation of the two estimates: that of people who met the same alerts.

    >>> told = less(Figure(2.0, 1.5, 2.5, 60), Figure(1.0, 0.5, 1.5, 60))
    >>> round(told.value, 2), round(told.low, 2), round(told.high, 2)
    (1.0, 0.29, 1.71)
    """
    cases = min(one.cases, other.cases)
    if one.value is None or one.low is None or one.high is None:
        return unknown(cases)
    if other.value is None or other.low is None or other.high is None:
        return unknown(cases)
    value = one.value - other.value
    down = _joined(one.value - one.low, other.high - other.value, together)
    up = _joined(one.high - one.value, other.value - other.low, together)
    return Figure(value, value - down, value + up, cases)


def _joined(one: float, other: float, together: float) -> float:
    return sqrt(max(one**2 + other**2 - 2 * together * one * other, 0.0))
