"""How far two distributions of comparison scores are apart, and how sure one can be.

Intervals are those of a bootstrap over people (Bolle, Ratha & Pankanti 2004): a person drawn twice
counts twice in each comparison, a comparison of two people by the product of both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.rates.estimates import Floats, Numbers

LEAST_SD = 1e-6
"""Below it scores are all the same: a ratio to their spread is large, not infinite."""
LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999)


@dataclass(frozen=True, slots=True)
class Scores:
    """Comparison scores (m,) with the two people of each, the same one twice where mated."""

    score: Floats
    first: Numbers
    second: Numbers

    def weights(self, drawn: Floats) -> Floats:
        """(m,) how often each counts when people were `drawn` (people,) times."""
        mated = self.first == self.second
        return drawn[self.first] * np.where(mated, 1.0, drawn[self.second])

    def told(self) -> dict[str, Any]:
        """Number, mean, standard deviation and quantiles."""
        return {
            "comparisons": len(self.score),
            "mean": float(self.score.mean()),
            "sd": float(self.score.std()),
            "levels": list(LEVELS),
            "quantiles": [float(one) for one in np.quantile(self.score, LEVELS)],
        }


class Apart:
    """Two sets of scores laid over each other, to be compared under any weights."""

    def __init__(self, one: Scores, other: Scores) -> None:
        self.one, self.other = one, other
        pooled = np.concatenate([one.score, other.score])
        self.order = np.argsort(pooled, kind="stable")
        self.steps = np.diff(pooled[self.order])

    def distances(self, one: Floats | None = None, other: Floats | None = None) -> Floats:
        """(4,) KS and Wasserstein-1 distance, difference of means, ratio of standard deviations,
        the other's over or minus the first's, under weights of both; nan where those are all 0.
        """
        one = np.ones(len(self.one.score)) if one is None else one
        other = np.ones(len(self.other.score)) if other is None else other
        if not one.sum() or not other.sum():
            return np.full(4, np.nan)
        signed = np.concatenate([one / one.sum(), -other / other.sum()])
        gap = np.abs(np.cumsum(signed[self.order]))
        away = gap[:-1][self.steps > 0] if len(self.steps) else gap
        first, second = _moments(self.one.score, one), _moments(self.other.score, other)
        ratio = second[1] / max(first[1], LEAST_SD)
        return np.array([away.max(initial=0.0), gap[:-1] @ self.steps, second[0] - first[0], ratio])


def resampled(
    people: tuple[int, int],
    statistic: Callable[[Floats, Floats], Floats],
    replicates: int,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> tuple[Floats, Floats]:
    """95 % percentile interval of a statistic (s,) of how often people of both kinds were drawn."""
    found = []
    for done in range(replicates):
        drawn = [rng.multinomial(n, np.full(n, 1 / n)).astype(np.float64) for n in people]
        found.append(statistic(drawn[0], drawn[1]))
        progress((done + 1) / replicates)
    low, high = np.nanquantile(np.stack(found), (0.025, 0.975), axis=0)
    return low, high


def threshold_at(scores: Floats, weights: Floats, allowed: float) -> float:
    """The lowest threshold that scores of no more weight than is allowed reach; the highest come
    first.

    >>> threshold_at(np.array([0.9, 0.5, 0.1]), np.ones(3), 1.0) > 0.5
    True
    """
    reached = int(np.searchsorted(np.cumsum(weights), allowed * (1 + 1e-12), "right"))
    return float(np.nextafter(scores[min(reached, len(scores) - 1)], np.inf))


def _moments(score: Floats, weights: NDArray[np.float64]) -> tuple[float, float]:
    total = weights.sum()
    mean = float(weights @ score / total)
    return mean, float(np.sqrt(weights @ (score - mean) ** 2 / total))
