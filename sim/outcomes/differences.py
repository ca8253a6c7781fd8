"""How two runs differ: in their rates, with intervals, and in what they were set to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

from scenarios.schema import Scenario


@dataclass(frozen=True, slots=True)
class Difference:
    """One rate less another, and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves no difference out."""
        return self.low > 0 or self.high < 0


def difference(rate: Mapping[str, Any], other: Mapping[str, Any]) -> Difference | None:
    """A run's rate less another run's, each as outcomes tell it; None if either divides nothing.

    The limits of the difference are made of the limits of both (Zou and Donner 2008; with Wilson's
    limits the method 10 of Newcombe 1998), as for two runs that share nothing. Runs that met the
    same people are more alike, so that theirs is narrower than is told.

    >>> one = {"value": 0.5, "low": 0.4, "high": 0.6}
    >>> other = {"value": 0.2, "low": 0.1, "high": 0.4}
    >>> told = difference(one, other)
    >>> round(told.value, 2), round(told.low, 3), round(told.high, 3), told.told_apart
    (0.3, 0.076, 0.441, True)
    """
    if rate["value"] is None or other["value"] is None:
        return None
    value = rate["value"] - other["value"]
    down = hypot(rate["value"] - rate["low"], other["high"] - other["value"])
    up = hypot(rate["high"] - rate["value"], other["value"] - other["low"])
    return Difference(value, value - down, value + up)


@dataclass(frozen=True, slots=True)
class Set:
    """A field that two scenarios set otherwise: its path, and the value in each; None: not there,
    as a camera that only one of them has.
    """

    field: str
    value: Any
    other: Any


def set_otherwise(scenario: Scenario, other: Scenario) -> list[Set]:
    """Every field that differs, in the order of the first scenario; a part of a list that only one
    of them has is told as a whole.
    """
    mine, theirs = (one.model_dump(mode="json") for one in (scenario, other))
    return list(_differing(mine, theirs, ""))


def _differing(mine: Any, theirs: Any, at: str) -> Iterator[Set]:
    if mine == theirs:
        return
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for name in dict.fromkeys([*mine, *theirs]):
            yield from _differing(mine.get(name), theirs.get(name), f"{at}.{name}" if at else name)
    elif _parts(mine) and _parts(theirs):
        for number in range(max(len(mine), len(theirs))):
            here, there = (one[number] if number < len(one) else None for one in (mine, theirs))
            yield from _differing(here, there, f"{at}.{number}")
    else:
        yield Set(at, mine, theirs)


def _parts(value: Any) -> bool:
    """Whether it is a list of parts, such as cameras."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
