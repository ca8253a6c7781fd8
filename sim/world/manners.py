"""How people carry themselves on a visit: with a phone, a pram, a case or a stick, or on wheels."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Manners
from sim.people.stature import GROWTH_M, GROWTH_YEARS, SPREAD, SPREAD_YEARS
from sim.streams import Streams

Floats = NDArray[np.floating[Any]]

MANNERS = ("ordinary", "phone", "call", "pram", "trolley", "wheelchair", "stick")
ORDINARY, PHONE, CALL, PRAM, TROLLEY, WHEELCHAIR, STICK = range(len(MANNERS))
YOUNGEST: Mapping[int, float] = {
    PHONE: 10, CALL: 10, PRAM: 18, TROLLEY: 15, WHEELCHAIR: 10, STICK: 55,
}  # fmt: skip
"""Ages from which a manner looks right, by the author's eye."""
CHILD_SHARE, CHILD_YEARS = 0.12, (3.0, 16.0)
"""Of those who come; fewer than of the population, since in school hours."""
ADULT_LOSS_M = 0.01
"""What adults of all ages have lost since they were 19, on the mean (`sim.people.stature`)."""
EXTREME = 2.7
"""Nobody is further from the median than this many standard deviations."""
EYES_BELOW_CROWN_M = 0.11
"""Stature less eye height of adults (Pheasant & Haslegrave 2005)."""
SEAT_M, SITTING_SHARE = 0.46, 0.445
"""Height of a wheelchair's seat under a person, and how far above it the eyes are, as a share of
stature (Pheasant & Haslegrave 2005, less a little for the slump); eyes at 1.2 m on the mean."""


def suits(manner: int, age: float) -> bool:
    """Whether somebody of that age may go about so."""
    return age >= YOUNGEST.get(manner, 0.0)


def seated_m(stature_m: Floats) -> Floats:
    """Height of the crown of people of that stature in a wheelchair.

    >>> float(seated_m(np.array([1.7])).round(2)[0])
    1.33
    """
    crown: Floats = SEAT_M + SITTING_SHARE * stature_m + EYES_BELOW_CROWN_M
    return crown


def carried(
    shares: Manners,
    deviates: Floats,
    accompanied: NDArray[np.bool_],
    child_share: float,
    number: NDArray[np.int64],
    streams: Streams,
) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.bool_]]:
    """Manner (n,) and height of the crown (n,) of people of both sexes and all ages, and who of
    them is a child: of those `accompanied` (n,) that share.

    `deviates` (n,) say how many standard deviations each is off the median of sex and age, by their
    `number` (n,) the rest is drawn.
    """
    upto = np.cumsum([getattr(shares, name) for name in MANNERS[1:]])
    luck = streams.uniforms("manner", number, 4)
    manner = (np.searchsorted(upto, luck[:, 0], "right") + 1) % len(MANNERS)
    child = accompanied & (luck[:, 2] < child_share)
    manner[child] = ORDINARY
    age = np.where(child, CHILD_YEARS[0] + np.ptp(CHILD_YEARS) * luck[:, 3], GROWTH_YEARS[-1])
    off = deviates.clip(-EXTREME, EXTREME)
    tall = [_median(sex, age) * (1 + _spread(sex, age) * off) for sex in ("female", "male")]
    height = np.where(luck[:, 1] < 0.5, *tall) - np.where(child, 0.0, ADULT_LOSS_M)
    height = np.where(manner == WHEELCHAIR, seated_m(height), height)
    return manner.astype(np.int8), height.astype(np.float32), child


def _median(sex: str, age: Floats) -> Floats:
    return np.interp(age, GROWTH_YEARS, GROWTH_M[sex])


def _spread(sex: str, age: Floats) -> Floats:
    return np.interp(age, SPREAD_YEARS, SPREAD[sex])
