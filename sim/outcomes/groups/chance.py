"""What chance alone would make of differences between groups."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

DRAWS = 9_999
"""Of tables by chance; the smallest p-value told is one in so many and one."""
ENOUGH = 5.0
"""Expected of each cell, above which chi-square needs no draws (Cochran 1954)."""
ROUNDING = 1e-9

Counts = NDArray[np.int64]


def p_value(hits: Sequence[int], cases: Sequence[int], rng: np.random.Generator) -> float | None:
    """How often groups that do not differ would come to differ as much, by Pearson's chi-square:
    `hits` of independent `cases` in each group. None where nothing could differ.

    Where few are expected in a group, hits are dealt to all cases anew (Fisher 1935), so the value
    holds for any number of cases.

    >>> p_value([30, 10], [50, 50], np.random.default_rng(1)) < 1e-4
    True
    >>> p_value([0, 0], [50, 50], np.random.default_rng(1)) is None
    True
    """
    hit, of = np.asarray(hits, np.int64), np.asarray(cases, np.int64)
    hit, of = hit[of > 0], of[of > 0]
    total = int(hit.sum())
    if len(of) < 2 or total in (0, int(of.sum())):
        return None
    found = _chi_square(hit, of)
    share = total / of.sum()
    if (of * min(share, 1 - share)).min() >= ENOUGH:
        return float(chi2.sf(found, len(of) - 1))
    dealt = rng.multivariate_hypergeometric(of, total, size=DRAWS)
    as_much = int((_chi_square(dealt, of) >= found - ROUNDING).sum())
    return (as_much + 1) / (DRAWS + 1)


def _chi_square(hits: Counts, cases: Counts) -> NDArray[np.float64]:
    """Of hits (..., groups) of as many cases (groups,)."""
    share = hits.sum(-1, keepdims=True) / cases.sum()
    off: NDArray[np.float64] = (hits - share * cases) ** 2 / (cases * share * (1 - share))
    return np.asarray(off.sum(-1))


def holm(p_values: Sequence[float | None], family: int | None = None) -> list[float | None]:
    """The same, corrected for how many were looked at (Holm 1979): whoever calls those below .05 a
    finding is wrong about any of them in at most 5 of 100 such families. None stays None; so many
    are the `family`, or else those with a value.

    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    >>> holm([0.01, None, 0.04, 0.03], family=4)
    [0.04, None, 0.09, 0.09]
    """
    told = sorted((p, number) for number, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    many = len(told) if family is None else family
    highest = 0.0
    for rank, (p, number) in enumerate(told):
        highest = max(highest, min(p * (many - rank), 1.0))
        corrected[number] = highest
    return corrected
