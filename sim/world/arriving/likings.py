"""Which doors and shops groups like better or worse than others do, where that is planted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.planted import Walk
from scenarios.place import Place
from sim.world.demography.labels import Labels
from sim.world.demography.leaning import leaning

MOST = 50.0
"""All shifts of a group together are taken to be no more, either way: e to that is a number still.
"""

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Likings:
    """How many times as much as others groups (n,) like each entrance (n, entrances) and each shop
    (n, shops), in the order of the place; None: as others do.
    """

    doors: Floats | None = None
    shops: Floats | None = None

    def take(self, rows: Numbers) -> "Likings":
        """Those of some groups."""
        doors, shops = (None if one is None else one[rows] for one in (self.doors, self.shops))
        return Likings(doors, shops)


def likings(labels: Labels, walks: Sequence[Walk], place: Place) -> Likings:
    """Those of groups whose first members have `labels` (n,)."""
    doors = [one for one in walks if one.door is not None]
    shops = [one for one in walks if one.shop is not None]
    return Likings(
        _times(labels, doors, [one.name for _, one in place.entrances]) if doors else None,
        _times(labels, shops, [one.name for _, one in place.shops]) if shops else None,
    )


def _times(labels: Labels, walks: Sequence[Walk], names: Sequence[str]) -> Floats:
    shift = np.zeros((len(labels), len(names)))
    for k, name in enumerate(names):
        shift[:, k] = leaning(labels, [one for one in walks if name in (one.door, one.shop)])
    times: Floats = np.exp(shift.clip(-MOST, MOST))
    return times


def chosen(share: Floats, luck: Floats, times: Floats | None = None) -> NDArray[np.int64]:
    """One of some things by their shares (k,), which add up to 1, for each luck (n,); each group
    likes each so many `times` (n, k).

    >>> chosen(np.array([0.5, 0.5]), np.array([0.3, 0.7])).tolist()
    [0, 1]
    >>> chosen(np.array([0.5, 0.5]), np.array([0.3, 0.7]), np.array([[1, 9], [9, 1]])).tolist()
    [1, 0]
    """
    if times is None:
        return np.searchsorted(np.cumsum(share)[:-1], luck, "right")
    ends = np.cumsum(share * times, axis=1)
    return np.asarray((ends[:, :-1] <= luck[:, None] * ends[:, -1:]).sum(1))
