"""Who resembles whom too much: a comparison above a bound, the same wherever it is made."""

import numpy as np
from numpy.typing import NDArray

from engine.matching.index import ROUNDING

Templates = NDArray[np.float32]


def alike(templates: Templates, others: Templates, bound: float) -> NDArray[np.bool_]:
    """(n, m) which two unit templates compare above `bound`; rounding lifts no product above 1.

    What a product in single precision leaves in doubt is compared again in double precision, so
    that nobody is a look-alike for what else is in the product.
    """
    rough = templates @ others.T
    found = rough > bound
    one, other = np.nonzero(np.abs(rough - np.float32(bound)) <= ROUNDING)
    again = np.multiply(templates[one], others[other], dtype=np.float64).sum(1).astype(np.float32)
    found[one, other] = np.minimum(again, 1) > bound
    return found


def gate(fresh: Templates, bound: float, before: Templates | None = None) -> NDArray[np.bool_]:
    """Which of `fresh` (n, d), taken in their order, stay at or below `bound` to everybody
    admitted before them; all are unit vectors.

    >>> gate(np.eye(3, dtype=np.float32)[[0, 0, 1]], 0.7).tolist()
    [True, False, True]
    """
    refused = np.zeros(len(fresh), np.bool_)
    if before is not None and len(before):
        refused |= alike(fresh, before, bound).any(1)
    close = np.triu(alike(fresh, fresh, bound), 1)
    for number in np.flatnonzero(close.any(1)):
        if not refused[number]:
            refused |= close[number]
    return ~refused
