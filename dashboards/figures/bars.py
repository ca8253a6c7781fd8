"""The one scale that bars under a set of rates share, so that their lengths can be compared."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

SMALLEST = 1e-4
"""No scale ends below that; one person in ten thousand is still a bar."""


def scale_of(rates: Iterable[dict[str, Any]]) -> float:
    """Where the scale of these rates ends: the lowest round number that holds every interval.

    Rates with nothing to divide by have no bar. A rate may be above one (two alerts on one face).

    >>> scale_of([{"high": 0.031}, {"high": 0.42}, {"high": None}]), scale_of([])
    (0.5, 1.0)
    """
    highest = max((rate["high"] for rate in rates if rate["high"] is not None), default=1.0)
    return next(end for end in _ends() if highest <= end)


def scale_told(end: float) -> str:
    """The scale in words, to stand once beside the bars.

    >>> scale_told(0.5), scale_told(0.001), scale_told(2.0)
    ('All bars go from 0 to 50 %.', 'All bars go from 0 to 0.1 %.', 'All bars go from 0 to 200 %.')
    """
    return f"All bars go from 0 to {100 * end:g} %."


def _ends() -> Iterator[float]:
    """1, 2 and 5 of every power of ten from SMALLEST on."""
    for power in count():
        for digit in (1, 2, 5):
            yield float(f"{digit * SMALLEST:g}e{power}")
