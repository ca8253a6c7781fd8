"""The scales that bars under a set of rates share, so that their lengths can be compared: one for
all of them, and one for those that would be no more than a sliver on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

SMALLEST = 1e-4
"""No scale ends below that; one person in ten thousand is still a bar."""
SLIVER = 0.05
"""Of a scale; what reaches no further is hard to tell from nothing."""


def scale_of(rates: Iterable[dict[str, Any]]) -> float:
    """Where the scale of these rates ends: the lowest round number that holds every interval.

    Rates with nothing to divide by have no bar. A rate may be above one (two alerts on one face).

    >>> scale_of([{"high": 0.031}, {"high": 0.42}, {"high": None}]), scale_of([])
    (0.5, 1.0)
    """
    highest = max((rate["high"] for rate in rates if rate["high"] is not None), default=1.0)
    return next(end for end in _ends() if highest <= end)


def scales(rates: Sequence[dict[str, Any]]) -> list[float]:
    """Where each one's bar ends: those that reach less than SLIVER of the common scale share a
    smaller one, and those that pass one, as few rates can, a larger one.

    >>> scales([{"high": 0.42}, {"high": 0.0009}, {"high": 0.0003}, {"high": None}])
    [0.5, 0.001, 0.001, 0.5]
    >>> scales([{"high": 1.0}, {"high": 1.3}])
    [1.0, 2.0]
    """
    large = [rate["high"] is not None and rate["high"] > 1 for rate in rates]
    if any(large) and not all(large):
        usual = iter(
            scales([one for one, is_large in zip(rates, large, strict=True) if not is_large])
        )
        above = scale_of(one for one, is_large in zip(rates, large, strict=True) if is_large)
        return [above if is_large else next(usual) for is_large in large]
    end = scale_of(rates)
    small = [rate["high"] is not None and rate["high"] < SLIVER * end for rate in rates]
    below = scale_of(rate for rate, is_small in zip(rates, small, strict=True) if is_small)
    return [below if is_small else end for is_small in small]


def _ends() -> Iterator[float]:
    """1, 2 and 5 of every power of ten from SMALLEST on."""
    for power in count():
        for digit in (1, 2, 5):
            yield float(f"{digit * SMALLEST:g}e{power}")
