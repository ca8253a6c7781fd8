"""Listed comparisons as they are measured: independent, or of people who are known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.comparisons import Clustered, Comparisons, Residuals
from engine.measure.rates.estimates import Floats, Numbers

Score = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PeoplesComparisons(Clustered):
    """Any comparisons of known people; `pair` (n,) numbers which two people each non-mated one is
    of, `held` (pairs,) is how many those two have, and `involved` (people,) how many each one has.
    """

    pair: Numbers
    held: Floats
    involved: Floats

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.involved)

    def residuals(self, accepted: int) -> Residuals:
        """Those when the `accepted` highest non-mated comparisons are accepted."""
        cases, people = len(self.non_mated), self.people
        first, second = self.first[:accepted], self.second[:accepted]
        share = accepted / cases
        hits = np.bincount(first, minlength=people) + np.bincount(second, minlength=people)
        among = np.bincount(self.pair[:accepted], minlength=len(self.held))
        squares = float(((among - share * self.held) ** 2).sum())
        return Residuals(share, (hits - share * self.involved) / cases, squares / cases**2)


def independent(mated: Score, non_mated: Score) -> Comparisons:
    """Comparisons of which nobody knows whose they are; similarities in any order."""
    return Comparisons(mated, np.sort(non_mated)[::-1])


def peoples(score: Score, mated: NDArray[np.bool_], subject: Numbers) -> Comparisons:
    """Comparisons with these similarities (k,), of the two `subject` (k, 2) numbers each.

    >>> one = peoples(np.array([0.9, 0.2, 0.4]), np.array([True, False, False]),
    ...     np.array([[7, 7], [9, 7], [7, 8]]))
    >>> one.people, one.non_mated.tolist(), one.involved.tolist()
    (3, [0.4, 0.2], [2.0, 1.0, 1.0])
    """
    people, number = np.unique(subject, return_inverse=True)
    number = number.reshape(subject.shape)
    order = np.argsort(-score[~mated], kind="stable")
    two = np.sort(number[~mated][order], axis=1)
    _, pair, held = np.unique(
        two[:, 0] * len(people) + two[:, 1], return_inverse=True, return_counts=True
    )
    return PeoplesComparisons(
        mated=score[mated],
        non_mated=score[~mated][order],
        owner=number[mated][:, 0],
        first=two[:, 0],
        second=two[:, 1],
        pair=pair.reshape(-1),
        held=held.astype(np.float64),
        involved=np.bincount(two.ravel(), minlength=len(people)).astype(np.float64),
    )
