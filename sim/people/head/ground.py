"""Where each pixel of the atlas lies on the base head, as faces are laid out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.head.atlas import AXIS_Z_DM, BOTTOM_DM, SIZE, TOP_DM, atlas

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Ground:
    """`aside` of the middle and `up`, decimetres, `turn` from the front, radians: (SIZE, SIZE)."""

    aside: Floats
    up: Floats
    turn: Floats
    front: NDArray[np.bool_]


@cache
def ground() -> Ground:
    """The base head's ground."""
    x, up, z = np.moveaxis(atlas().place, -1, 0)
    turn = np.abs(np.arctan2(x, z - AXIS_Z_DM))
    return Ground(np.abs(x), np.ascontiguousarray(up), turn, z > 0.9)


def rows_between(low_dm: float, high_dm: float) -> slice:
    """Rows of the atlas between two heights of the base head.

    >>> rows_between(BOTTOM_DM, TOP_DM) == slice(0, SIZE)
    True
    """
    top, bottom = ((TOP_DM - up) / (TOP_DM - BOTTOM_DM) * SIZE for up in (high_dm, low_dm))
    return slice(max(int(top), 0), min(int(bottom), SIZE))
