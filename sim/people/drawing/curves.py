"""Two soft curves that faces are painted with."""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def bell(distance: Floats, width: float) -> Floats:
    """1 at distance 0, falling off over `width`."""
    fall = np.atleast_1d(_single(distance) / np.float32(width))
    np.multiply(fall, -fall, out=fall)
    found: Floats = np.exp(fall, out=fall).reshape(np.shape(distance))
    return found


def ramp(value: Floats | float, low: float, high: float | Floats) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.atleast_1d((_single(value) - low) / _single(high - low))
    _smooth(t.reshape(-1))
    smooth: Floats = t.reshape(np.shape(value))
    return smooth


@nb.njit(cache=True, fastmath=True)
def _smooth(shares) -> None:  # type: ignore[no-untyped-def]  # numba types
    for i in range(len(shares)):
        t = min(max(shares[i], 0), 1)
        shares[i] = t * t * (3 - 2 * t)


def _single(value: Floats | float) -> Floats:
    """What is an array in single precision, since twice as many of its numbers are done at once."""
    found: Floats = np.asarray(value, np.float32 if np.ndim(value) else np.float64)
    return found
