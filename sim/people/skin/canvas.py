"""What is painted on the atlas of a head, and where hair is to grow on it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Painted:
    """`canvas` (SIZE, SIZE, 6): linear RGB, slope across and up, shine. `scalp` is the height
    above the hairline, `thick` and `beard` the densities of hair, all (SIZE, SIZE), for growing
    strands.
    """

    canvas: Floats
    scalp: Floats
    thick: Floats
    beard: Floats
