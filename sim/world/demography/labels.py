"""Sex, age, ancestry and skin tone of people, drawn from a scenario's shares by their own luck.

They are inputs of a generator, not findings about anybody.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.demography import AgeBand, Demography
from sim.people.identities import ANCESTRIES, SEXES

Floats = NDArray[np.floating[Any]]

FEMALE, MALE = range(len(SEXES))
DRAWS = 4
"""Numbers that the labels of one person take: sex, age, ancestry, tone."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Of people (n,): `sex` and `ancestry` as rows of SEXES and ANCESTRIES, `age` in years, and
    `tone` from 1, the lightest, to 10 of the Monk Skin Tone Scale.
    """

    sex: NDArray[np.int8]
    age: NDArray[np.float32]
    ancestry: NDArray[np.int8]
    tone: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.sex)

    def take(self, rows: NDArray[Any]) -> "Labels":
        """Those of some rows."""
        return Labels(*(one[rows] for one in by_name(self).values()))

    def where(self, chosen: NDArray[np.bool_], other: "Labels") -> "Labels":
        """These, but those of `other` for whom is chosen (n,)."""
        pairs = zip(by_name(self).values(), by_name(other).values(), strict=True)
        return Labels(*(np.where(chosen, theirs, own) for own, theirs in pairs))


def by_name(labels: Labels) -> dict[str, NDArray[Any]]:
    """Each label under its name."""
    return {one.name: getattr(labels, one.name) for one in fields(labels)}


def joined(one: Labels, other: Labels) -> Labels:
    """Those of some people, then those of others."""
    pairs = zip(by_name(one).values(), by_name(other).values(), strict=True)
    return Labels(*(np.concatenate(pair) for pair in pairs))


def alike(count: int) -> Labels:
    """Of so many people of whom nobody asks what they are like: women of 30 years."""
    zeros = np.zeros(count, np.int8)
    return Labels(zeros, np.full(count, 30, np.float32), zeros, zeros + np.int8(1))


def drawn(shares: Demography, luck: Floats, least: Floats, most: Floats) -> Labels:
    """Of people with their luck (n, DRAWS), each from an age in years (n,) to below another."""
    ancestry = _place(_values(shares.ancestry), luck[:, 2])
    tone = np.empty(len(luck), np.int8)
    for number, scale in enumerate(_values(shares.tones)):
        theirs = ancestry == number
        tone[theirs] = 1 + _place(scale, luck[theirs, 3])
    age = _ages(shares.ages, luck[:, 1], least, most)
    sex = np.where(luck[:, 0] < shares.female, FEMALE, MALE)
    return Labels(sex.astype(np.int8), age, ancestry, tone)


def _values(part: Any) -> list[Any]:
    """Of each of ANCESTRIES."""
    return [getattr(part, name) for name in ANCESTRIES]


def _place(shares: list[float], luck: Floats) -> NDArray[np.int8]:
    """Which of some shares each number from 0 to below 1 falls into; one of 0 gets nobody."""
    held = np.flatnonzero(shares)
    upto = np.cumsum(np.array(shares)[held])[:-1]
    found: NDArray[np.int8] = held[np.searchsorted(upto, luck, "right")].astype(np.int8)
    return found


def _ages(
    bands: tuple[AgeBand, ...], luck: Floats, least: Floats, most: Floats
) -> NDArray[np.float32]:
    """Evenly within bands, as far as they lie between `least` and `most`."""
    held = [band for band in bands if band.share]
    edges = np.array([[band.from_years, band.to_years] for band in held]).ravel()
    ends = np.cumsum([band.share for band in held])
    upto = np.column_stack([ends - [band.share for band in held], ends]).ravel()
    low, high = np.interp(least, edges, upto), np.interp(most, edges, upto)
    age = np.interp(low + luck * (high - low), upto, edges).clip(least, most)
    found: NDArray[np.float32] = age.astype(np.float32)
    return found
