"""Verification: comparisons of two pictures, their false match and false non-match rates.

A mated comparison depends on one person, a non-mated one on two. So the variance of FMR sums the
products of residuals of all comparisons that have a person in common (Fafchamps & Gubert 2007,
Aronow, Samii & Assenova 2015), which is also what a bootstrap over people aims at (Bolle, Ratha &
Pankanti 2004) without its excess for what is peculiar to a pair (Owen 2007).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingsError
from engine.measure.rates.comparisons import Clustered, Comparisons, Residuals, scores_of
from engine.measure.rates.estimates import Estimate, Numbers

MOST_PICTURES = 6000
"""All their 18 million comparisons are kept at once, in about half a gigabyte."""
SLOPE_SPAN = 2.0
"""The slope of TAR over FMR is taken between a half and twice the FMR."""


@dataclass(frozen=True, slots=True)
class Pairs(Clustered):
    """Comparisons of every two pictures; `pictures` (people,) has their numbers by person."""

    pictures: Numbers

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.pictures)

    def above(self, score: float) -> float:
        """The threshold that leaves out this score and no higher one: the next number there is."""
        return float(np.nextafter(self.non_mated.dtype.type(score), np.inf))

    def residuals(self, accepted: int) -> Residuals:
        """Those when the `accepted` highest non-mated comparisons are accepted."""
        cases, counts = len(self.non_mated), self.pictures.astype(np.float64)
        share, people = accepted / cases, self.people
        first, second = self.first[:accepted], self.second[:accepted]
        hits = np.bincount(first, minlength=people) + np.bincount(second, minlength=people)
        person = hits - share * counts * (counts.sum() - counts)
        pair, among = np.unique(first * people + second, return_counts=True)
        held = counts[pair // people] * counts[pair % people]
        all_squared = ((counts**2).sum() ** 2 - (counts**4).sum()) / 2
        squares = (among**2).sum() - 2 * share * (among * held).sum() + share**2 * all_squared
        return Residuals(share, person / cases, float(squares) / cases**2)


def compare(templates: NDArray[np.float32], person: Numbers) -> Pairs:
    """All comparisons among unit templates (k, d) of `person` (k,).

    >>> compare(np.eye(3, dtype=np.float32), np.array([4, 4, 9])).mated.tolist()
    [0.0]
    """
    if len(templates) > MOST_PICTURES:
        raise SettingsError(
            f"pictures: got {len(templates):,} with a face, wanted at most {MOST_PICTURES:,}"
        )
    _, number = np.unique(person, return_inverse=True)
    one, other = np.triu_indices(len(templates), 1)
    score = scores_of(templates, templates)[one, other]
    same = number[one] == number[other]
    order = np.argsort(-score[~same], kind="stable")
    first, second = number[one][~same][order], number[other][~same][order]
    return Pairs(
        pictures=np.bincount(number),
        mated=score[same],
        owner=number[one][same],
        non_mated=score[~same][order],
        first=np.minimum(first, second),
        second=np.maximum(first, second),
    )


def fnmr(pairs: Comparisons, threshold: float) -> Estimate:
    """Share of mated comparisons below the threshold, clustered by person where that is known."""
    return pairs.share_of_mated(pairs.missed(threshold))


def fmr(pairs: Comparisons, threshold: float) -> Estimate:
    """Share of non-mated comparisons at or above the threshold, clustered by both people where
    they are known.
    """
    return pairs.share_of_non_mated(pairs.accepted(threshold))


def residuals(pairs: Pairs, accepted: int) -> Residuals:
    """Those when the `accepted` highest non-mated comparisons are accepted."""
    return pairs.residuals(accepted)


def threshold_at(pairs: Comparisons, wanted_fmr: float) -> float | None:
    """The lowest threshold with at most this FMR; None where there are too few comparisons."""
    allowed = int(np.floor(wanted_fmr * len(pairs.non_mated) + 1e-9))
    if not 1 <= allowed < len(pairs.non_mated):
        return None
    return pairs.above(float(pairs.non_mated[allowed]))


def tar_at(pairs: Comparisons, wanted_fmr: float) -> Estimate:
    """TAR, which is 1 - FNMR, at the threshold that meets an FMR in the same pictures.

    Its variance has a share from the threshold: a person whose comparisons raise FMR raises the
    threshold, and TAR falls by the slope of one over the other (the delta method).
    """
    threshold = threshold_at(pairs, wanted_fmr)
    if threshold is None or not len(pairs.mated):
        return Estimate(None, None, None, 0, pairs.number_of_people)
    hits, slope = ~pairs.missed(threshold), _slope(pairs, wanted_fmr)
    return pairs.tar(hits, pairs.accepted(threshold), slope)


def _slope(pairs: Comparisons, wanted_fmr: float) -> float:
    """How much TAR grows with FMR."""
    ends = [threshold_at(pairs, wanted_fmr * by) for by in (1 / SLOPE_SPAN, 1, SLOPE_SPAN)]
    known = [end for end in ends if end is not None]
    if len(known) < 2:
        return 0.0
    tar = [float((~pairs.missed(end)).mean()) for end in (known[0], known[-1])]
    share = [pairs.accepted(end) / len(pairs.non_mated) for end in (known[0], known[-1])]
    return (tar[1] - tar[0]) / (share[1] - share[0]) if share[1] > share[0] else 0.0
