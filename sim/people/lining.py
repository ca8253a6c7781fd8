"""The inside of the mouth, seen through parted lips and never through the skin.

Where a strange mouth smiles, the lining of cheeks and lips comes to lie in front of the skin it
lines. It then turns its back to the camera, as what is seen through an open mouth does not.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.atlas import atlas
from sim.people.mesh import SKIN, head_mesh

Floats = NDArray[np.floating[Any]]
CHIN_DM = 6.2
"""What the atlas calls a cavity below is no mouth but the chest."""


@cache
def lining() -> NDArray[np.bool_]:
    """(t,) which of the head's triangles line the mouth."""
    mesh, held = head_mesh(), atlas()
    inside = held.cavity[mesh.triangles].max(1) > 0.3
    above = held.base[mesh.triangles].mean(1)[:, 1] > CHIN_DM
    return np.asarray(inside & above & (mesh.part == SKIN))


def outward(flat: Floats, triangles: NDArray[np.int32], lined: NDArray[np.bool_]) -> NDArray[Any]:
    """The triangles (t, 3) with those of the lining that are seen from behind made empty.

    `flat` (n, 2 or more) are pixels, y down, where triangles seen from the front turn left.
    """
    a, b, c = (flat[triangles[lined, corner], :2] for corner in range(3))
    ahead, aside = b - a, c - a
    behind = ahead[:, 0] * aside[:, 1] - aside[:, 0] * ahead[:, 1] > 0
    kept = triangles.copy()
    kept[np.flatnonzero(lined)[behind]] = 0
    return kept
