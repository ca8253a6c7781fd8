"""Open-set search: FPIR and FNIR before a watchlist of N (ISO/IEC 19795-1).

Everybody is enrolled with their first picture, and every picture is searched before the others.
FPIR and FNIR are means over all watchlists of N people that can be drawn from those enrolled, by
counting and without drawing any: of M others with h at or above the threshold, a share
C(M - h, N) / C(M, N) of the watchlists has none of the h.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from engine.errors import SettingsError
from engine.measure.rates.comparisons import scores_of
from engine.measure.rates.estimates import Estimate, Floats, Numbers, estimate

STEPS = 40
"""Halvings of the range of scores when a threshold is sought."""


@dataclass(frozen=True, slots=True)
class Searches:
    """Every picture before everybody enrolled: `score` (k, people), -inf before oneself and where
    no face was found; `person` (k,) whose picture it is, -1 for one of nobody enrolled; `mate`
    (k,) the score before one's own enrolment; `mated` (k,) tells who has one other than itself.
    """

    score: NDArray[np.float32]
    person: Numbers
    mate: NDArray[np.float32]
    mated: NDArray[np.bool_]

    @property
    def others(self) -> int:
        """How many a picture is compared with as a non-mated one."""
        return int(self.score.shape[1]) - 1

    def of(self, chosen: NDArray[np.bool_]) -> "Searches":
        """Those of some pictures (k,), before everybody enrolled."""
        return Searches(
            self.score[chosen], self.person[chosen], self.mate[chosen], self.mated[chosen]
        )


def search(
    templates: NDArray[np.float32], person: Numbers, detected: NDArray[np.bool_]
) -> Searches:
    """Search unit templates (k, d) of `person` (k,); those not `detected` (k,) find nobody."""
    rows = np.flatnonzero(detected)
    people, first = np.unique(person[rows], return_index=True)
    if len(people) < 3:
        raise SettingsError(f"subjects with a face: got {len(people)}, wanted at least 3")
    enrolment = rows[first]
    score = scores_of(templates, templates[enrolment])
    score[~detected] = -np.inf
    place = np.searchsorted(people, person)
    known = np.isin(person, people)
    column = np.where(known, place, -1)
    mate = np.where(known, score[np.arange(len(person)), column], -np.inf).astype(np.float32)
    mated = known & ~np.isin(np.arange(len(person)), enrolment)
    score[known, column[known]] = -np.inf
    return Searches(score, column, mate, mated)


def fpir(searches: Searches, watchlist: int, threshold: float) -> Estimate:
    """Share of non-mated searches that return anybody at or above the threshold.

    Clustered by the people searched and by those enrolled. A watchlist larger than there are
    people for is extrapolated as if every further part of it were as likely to alert as the first
    and independent of it, which is not less than the truth where people differ.
    """
    size = min(watchlist, searches.others - 1)
    found = _fpir(searches, size, np.float32(threshold))
    return found.through(lambda share: 1 - (1 - share) ** (watchlist / size))


def _fpir(searches: Searches, size: int, threshold: np.float32) -> Estimate:
    others, cases = searches.others, len(searches.person)
    rows, columns = np.nonzero(searches.score >= threshold)
    hits = np.bincount(rows, minlength=cases)
    alerts = _drawn(others, hits, size)
    without_one = _drawn(others - 1, np.maximum(hits - 1, 0), size)
    lost = alerts - without_one
    spared = alerts - _drawn(others - 1, np.minimum(hits, others - 1), size)
    value, people = float(alerts.mean()), others + 1
    enrolled = np.bincount(columns, (lost - spared)[rows], minlength=people) + spared.sum()
    known = searches.person >= 0
    searched = np.bincount(searches.person[known], (alerts - value)[known], minlength=people)
    squares = _squares(searches.person[rows], columns, lost[rows], people)
    residual = (searched + enrolled) / cases
    independent = max(_comparisons(searches) / size, 1.0)
    return estimate(value, residual, cases, squares / cases**2, independent, 2)


def _comparisons(searches: Searches) -> int:
    """How many different comparisons the searches hold: two people's enrolled pictures, each of
    which is searched for among the others, are compared twice and tell once.
    """
    both = int((searches.person >= 0).sum() - searches.mated.sum())
    return len(searches.person) * searches.others - both * (both - 1) // 2


def _squares(one: Numbers, other: Numbers, weight: Floats, people: int) -> float:
    """Sum over pairs of people of the square of their summed weights."""
    pair = np.minimum(one, other) * people + np.maximum(one, other)
    _, number = np.unique(pair, return_inverse=True)
    return float((np.bincount(number, weight) ** 2).sum())


def _drawn(others: int, hits: Numbers, size: int) -> Floats:
    """Share of the watchlists of `size` out of `others` that have one of the hits (k,).

    >>> _drawn(4, np.array([1, 4]), 2).round(3).tolist()
    [0.5, 1.0]
    """
    left = np.maximum(others - hits, size)
    logarithm = gammaln(left + 1) - gammaln(left - size + 1)
    logarithm -= gammaln(others + 1) - gammaln(others - size + 1)
    return np.where(others - hits < size, 1.0, -np.expm1(logarithm))


def fnir(searches: Searches, watchlist: int, rank: int | None, threshold: float) -> Estimate:
    """Share of mated searches whose subject is not returned among the first `rank` (None: at any
    rank) at or above the threshold; a picture without a face is a search that returns nobody.
    """
    from scipy.stats import hypergeom  # takes half a second: only where ranks are asked for

    rows = np.flatnonzero(searches.mated)
    mate = searches.mate[rows]
    found = (mate >= np.float32(threshold)).astype(np.float64)
    if rank is not None:
        above = (searches.score[rows] > mate[:, None]).sum(1)
        drawn = min(watchlist - 1, searches.others)
        found *= hypergeom.cdf(rank - 1, searches.others, above, drawn)
    people, number = np.unique(searches.person[rows], return_inverse=True)
    value = float(1 - found.mean()) if len(rows) else 0.0
    residual = np.bincount(number, 1 - found - value, minlength=len(people))
    return estimate(value, residual / max(len(rows), 1), len(rows))


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest score at which FPIR is met, and those at which the ends of its interval meet it;
    `high` is None where too few people were searched to tell.
    """

    value: float
    low: float
    high: float | None


def threshold_for(searches: Searches, watchlist: int, wanted_fpir: float) -> Threshold:
    """The threshold that meets an FPIR before a watchlist of so many, with its 95 % interval."""
    top = float(searches.score.max()) + 1e-6

    def meets(end: str, threshold: float) -> bool:
        bound = getattr(fpir(searches, watchlist, threshold), end)
        return bool(bound <= wanted_fpir)

    def lowest(end: str) -> float:
        low, high = -1.0, top
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if meets(end, middle) else (middle, high)
        return high

    return Threshold(lowest("value"), lowest("low"), lowest("high") if meets("high", top) else None)
