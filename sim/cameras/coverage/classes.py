"""How much detail a picture holds at a place, by the classes of IEC 62676-4: of 2025, and of 2014
with its DORI, which most tenders still ask for.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Detail:
    """A class: its name in the standard, and the pixel density from which on it holds."""

    name: str
    px_per_m: float


IEC_2025 = (
    Detail("overview", 20.0),
    Detail("outline", 40.0),
    Detail("discern", 80.0),
    Detail("perceive", 125.0),
    Detail("characterise", 250.0),
    Detail("validate", 500.0),
    Detail("scrutinise", 1500.0),
)
"""IEC 62676-4:2025."""
DORI_2014 = (
    Detail("detection", 25.0),
    Detail("observation", 62.5),
    Detail("recognition", 125.0),
    Detail("identification", 250.0),
)
"""IEC 62676-4:2014: a pixel is at most 40, 16, 8 and 4 mm wide at the target."""
STANDARDS = {"iec_62676_4_2025": IEC_2025, "iec_62676_4_2014": DORI_2014}


def class_of(px_per_m: Floats, classes: tuple[Detail, ...] = IEC_2025) -> NDArray[np.int8]:
    """The number (n,) of each one's class, from 0; -1 below the first.

    >>> class_of(np.array([19.0, 20.0, 130.0, 2000.0])).tolist()
    [-1, 0, 3, 6]
    """
    least = np.array([one.px_per_m for one in classes])
    return (np.searchsorted(least, px_per_m, side="right") - 1).astype(np.int8)
