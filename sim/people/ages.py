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
CHILD, YOUNG, OLD = 10.0, 25.0, 90.0
"""Ages that MakeHuman's shapes stand for; its baby is one year old."""
BABY = 1.0


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
    names, years = ("baby", "child", "young", "old"), (BABY, CHILD, YOUNG, OLD)
    found = {
        name: float(np.interp(age, years, np.eye(len(years))[k])) for k, name in enumerate(names)
    }
    return {name: share for name, share in found.items() if share > 0}
