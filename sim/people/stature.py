"""How tall people are: by age and sex, everybody staying on their own centile for life."""

import numpy as np

from sim.people.identities import Identity

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
    median = float(np.interp(person.age, GROWTH_YEARS, GROWTH_M[person.sex]))
    spread = float(np.interp(person.age, SPREAD_YEARS, SPREAD[person.sex]))
    from_median = float(np.clip(person.rng("stature").normal(), -EXTREME, EXTREME))
    return median * (1 + spread * from_median) - _lost_m(person)


def eye_height_m(person: Identity) -> float:
    """How high the person's eyes are above the floor when they stand upright."""
    return stature_m(person) - float(np.interp(person.age, CROWN_YEARS, CROWN_M[person.sex]))


def _lost_m(person: Identity) -> float:
    lost = LOSS_M[person.sex]
    beyond = max(person.age - LOSS_YEARS[-1], 0) * (lost[-1] - lost[-2]) / 10
    return float(np.interp(person.age, LOSS_YEARS, lost)) + beyond
