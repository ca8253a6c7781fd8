"""How much of a face things hide, measured from the front: behind `Worn.covered_share`."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.raster import Buffers
from sim.people.head.atlas import atlas
from sim.people.head.heads import Head
from sim.people.head.mesh import LEFT_EYE, RIGHT_EYE, SKIN, head_mesh

Floats = NDArray[np.floating[Any]]
PX_PER_DM, SIZE_PX = 50.0, 160
FACE_DM = ((-0.66, 6.15, 0.6), (0.66, 7.75, 9.0))
"""In the base mesh a face reaches so far: from the chin to a little above the brows."""


def hidden_share(head: Head) -> float:
    """The share of the face's pixels, seen from straight ahead, that what is worn hides.

    A lens hides as much as the light that it keeps back.
    """
    buffers = Buffers(SIZE_PX, SIZE_PX)
    buffers.draw(_flat(head, head.vertices), _skin_and_eyes())
    face = _of_face()[np.maximum(buffers.winner, 0)] & (buffers.winner >= 0)
    hidden = np.zeros(face.shape)
    for lens in head.adorned.lenses:
        before = Buffers(SIZE_PX, SIZE_PX)
        before.draw(_flat(head, lens.points), lens.triangles)
        over = before.depth > buffers.depth
        hidden[over] = np.maximum(hidden[over], 1 - np.mean(lens.through))
    worn = head.adorned.covered(buffers, _flat(head, head.adorned.vertices))
    hidden[worn.winner >= 0] = 1.0
    return float(hidden[face].mean())


def _flat(head: Head, points: Floats) -> NDArray[np.float32]:
    """Pixels and depth without perspective, the eyes above the middle."""
    away = (points - head.eyes) * PX_PER_DM
    x, y = away[:, 0] + SIZE_PX / 2, SIZE_PX * 0.4 - away[:, 1]
    return np.stack([x, y, away[:, 2] / PX_PER_DM], 1).astype(np.float32)


@cache
def _skin_and_eyes() -> NDArray[np.int32]:
    mesh = head_mesh()
    seen = np.isin(mesh.part, (SKIN, LEFT_EYE, RIGHT_EYE))
    return np.ascontiguousarray(mesh.triangles[seen])


@cache
def _of_face() -> NDArray[np.bool_]:
    """Which of those triangles belong to the face."""
    middle = atlas().base[_skin_and_eyes()].mean(1)
    low, high = FACE_DM
    inside: NDArray[np.bool_] = ((middle > low) & (middle < high)).all(1)
    return inside
