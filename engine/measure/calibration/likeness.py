"""Who resembles whom too much: a comparison above a bound, the same wherever it is made."""

from collections.abc import Sequence

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
    return _in_order(alike(fresh, fresh, bound), refused)


def gate_by_all(seen: Sequence[tuple[Templates, float]]) -> NDArray[np.bool_]:
    """Which of people (n,) whose unit templates several recognisers made, each with its bound, stay
    at or below every bound to everybody admitted before them.

    >>> one, other = np.eye(3, dtype=np.float32)[[0, 0, 1]], np.eye(3, dtype=np.float32)[[0, 1, 1]]
    >>> gate_by_all([(one, 0.7), (other, 0.7)]).tolist()
    [True, False, True]
    """
    close = np.logical_or.reduce([alike(one, one, bound) for one, bound in seen])
    return _in_order(close, np.zeros(len(close), np.bool_))


def _in_order(close: NDArray[np.bool_], refused: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) who is admitted of people of whom `close` (n, n) are alike, and some are `refused`."""
    for number in np.flatnonzero(np.triu(close, 1).any(1)):
        if not refused[number]:
            refused[number + 1 :] |= close[number, number + 1 :]
    return ~refused
