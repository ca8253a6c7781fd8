"""Two soft curves that faces are painted with."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def bell(distance: Floats, width: float) -> Floats:
    """1 at distance 0, falling off over `width`."""
    fall: Floats = np.exp(-((distance / width) ** 2))
    return fall


def ramp(value: Floats | float, low: float, high: float | Floats) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((np.asarray(value) - low) / (high - low), 0, 1)
    smooth: Floats = t * t * (3 - 2 * t)
    return smooth
