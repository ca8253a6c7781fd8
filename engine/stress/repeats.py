"""Repeated measurements: taken in turn, so that what slows the machine slows all alike."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Call = Callable[[], object]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of repeated measurements, and their range from `low` to `high`.

    The range of n of them holds the median of all that could be taken with probability
    1 - 2^(1 - n), however they are distributed: it misses only if all fall on one side.

    >>> spread([3.0, 1.0, 2.0])
    Spread(median=2.0, low=1.0, high=3.0, repeats=3)
    >>> spread([3.0, 1.0, 2.0]).coverage
    0.75
    """

    median: float
    low: float
    high: float
    repeats: int

    @property
    def coverage(self) -> float:
        """Probability that the range holds the true median."""
        return 1 - 2.0 ** (1 - self.repeats)

    def as_json(self) -> dict[str, Any]:
        """The fields and the coverage under their names."""
        return asdict(self) | {"coverage": self.coverage}


def spread(values: Sequence[float] | NDArray[np.float64]) -> Spread:
    """The spread of at least one measurement."""
    held = [float(value) for value in values]
    return Spread(statistics.median(held), min(held), max(held), len(held))


def in_turn(
    calls: Sequence[Call], rounds: int, progress: Progress, lasting_s: float = 0.0
) -> NDArray[np.float64]:
    """Seconds (rounds, calls) that each call took; every other round in the reverse order.

    A call that is quicker than `lasting_s` is made on end for so long, and its mean is taken.
    """
    times = [_times(call, lasting_s) for call in calls]
    took_s = np.zeros((rounds, len(calls)))
    for done in range(rounds):
        for place in range(len(calls))[:: -1 if done % 2 else 1]:
            took_s[done, place] = seconds(calls[place], times[place])
        progress((done + 1) / rounds)
    return took_s


def seconds(call: Call, times: int = 1) -> float:
    """How long one of so many calls on end took."""
    began_s = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - began_s) / times


def part_of(progress: Progress, number: int, parts: int) -> Progress:
    """The progress of one of several parts of a whole.

    >>> part_of(print, 1, 4)(0.5)
    0.375
    """
    return lambda share: progress((number + share) / parts)


def _times(call: Call, lasting_s: float) -> int:
    if not lasting_s:
        return 1
    call()
    return max(math.ceil(lasting_s / max(seconds(call), 1e-9)), 1)
