"""How people carry themselves: with a phone, a pram, a case or a stick, on wheels, or seated."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.demography import GROWN_YEARS
from scenarios.schema import Manners
from sim.streams import Streams

Floats = NDArray[np.floating[Any]]

MANNERS = ("ordinary", "phone", "call", "pram", "trolley", "wheelchair", "stick", "seated")
ORDINARY, PHONE, CALL, PRAM, TROLLEY, WHEELCHAIR, STICK, SEATED = range(len(MANNERS))
DRAWN = MANNERS[1:SEATED]
"""What people come in by chance; whoever is on a seat is seated for as long."""
YOUNGEST: Mapping[int, float] = {
    PHONE: 10, CALL: 10, PRAM: 18, TROLLEY: 15, WHEELCHAIR: 10, STICK: 55,
}  # fmt: skip
"""Ages from which a manner looks right, by the author's eye."""
EYES_BELOW_CROWN_M = 0.11
"""Stature less eye height of adults (Pheasant & Haslegrave 2005)."""
SEAT_M, SITTING_SHARE = 0.46, 0.445
"""Height of a seat under a person, on wheels or not, and how far above it the eyes are, as a share
of stature (Pheasant & Haslegrave 2005, less a little for the slump); eyes at 1.2 m on the mean."""


def suits(manner: int, age: float) -> bool:
    """Whether somebody of that age may go about so."""
    return age >= YOUNGEST.get(manner, 0.0)


def seated_m(stature_m: Floats) -> Floats:
    """Height of the crown of people of that stature on a seat.

    >>> float(seated_m(np.array([1.7])).round(2)[0])
    1.33
    """
    crown: Floats = SEAT_M + SITTING_SHARE * stature_m + EYES_BELOW_CROWN_M
    return crown


def standing_m(seated_crown_m: Floats) -> Floats:
    """Stature of people whose crown is so high on a seat.

    >>> float(standing_m(seated_m(np.array([1.7]))).round(2)[0])
    1.7
    """
    stature: Floats = (seated_crown_m - SEAT_M - EYES_BELOW_CROWN_M) / SITTING_SHARE
    return stature


def carried(
    shares: Manners, age: Floats, number: NDArray[np.int64], streams: Streams
) -> NDArray[np.int8]:
    """The manner (n,) of people of some ages in years, drawn by their `number`: children, and
    whoever is too young for the one drawn, just walk.
    """
    upto = np.cumsum([getattr(shares, name) for name in DRAWN])
    luck = streams.uniforms("manner", number, 1)[:, 0]
    manner = (np.searchsorted(upto, luck, "right") + 1) % SEATED
    youngest = np.array([max(YOUNGEST.get(one, 0.0), GROWN_YEARS) for one in range(SEATED)])
    found: NDArray[np.int8] = np.where(age < youngest[manner], ORDINARY, manner).astype(np.int8)
    return found
