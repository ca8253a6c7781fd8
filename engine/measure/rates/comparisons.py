"""Scores of mated and non-mated comparisons, and how sure one can be of their shares."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.estimates import Estimate, Floats, Numbers, by_person, estimate
from engine.measure.rates.intervals import rate, wilson

Scores = NDArray[np.floating[Any]]
ROWS_AT_ONCE = 512


def scores_of(templates: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """(k, n) scores of unit templates (k, d) and (n, d): in double precision, rounded to single.

    So a comparison has one score wherever it is made; in single precision its last digit depends on
    what else is in the product, and a threshold that one of two meets the other may miss.
    """
    score = np.empty((len(templates), len(others)), np.float32)
    columns = others.T.astype(np.float64)
    for at in range(0, len(templates), ROWS_AT_ONCE):
        part = slice(at, at + ROWS_AT_ONCE)
        score[part] = templates[part].astype(np.float64) @ columns
    return score


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Similarities: `mated` (m,), and `non_mated` (n,) with the highest first. A comparison matches
    if its score is the threshold or more. Nobody knows whose these are: each counts as independent.
    """

    mated: Scores
    non_mated: Scores

    @property
    def number_of_people(self) -> int | None:
        """How many people these are of; None: that is not known."""
        return None

    def missed(self, threshold: float) -> NDArray[np.bool_]:
        """(m,) which mated comparisons are below the threshold."""
        return np.asarray(self.mated < self.mated.dtype.type(threshold))

    def accepted(self, threshold: float) -> int:
        """How many non-mated comparisons reach the threshold; those are the first ones."""
        cut = -self.non_mated.dtype.type(threshold)
        return int(np.searchsorted(-self.non_mated, cut, "right"))

    def above(self, score: float) -> float:
        """The threshold that leaves out this score and no higher one: the next score there is."""
        both = (self.mated, self.non_mated)
        higher = [float(one[one > score].min()) for one in both if (one > score).any()]
        return min(higher) if higher else float(np.nextafter(score, np.inf))

    def share_of_mated(self, hits: NDArray[np.bool_]) -> Estimate:
        """The share of hits (m,) among mated comparisons."""
        return _of(int(hits.sum()), len(hits))

    def share_of_non_mated(self, accepted: int) -> Estimate:
        """The share of the `accepted` highest among non-mated comparisons."""
        return _of(accepted, len(self.non_mated))

    def tar(self, hits: NDArray[np.bool_], accepted: int, slope: float) -> Estimate:
        """The share of hits among mated comparisons, at a threshold that so many of the non-mated
        ones set: it grows by `slope` with their share.
        """
        return self._both(float(hits.mean()), hits, 1.0, accepted, -slope)

    def eer(
        self, value: float, missed: NDArray[np.bool_], accepted: int, weight: float
    ) -> Estimate:
        """The equal error rate: `weight` of its error is FNMR's, and the rest FMR's."""
        return self._both(value, missed, weight, accepted, 1 - weight)

    def _both(
        self, value: float, hits: NDArray[np.bool_], of_mated: float, accepted: int, of_other: float
    ) -> Estimate:
        variance = _variance(float(hits.mean()), len(hits), of_mated)
        variance += _variance(accepted / len(self.non_mated), len(self.non_mated), of_other)
        spread = value * (1 - value)
        size = spread / variance if variance and spread else len(hits)
        low, high = wilson(value, max(size, 1.0))
        return Estimate(value, low, high, len(hits), None)


@dataclass(frozen=True, slots=True)
class Residuals:
    """How far the non-mated comparisons accepted exceed their share, summed by person (people,),
    and the sum of squares of the same by pair of people; both over the number of comparisons.
    """

    share: float
    person: Floats
    squares: float


@dataclass(frozen=True, slots=True)
class Clustered(Comparisons, ABC):
    """Comparisons of known people, numbered from 0: `owner` (m,) of the mated ones, and the two of
    each non-mated one, `first` (n,) the lower number and `second` (n,).
    """

    owner: Numbers
    first: Numbers
    second: Numbers

    @property
    @abstractmethod
    def people(self) -> int:
        """How many there are."""

    @abstractmethod
    def residuals(self, accepted: int) -> Residuals:
        """Those when the `accepted` highest non-mated comparisons are accepted."""

    @property
    def number_of_people(self) -> int | None:
        """The same as `people`."""
        return self.people

    def share_of_mated(self, hits: NDArray[np.bool_]) -> Estimate:
        """The share of hits (m,) among mated comparisons, clustered by person."""
        return by_person(hits, self.owner)

    def share_of_non_mated(self, accepted: int) -> Estimate:
        """That of the `accepted` highest among non-mated ones, clustered by both people."""
        cases = len(self.non_mated)
        if not cases:
            return Estimate(None, None, None, 0, self.people)
        found = self.residuals(accepted)
        return estimate(found.share, found.person, cases, found.squares, people_a_case=2)

    def tar(self, hits: NDArray[np.bool_], accepted: int, slope: float) -> Estimate:
        """The same, clustered by the people who have mated comparisons."""
        residual, overlap = self._weighted(hits, 1.0, accepted, -slope)
        seen = np.flatnonzero(np.bincount(self.owner, minlength=self.people))
        return estimate(float(hits.mean()), residual[seen], len(hits), overlap)

    def eer(
        self, value: float, missed: NDArray[np.bool_], accepted: int, weight: float
    ) -> Estimate:
        """The same, clustered by everybody."""
        residual, overlap = self._weighted(missed, weight, accepted, 1 - weight)
        cases, others = len(missed), len(self.non_mated)
        independent = 1 / (weight**2 / cases + (1 - weight) ** 2 / others)
        return estimate(value, residual, cases, overlap, independent, people_a_case=2)

    def _weighted(
        self, hits: NDArray[np.bool_], of_mated: float, accepted: int, of_other: float
    ) -> tuple[Floats, float]:
        """What each person (people,) adds to the weighted sum of both shares beyond their part, and
        what two people both count.
        """
        found = self.residuals(accepted)
        own = np.bincount(self.owner, hits - float(hits.mean()), minlength=self.people) / len(hits)
        return of_mated * own + of_other * found.person, of_other**2 * found.squares


def _variance(share: float, cases: int, weight: float) -> float:
    return weight**2 * share * (1 - share) / cases


def _of(hits: int, cases: int) -> Estimate:
    held = rate(hits, cases)
    return Estimate(held.value, held.low, held.high, cases, None)
