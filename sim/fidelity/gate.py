"""The separability gate: nobody enters a crowd who is a look-alike of somebody already in it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.measure.calibration.likeness import Templates, gate_by_all
from engine.measure.rates.accuracy import MOST_PICTURES, Pairs, compare

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 0.9999)


def admit(
    seen: Sequence[tuple[Templates, float]], found: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """(n,) who is admitted of people, taken in their order: those whose picture shows one face, if
    `found` (n,) tells, and is to no pack a look-alike's of anybody admitted before. `seen` has each
    pack's unit templates (n, d) of them, and its bound. So the first people of a longer list are
    admitted as of a shorter one.

    >>> admit([(np.eye(3, dtype=np.float32)[[0, 0, 1]], 0.7)]).tolist()
    [True, False, True]
    """
    count = len(seen[0][0])
    showing = np.ones(count, bool) if found is None else found
    admitted = np.zeros(count, bool)
    admitted[showing] = gate_by_all([(one[showing], bound) for one, bound in seen])
    return admitted


def strangers(enrolled: NDArray[np.float32]) -> Pairs:
    """Every two of the people admitted, at most the first MOST_PICTURES; none are mated."""
    first = enrolled[:MOST_PICTURES]
    return compare(first, np.arange(len(first)))


def separation(pairs: Pairs, number: NDArray[np.int64], worst: int = 1) -> dict[str, Any]:
    """How far apart people with these numbers are: the `worst` closest pairs, and the spread of
    all scores.
    """
    scores = pairs.non_mated
    if not len(scores):
        return {"worst_pairs": [], "comparisons": 0, "mean": None, "sd": None, "quantiles": {}}
    closest = zip(number[pairs.first[:worst]], number[pairs.second[:worst]], scores, strict=False)
    return {
        "worst_pairs": [
            {"numbers": [int(one), int(other)], "score": float(score)}
            for one, other, score in closest
        ],
        "comparisons": len(scores),
        "mean": float(scores.mean(dtype=np.float64)),
        "sd": float(scores.std(dtype=np.float64)),
        "quantiles": dict(zip(map(str, LEVELS), np.quantile(scores, LEVELS).tolist(), strict=True)),
    }
