"""How old people are, and what age does to a face: growing, then wrinkling, sagging, greying."""

import numpy as np

YOUNGEST, OLDEST = 3.0, 95.0
ADULT = 18.0
"""Below, people are children: no beard, no make-up, nothing that recedes."""
BANDS: tuple[tuple[float, float, float], ...] = (
    (3, 16, 12.0), (16, 25, 11.9), (25, 35, 15.2), (35, 45, 14.5), (45, 55, 14.9),
    (55, 65, 14.0), (65, 75, 11.1), (75, 85, 5.1), (85, 95, 1.3),
)  # fmt: skip
"""From, to, per cent. Adults to 75 as in Census 2021, England and Wales (Office for National
Statistics, 2022); children (16 % there) and the oldest are fewer, since fewer of them are out.
"""
BABY, CHILD, GROWN, YOUNG, OLD = -3.0, 10.0, 20.0, 25.0, 90.0
"""Ages that stand for MakeHuman's shapes, chosen so that pupils are as far apart and heads as high
as published for children; its own baby is one year old, with too small a head for a child of three.
"""

MATURING_YEARS, MATURING = (3, 10, 18), (0.6, 0.85, 1.0)
SAG_FROM, SAG_SPAN = 38.0, 42.0
SAG = {
    "head/head-age": 0.5, "cheek/l-cheek-trans": -0.35, "cheek/l-cheek-volume": -0.35,
    "eyes/l-eye-bag": 0.6, "eyes/l-eye-bag-height": -0.25, "eyes/l-eye-eyefold": -0.5,
    "eyes/l-eye-height2": -0.3, "mouth/mouth-upperlip-volume": -0.45,
    "mouth/mouth-lowerlip-volume": -0.4, "mouth/mouth-angles": -0.15,
    "mouth/mouth-laugh-lines": -0.4, "neck/neck-double": 0.45, "nose/nose-point": -0.2,
    "ears/l-ear-scale": 0.3,
}  # fmt: skip
"""How far axes of the face give way by eighty, in those it takes most; by eye, after what faces do
(Mendelson & Wong 2012): bags, heavy lids, sunken cheeks, jowls, thin lips, a drooping nose.
"""


def drawn_age(rng: np.random.Generator) -> float:
    """An age in years, evenly within its band."""
    shares = np.array([share for _, _, share in BANDS])
    low, high, _ = BANDS[rng.choice(len(BANDS), p=shares / shares.sum())]
    return float(rng.uniform(low, high))


def shares(age: float) -> dict[str, float]:
    """How much of MakeHuman's baby, child, young and old an age is; they add up to one.

    >>> shares(10.0), shares(57.5)
    ({'child': 1.0}, {'young': 0.5, 'old': 0.5})
    """
    years = (BABY, CHILD, GROWN, YOUNG, OLD)
    marks = {
        "baby": (1, 0, 0, 0, 0), "child": (0, 1, 0, 0, 0), "young": (0, 0, 1, 1, 0),
        "old": (0, 0, 0, 0, 1),
    }  # fmt: skip
    found = {name: float(np.interp(age, years, mark)) for name, mark in marks.items()}
    return {name: share for name, share in found.items() if share > 0}


def maturity(age: float) -> float:
    """How pronounced the features of a face are, against a grown-up's."""
    return float(np.interp(age, MATURING_YEARS, MATURING))


def sag(age: float, rng: np.random.Generator) -> dict[str, float]:
    """How far each axis of the face has given way to gravity: signed, as on `Identity.shape`.

    Everybody's skin gives way where it will; `rng` is the person's own and always the same.
    """
    propensity = rng.uniform(0.3, 1.0, len(SAG))
    worn = float(np.clip((age - SAG_FROM) / SAG_SPAN, 0, 1.2))
    return {axis: worn * most * p for (axis, most), p in zip(SAG.items(), propensity, strict=True)}
