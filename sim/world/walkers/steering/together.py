"""Groups keep together: who is ahead of the others goes slower until they have caught up."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SLACK_M, SLOWED_M = 1.0, 3.0
"""Nobody is slowed who is ahead by the first; by the second more, and one goes at SLOWEST."""
SLOWEST = 0.2


def slowing(ahead_m: Floats) -> Floats:
    """Factor of the speed of those who are so far ahead of the last of their group.

    >>> slowing(np.array([0.0, 1.3, 9.0])).round(2).tolist()
    [1.0, 0.92, 0.2]
    """
    factor: Floats = 1 - (ahead_m - SLACK_M) / SLOWED_M * (1 - SLOWEST)
    return factor.clip(SLOWEST, 1.0)


def ahead_m(progress_m: Floats, visit: NDArray[np.int64]) -> Floats:
    """(k,) how far each is ahead of the last of their visit.

    >>> ahead_m(np.array([5.0, 3.0, 7.0]), np.array([1, 1, 4])).tolist()
    [2.0, 0.0, 0.0]
    """
    _, group = np.unique(visit, return_inverse=True)
    last = np.full(len(visit), np.inf)
    np.minimum.at(last, group, progress_m)
    ahead: Floats = progress_m - last[group]
    return ahead
