"""How well somebody tells true alerts from false ones, and how readily they confirm: d' and c.

Of mated alerts a share H is confirmed, of non-mated ones a share F. d' = z(H) - z(F) and
c = -(z(H) + z(F)) / 2 (Macmillan & Creelman 2005), with half a case added to each kind of answer so
that shares of none and all have a place (log-linear correction; Hautus 1995, 10.3758/BF03203619).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import beta

from engine.measure.rates.intervals import Rate, rate
from sim.training.review.figures import SURE, Figure, unknown
from sim.training.review.verdicts import Verdicts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """d' and the criterion c, below 0 of who says yes more readily than no; the shares that they
    are made of, of mated and of non-mated alerts.
    """

    d_prime: Figure
    criterion: Figure
    hits: Rate
    false_alarms: Rate

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        return {name: getattr(self, name).to_json() for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Limits:
    """d' and c of many at once, each (n,) with the ends of its interval."""

    d_prime: Floats
    d_low: Floats
    d_high: Floats
    criterion: Floats
    c_low: Floats
    c_high: Floats


def limits(
    hits: ArrayLike,
    mated: ArrayLike,
    false_alarms: ArrayLike,
    others: ArrayLike,
    sure: float = SURE,
) -> Limits:
    """What d' and c are by how many of `mated` and of `others` were confirmed, (n,) each; 1 or
    more of either.

    Each share's limits are those of Jeffreys's posterior, a beta distribution with half a case of
    each kind, which the log-linear correction is the mean of, as normal deviates; the limits of
    both make those of their difference and of their mean (Zou & Donner 2008, MOVER). The normal
    approximation of Gourevitch & Galanter (1967) holds c too often, up to 99.7 %, where errors are
    few.
    """
    hit, hit_low, hit_high = _deviates(hits, mated, sure)
    false, false_low, false_high = _deviates(false_alarms, others, sure)
    below, above = hit - hit_low, hit_high - hit
    under, over = false - false_low, false_high - false
    d_prime, criterion = hit - false, -(hit + false) / 2
    return Limits(
        d_prime,
        d_prime - np.hypot(below, over),
        d_prime + np.hypot(above, under),
        criterion,
        criterion - np.hypot(above, over) / 2,
        criterion + np.hypot(below, under) / 2,
    )


def _deviates(count: ArrayLike, cases: ArrayLike, sure: float) -> tuple[Floats, Floats, Floats]:
    """The normal deviate of a corrected share, and of its limits."""
    yes, of = np.asarray(count, np.float64), np.asarray(cases, np.float64)
    ends = [beta.ppf(end, yes + 0.5, of - yes + 0.5) for end in ((1 - sure) / 2, (1 + sure) / 2)]
    return ndtri((yes + 0.5) / (of + 1)), ndtri(ends[0]), ndtri(ends[1])


def sensitivity(table: Verdicts, sure: float = SURE) -> Sensitivity:
    """That of the verdicts on faces; d' and c are unknown where either kind of alert is lacking.

    Whoever is unsure sends nobody, and so counts as one who dismisses.
    """
    faces = table.faces()
    mated, yes = faces.mated, faces.yes
    hits, of = int((yes & mated).sum()), int(mated.sum())
    false, others = int((yes & ~mated).sum()), int((~mated).sum())
    shares = rate(hits, of), rate(false, others)
    if not of or not others:
        return Sensitivity(unknown(len(faces)), unknown(len(faces)), *shares)
    found = limits(hits, of, false, others, sure)
    d_prime = _figure(found.d_prime, found.d_low, found.d_high, len(faces))
    criterion = _figure(found.criterion, found.c_low, found.c_high, len(faces))
    return Sensitivity(d_prime, criterion, *shares)


def _figure(value: Floats, low: Floats, high: Floats, cases: int) -> Figure:
    return Figure(float(value), float(low), float(high), cases)


def together(one: Verdicts, other: Verdicts) -> float:
    """The correlation of two people's d' who judged the same alerts, row by row: those of their
    answers to either kind, weighed as each share weighs in d' (delta method); 0 where none is seen.
    """
    covariance, variances = 0.0, [0.0, 0.0]
    for kind in (True, False):
        rows = one.mated == kind
        said = [table.yes[rows] for table in (one, other)]
        if len(said[0]) < 2:
            return 0.0
        share = [(yes.sum() + 0.5) / (len(yes) + 1) for yes in said]
        slope = [1 / float(np.exp(-(ndtri(p) ** 2) / 2)) for p in share]
        both = np.cov(said[0], said[1], bias=True) / len(said[0])
        covariance += float(both[0, 1]) * slope[0] * slope[1]
        for k in (0, 1):
            variances[k] += share[k] * (1 - share[k]) / len(said[0]) * slope[k] ** 2
    return float(np.clip(covariance / np.sqrt(variances[0] * variances[1]), -1, 1))
