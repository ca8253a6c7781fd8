"""What replications say of a figure: a mean with its interval, alone or of paired differences."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from sim.outcomes.groups.chance import holm

SURE = 0.95
FEWEST = 2
"""Values that a spread needs."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean over `count` replications in which the figure exists, the ends of its interval by
    Student's t, standard deviation, least and most; None where there are too few values. Values
    that are all alike have no interval either: what never differed so far may differ.
    """

    mean: float | None
    low: float | None
    high: float | None
    sd: float | None
    least: float | None
    most: float | None
    count: int

    @property
    def half_width(self) -> float | None:
        """How far the interval reaches to either side."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def to_json(self) -> dict[str, Any]:
        """The fields under their names."""
        return asdict(self)


def mean_of(
    values: ArrayLike, sure: float = SURE, within: tuple[float, float] = (-inf, inf)
) -> Mean:
    """The mean of one figure, a value a replication, NaN where it does not exist (a rate with
    nothing to divide by), with its interval, which holds for independent replications whose mean is
    about normal; it is cut where the figure can be no lower or higher.

    >>> found = mean_of([1.0, 2.0, 3.0, float("nan")])
    >>> found.mean, found.count, round(found.high - found.low, 3)
    (2.0, 3, 4.968)
    """
    held = np.asarray(values, np.float64)
    held = held[~np.isnan(held)]
    count = len(held)
    if not count:
        return Mean(None, None, None, None, None, None, 0)
    mean, least, most = float(held.mean()), float(held.min()), float(held.max())
    if count < FEWEST:
        return Mean(mean, None, None, None, least, most, count)
    sd = float(held.std(ddof=1)) if most > least else 0.0  # not what rounding leaves
    if not sd:
        return Mean(mean, None, None, sd, least, most, count)
    half = float(stdtrit(count - 1, (1 + sure) / 2)) * sd / count**0.5
    low, high = max(mean - half, within[0]), min(mean + half, within[1])
    return Mean(mean, low, high, sd, least, most, count)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a figure of a design is larger than that of the one it is compared with: the mean
    of paired differences, its simultaneous interval, the `p` value of no difference and that
    `adjusted` for the whole family; and `gain`, how many times more replications with chance of
    their own would be needed for an interval as narrow (None: nothing differs).
    """

    mean: float | None
    low: float | None
    high: float | None
    p: float | None
    adjusted: float | None
    gain: float | None
    count: int

    def to_json(self) -> dict[str, Any]:
        """The fields under their names."""
        return asdict(self)


def differences(pairs: Sequence[tuple[ArrayLike, ArrayLike]]) -> list[Difference]:
    """A family of paired differences, each of values of a design and of the first one's, in the
    same replications, NaN where a figure does not exist.

    Intervals hold together with 95 % (Bonferroni); adjusted p values are Holm's (1979), which finds
    no less. A pair whose differences are all alike, or too few, counts in the family, and has none.
    """
    sure = 1 - (1 - SURE) / max(len(pairs), 1)
    each = [_paired(np.asarray(a, float), np.asarray(b, float), sure) for a, b in pairs]
    adjusted = holm([one.p for one in each], family=len(each))
    return [
        Difference(one.mean, one.low, one.high, one.p, p, one.gain, one.count)
        for one, p in zip(each, adjusted, strict=True)
    ]


def _paired(ours: Floats, theirs: Floats, sure: float) -> Difference:
    both = ~(np.isnan(ours) | np.isnan(theirs))
    ours, theirs = ours[both], theirs[both]
    apart = mean_of(ours - theirs, sure)
    if not apart.sd or apart.mean is None:
        return Difference(apart.mean, None, None, None, None, None, apart.count)
    alone = float(ours.var(ddof=1) + theirs.var(ddof=1))
    gain = alone / apart.sd**2
    spread = apart.sd / apart.count**0.5
    p = 2 * float(stdtr(apart.count - 1, -abs(apart.mean) / spread))
    return Difference(apart.mean, apart.low, apart.high, p, None, gain, apart.count)
