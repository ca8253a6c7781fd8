"""A question of placement: which of some candidates to take, and what is not allowed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from sim.errors import SimError

Floats = NDArray[np.float64]
Rows = NDArray[np.integer[Any]]


class UnsolvableError(SimError):
    """No choice of candidates keeps to all limits."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Passers-by of a day, or of all days together.

    `chance` (rows, candidates) is the probability, 0 to 1, that a candidate gets the passer-by of a
    row on their pass, independently of the others; `weight` (rows,) is what that row counts, 0 or
    more. SimError for what does not fit together.
    """

    chance: csc_array
    weight: Floats

    def __post_init__(self) -> None:
        rows, _ = self.chance.shape
        data = self.chance.data
        if data.size and not (np.isfinite(data).all() and data.min() >= 0 and data.max() <= 1):
            raise SimError("chance: got numbers outside 0 to 1, wanted probabilities")
        if self.weight.shape != (rows,):
            raise SimError(f"weight: got {self.weight.shape}, wanted one for each of {rows} rows")
        if rows and not (np.isfinite(self.weight).all() and self.weight.min() >= 0):
            raise SimError("weight: got numbers below 0 or none that are finite, wanted 0 or more")


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What a choice must keep to; None: no such limit.

    At most `most` candidates, whose `cost` (candidates,) together is at most `budget`; no two on
    one `place` (candidates,), a number of what they hang on; none that is not `allowed`
    (candidates,). Of each of `must` (arrays of candidates) at least one; of at least one of `ways`
    none, if there are any. At most `most_scanned` of those in `scanned`, expected.
    """

    most: int | None = None
    cost: Floats | None = None
    budget: float | None = None
    place: Rows | None = None
    allowed: NDArray[np.bool_] | None = None
    must: tuple[Rows, ...] = ()
    ways: tuple[Rows, ...] = ()
    scanned: Demand | None = None
    most_scanned: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Most of the demand's weight is to be got: on the average of `days`, or on the `worst` one."""

    days: Sequence[Demand]
    limits: Limits = field(default_factory=Limits)
    worst: bool = False

    def __post_init__(self) -> None:
        if not self.days:
            raise SimError("days: got none, wanted one or more")
        counts = {day.chance.shape[1] for day in self.days}
        if self.limits.scanned is not None:
            counts.add(self.limits.scanned.chance.shape[1])
        if len(counts) != 1:
            raise SimError(f"candidates: got {sorted(counts)} of them, wanted as many everywhere")
        self._check(counts.pop())

    @property
    def candidates(self) -> int:
        """How many there are to choose from."""
        count: int = self.days[0].chance.shape[1]
        return count

    def _check(self, count: int) -> None:
        limits = self.limits
        for name in ("cost", "place", "allowed"):
            told = getattr(limits, name)
            if told is not None and told.shape != (count,):
                raise SimError(f"{name}: got {told.shape}, wanted one for each of {count}")
        for name in ("must", "ways"):
            for group in getattr(limits, name):
                if len(group) and (group.min() < 0 or group.max() >= count):
                    raise SimError(f"{name}: got {group.tolist()}, wanted candidates below {count}")
        if limits.most is not None and limits.most < 0:
            raise SimError(f"most: got {limits.most}, wanted 0 or more")
        if limits.cost is not None and not (limits.cost >= 0).all():
            raise SimError("cost: got some below 0, wanted 0 or more")
        for name, other in (("budget", "cost"), ("most_scanned", "scanned")):
            if (getattr(limits, name) is None) != (getattr(limits, other) is None):
                raise SimError(f"{name}: got no {other} with it or it alone, wanted both or none")
