"""The outside of the skin: what turns its back to the camera is inside, and is never seen.

Without this the lining of lips and cheeks comes through the skin where a strange mouth smiles, and
the far wall of the open neck shows along its rim.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def outward(
    flat: Floats, triangles: NDArray[np.int32], skin: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The triangles (t, 3) with those of skin (t,) that are seen from behind made empty.

    `flat` (n, 2 or more) are pixels, y down; seen from the front a triangle's corners go round
    against the clock.
    """
    a, b, c = (flat[triangles[skin, corner], :2] for corner in range(3))
    ahead, aside = b - a, c - a
    behind = ahead[:, 0] * aside[:, 1] - aside[:, 0] * ahead[:, 1] > 0
    kept = triangles.copy()
    kept[np.flatnonzero(skin)[behind]] = 0
    return kept
