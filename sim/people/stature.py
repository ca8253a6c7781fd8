"""How tall people are: by age and sex, everybody staying on their own centile for life."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.identities import Identity

Floats = NDArray[np.floating[Any]]

GROWTH_YEARS = (3, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19)
GROWTH_M = {
    "male": (
        0.961, 1.100, 1.217, 1.326, 1.378, 1.431, 1.491, 1.560, 1.632, 1.690, 1.729, 1.752, 1.765,
    ),
    "female": (
        0.951, 1.094, 1.208, 1.325, 1.386, 1.450, 1.512, 1.564, 1.598, 1.617, 1.625, 1.629, 1.632,
    ),
}  # fmt: skip
"""Median height at GROWTH_YEARS: WHO child growth standards (2006) and growth reference (2007)."""
SPREAD = {"male": (0.039, 0.046, 0.048, 0.041), "female": (0.040, 0.046, 0.043, 0.040)}
SPREAD_YEARS = (3, 10, 14, 19)
"""Standard deviation as a share of the median, at SPREAD_YEARS (same source)."""
LOSS_YEARS = (30, 70, 80)
LOSS_M = {"male": (0.0, 0.03, 0.05), "female": (0.0, 0.05, 0.08)}
"""Height lost since the age of 30 (Sorkin, Muller & Andres 1999), going on as between 70 and 80."""
EXTREME = 2.7
"""Nobody is further from the median than this many standard deviations."""
CROWN_YEARS = (3, 16)
CROWN_M = {"male": (0.097, 0.110), "female": (0.094, 0.105)}
"""The eyes are so far below the crown: adults' from Pheasant & Haslegrave (2006, table 2.5), at
three years less in proportion to the girth of the head (Nellhaus 1968).
"""


def stature_m(person: Identity) -> float:
    """How tall the person stands, shoes not counted.

    >>> from sim.people.births import identity
    >>> 0.8 < stature_m(identity(3, 1)) < 2.0
    True
    """
    off = np.array(person.rng("stature").normal())
    return float(statures_m(person.sex, np.array(person.age), off))


def statures_m(sex: str, age: Floats, deviates: Floats) -> Floats:
    """How tall people of that sex, of those ages in years and so many standard deviations off the
    median of their age stand, shoes not counted.

    >>> statures_m("female", np.array([19.0, 85.0]), np.zeros(2)).round(3).tolist()
    [1.632, 1.537]
    """
    median = np.interp(age, GROWTH_YEARS, GROWTH_M[sex])
    spread = np.interp(age, SPREAD_YEARS, SPREAD[sex])
    tall: Floats = median * (1 + spread * deviates.clip(-EXTREME, EXTREME)) - _lost_m(sex, age)
    return tall


def eye_height_m(person: Identity) -> float:
    """How high the person's eyes are above the floor when they stand upright."""
    return stature_m(person) - float(np.interp(person.age, CROWN_YEARS, CROWN_M[person.sex]))


def _lost_m(sex: str, age: Floats) -> Floats:
    lost = LOSS_M[sex]
    beyond = np.maximum(age - LOSS_YEARS[-1], 0) * (lost[-1] - lost[-2]) / 10
    found: Floats = np.interp(age, LOSS_YEARS, lost) + beyond
    return found
