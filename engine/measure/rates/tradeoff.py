"""How FMR and FNMR trade for each other as the threshold moves: the DET curve and its EER.

Both rates are step functions of the threshold. The equal error rate lies where they meet: at a
threshold where they are equal, else on the line between the two neighbouring thresholds where one
overtakes the other. Its error is that of both rates, each weighted by how steep the other is there
(the delta method). That takes some errors of either kind; with fewer it is said only that the EER
lies between the two rates, whatever the threshold, and so between the ends of their intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.accuracy import fmr, fnmr, tar_at, threshold_at
from engine.measure.rates.comparisons import Comparisons
from engine.measure.rates.estimates import Estimate, Floats

STEEP = 2.0
"""How steep each rate is at the EER is taken from there to where it is so many times as large."""
FEW = 5
"""Errors of either kind at the EER with fewer of which steepness tells nothing."""
STEPS = 40
"""Thresholds of a DET curve along each of its axes, their rates spread evenly on a log scale."""
LARGEST = 0.5
"""Rates above a half are of no use, and the curve leaves them out where the other is, too."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Both rates at every threshold that makes a difference, rising: each score there is, and last
    one above all of them; (k,) each.
    """

    threshold: Floats
    fmr: Floats
    fnmr: Floats


@dataclass(frozen=True, slots=True)
class EqualErrors:
    """The EER with its interval, and both rates at the `threshold` where they differ least."""

    rate: Estimate
    threshold: float | None
    fmr: Estimate
    fnmr: Estimate

    def to_json(self) -> dict[str, Any]:
        """The rate's five fields, the threshold, and both rates there."""
        there = {"threshold": self.threshold, "fmr": self.fmr.to_json()}
        return self.rate.to_json() | there | {"fnmr": self.fnmr.to_json()}


def tars(pairs: Comparisons, wanted_fmr: Sequence[float]) -> list[dict[str, Any]]:
    """TAR at each of these FMRs, and its threshold."""
    return [
        {
            "fmr": wanted,
            "threshold": threshold_at(pairs, wanted),
            "tar": tar_at(pairs, wanted).to_json(),
        }
        for wanted in wanted_fmr
    ]


def steps(pairs: Comparisons) -> Steps:
    """Both rates as they step.

    >>> found = steps(Comparisons(np.array([0.4, 0.8]), np.array([0.6, 0.2])))
    >>> found.fmr.tolist(), found.fnmr.tolist()
    ([1.0, 0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5, 1.0])
    """
    mated, other = np.sort(pairs.mated), pairs.non_mated[::-1]
    scores = np.union1d(mated, other)
    scores = np.append(scores, np.nextafter(scores[-1], scores.dtype.type(np.inf)))
    below, under = np.searchsorted(mated, scores), np.searchsorted(other, scores)
    accepted = (len(other) - under) / len(other)
    return Steps(scores.astype(np.float64), accepted, below / len(mated))


def eer(pairs: Comparisons) -> EqualErrors:
    """The equal error rate; nothing known where either kind of comparison is missing."""
    if not (len(pairs.mated) and len(pairs.non_mated)):
        nothing = Estimate(None, None, None, 0, pairs.number_of_people)
        return EqualErrors(nothing, None, nothing, nothing)
    found = steps(pairs)
    over = int(np.argmax(found.fnmr >= found.fmr))
    apart = np.abs(found.fnmr - found.fmr)
    place = over if apart[over] <= apart[over - 1] else over - 1
    threshold = float(found.threshold[place])
    both = fmr(pairs, threshold), fnmr(pairs, threshold)
    return EqualErrors(_rate(pairs, found, over, threshold, both), threshold, *both)


def _rate(
    pairs: Comparisons,
    found: Steps,
    over: int,
    threshold: float,
    both: tuple[Estimate, Estimate],
) -> Estimate:
    """The EER itself: FNMR is not below FMR from the step `over` on, and `both` are FMR and FNMR
    at the threshold.
    """
    gap = found.fnmr - found.fmr
    share = -gap[over - 1] / (gap[over] - gap[over - 1])
    value = float(found.fmr[over - 1] + share * (found.fmr[over] - found.fmr[over - 1]))
    cases = len(pairs.mated), len(pairs.non_mated)
    missed, accepted = pairs.missed(threshold), pairs.accepted(threshold)
    errors = int(missed.sum()), accepted
    if min(*errors, cases[0] - errors[0], cases[1] - errors[1]) < FEW:
        low = min(one.low for one in both if one.low is not None)
        high = max(one.high for one in both if one.high is not None)
        return Estimate(
            value, min(low, value), max(high, value), sum(cases), pairs.number_of_people
        )
    held = pairs.eer(value, missed, accepted, _weight(found, value))
    return Estimate(value, held.low, held.high, sum(cases), held.people)


def _weight(found: Steps, value: float) -> float:
    """How much of FNMR's error is the EER's: FMR's share in both rates' steepness around it."""
    most = min(STEEP * value, 1.0)
    first = int(np.flatnonzero(found.fmr >= most)[-1])
    last = int(np.argmax(found.fnmr >= most))
    fall, rise = found.fmr[first] - found.fmr[last], found.fnmr[last] - found.fnmr[first]
    return float(fall / (fall + rise))


def det(pairs: Comparisons) -> list[dict[str, Any]]:
    """FMR and FNMR with their intervals at rising thresholds, from the first at which FMR is no
    more than LARGEST to the last at which FNMR is not: every error at first, ever fewer steps
    between many. The ends without any error are among them.
    """
    if not (len(pairs.mated) and len(pairs.non_mated)):
        return []
    found = steps(pairs)
    chosen = np.zeros(len(found.threshold), bool)
    chosen[_spaced(found.fmr[::-1])] = True
    chosen = chosen[::-1]
    chosen[_spaced(found.fnmr)] = True
    chosen &= (found.fmr <= LARGEST) | (found.fnmr > 0)
    chosen &= (found.fnmr <= LARGEST) | (found.fmr > 0)
    chosen &= (found.fmr <= LARGEST) | (found.fnmr <= LARGEST)
    return [
        {
            "threshold": threshold,
            "fmr": fmr(pairs, threshold).to_json(),
            "fnmr": fnmr(pairs, threshold).to_json(),
        }
        for threshold in found.threshold[chosen].tolist()
    ]


def _spaced(rising: Floats) -> NDArray[np.int64]:
    """Where a rising rate (k,) first reaches values spread evenly on a log scale, and where it
    leaves none.
    """
    above = rising[rising > 0]
    wanted = np.geomspace(above[0], LARGEST, STEPS) if above[0] < LARGEST else above[:1]
    reached = np.searchsorted(rising, wanted * (1 - 1e-12))
    none = max(int(np.searchsorted(rising, 0, "right")) - 1, 0)
    return np.append(none, reached[reached < len(rising)]).astype(np.int64)
