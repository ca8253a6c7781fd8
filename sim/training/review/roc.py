"""The trade-off of hits and false alarms over how sure somebody was, and the area under it.

A verdict and how sure somebody was of it make one rating: confirmed alerts above 0, dismissed ones
below, by the confidence. Wherever the line between yes and no were drawn along these, so many hits
and false alarms would have come of it (Macmillan & Creelman 2005, chapter 3).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit, stdtrit

from engine.measure.rates.intervals import Z
from sim.training.events import CONFIRM, DISMISS
from sim.training.review.figures import SURE, Figure, unknown
from sim.training.review.verdicts import Verdicts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares of non-mated (`false_alarms`) and of mated alerts (`hits`) rated at each rating or
    above, both (n,) from 0 to 1, and the area below: .5 tells nothing apart, 1 everything.
    """

    false_alarms: Floats
    hits: Floats
    area: Figure

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        points = {name: getattr(self, name).tolist() for name in ("false_alarms", "hits")}
        return points | {"area": self.area.to_json()}


def ratings(table: Verdicts) -> Floats:
    """(n,) how sure somebody was that an alert was right, -1 to 1; NaN where they did not say.

    Being unsure is 0 whatever the confidence.
    """
    sign = np.select([table.verdict == CONFIRM, table.verdict == DISMISS], [1.0, -1.0], 0.0)
    sure = np.where(sign == 0, 0.0, table.confidence)
    return np.where(table.answered, sign * sure, np.nan)


def curve(table: Verdicts) -> Curve:
    """That of the verdicts on faces whose confidence is known."""
    faces = table.faces()
    rated = ratings(faces)
    said = ~np.isnan(rated)
    mated, others = rated[said & faces.mated], rated[said & ~faces.mated]
    steps = np.unique(rated[said])[::-1]
    return Curve(_at_or_above(others, steps), _at_or_above(mated, steps), area(mated, others))


def _at_or_above(rated: Floats, steps: Floats) -> Floats:
    if not len(rated):
        return np.zeros(0)
    return np.concatenate([[0.0], (rated[:, None] >= steps).mean(0)])


def area(mated: Floats, others: Floats) -> Figure:
    """The area under the curve of ratings of mated (m,) and of other alerts (n,): how often the
    mated one of two is rated higher, ties half.

    Its variance is DeLong's (1988), on the logit scale, with Student's quantile at the degrees of
    freedom of Brunner & Munzel (2000), since few alerts tell little of it. Where nothing was told
    wrong that is nought: then the interval is Newcombe's (2006, method 5), which has room there.
    """
    cases = len(mated) + len(others)
    if len(mated) < 2 or len(others) < 2:
        return unknown(cases)
    above = (mated[:, None] > others).astype(np.float64) + 0.5 * (mated[:, None] == others)
    value = float(above.mean())
    parts = [float(above.mean(axis).var(ddof=1)) / above.shape[1 - axis] for axis in (1, 0)]
    variance = sum(parts)
    if not 0 < value < 1 or not variance:
        return Figure(value, *_newcombe(value, len(mated), len(others)), cases)
    spread = [len(one) - 1 for one in (mated, others)]
    freedom = variance**2 / sum(part**2 / of for part, of in zip(parts, spread, strict=True))
    half = float(stdtrit(freedom, (1 + SURE) / 2)) * variance**0.5 / (value * (1 - value))
    ends = expit(logit(value) + np.array([-half, half]))
    return Figure(value, float(ends[0]), float(ends[1]), cases)


def _newcombe(value: float, mated: int, others: int) -> tuple[float, float]:
    """The areas from which the one found is as far as chance allows, by the variance that each
    would have (Hanley & McNeil 1982).
    """
    more = (mated + others) / 2 - 1

    def apart(area: float, sign: float) -> float:
        spread = area * (1 - area) * (1 + more * ((1 - area) / (2 - area) + area / (1 + area)))
        return (area - value) + sign * Z * float(np.sqrt(spread / (mated * others)))

    tiny = 1e-9
    low = brentq(apart, tiny / 2, value - tiny / 2, (1.0,)) if value > tiny else 0.0
    high = brentq(apart, value + tiny / 2, 1 - tiny / 2, (-1.0,)) if value < 1 - tiny else 1.0
    return float(low), float(high)
