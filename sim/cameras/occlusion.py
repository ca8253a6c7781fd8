"""How much of each face nearer people leave to be seen, from simple shapes in the picture.

A person is a head, an ellipse, above shoulders that slope to a straight trunk. A face is looked
at in a grid of points.
"""

import numba as nb
import numpy as np

HEAD_M = (0.085, 0.125)
"""Half the width and height of a head; its middle lies EYES_M above the eyes' height."""
EYES_M = -0.02
CHIN_M, NECK_M, SHOULDER_M, REST_M = 0.13, 0.06, 0.21, 1.7
"""The chin below the eyes, half of neck and shoulders, and the length of the rest."""
FACE_M = (0.07, 0.1)
GRID = 5
BODY_DEPTH_M = 0.2
"""Who is nearer by less than this stands beside."""


@nb.njit(cache=True)
def visible_share(first, u, v, px_per_m, depth, wanted, share) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `share` (n,) for the `wanted` rows; rows of one instant are first[k]:first[k + 1].

    `u`, `v` (n,) are the pixels between the eyes, `px_per_m` and `depth` (n,) theirs.
    """
    points = GRID * GRID
    hidden = np.zeros(points, np.bool_)
    for k in range(len(first) - 1):
        for i in range(first[k], first[k + 1]):
            if not wanted[i]:
                continue
            hidden[:] = False
            for j in range(first[k], first[k + 1]):
                if depth[j] > depth[i] - BODY_DEPTH_M:
                    continue
                reach = SHOULDER_M * px_per_m[j] + FACE_M[0] * px_per_m[i]
                if (
                    abs(u[j] - u[i]) > reach
                    or v[j] - HEAD_M[1] * px_per_m[j] > v[i] + FACE_M[1] * px_per_m[i] * 1.2
                ):
                    continue
                for p in range(points):
                    x = u[i] + (p % GRID - GRID // 2) / (GRID // 2) * 0.9 * FACE_M[0] * px_per_m[i]
                    y = (
                        v[i]
                        + ((p // GRID - GRID // 2) / (GRID // 2) * 0.9 + 0.15)
                        * FACE_M[1]
                        * px_per_m[i]
                    )
                    if _covers(abs(x - u[j]) / px_per_m[j], (y - v[j]) / px_per_m[j]):
                        hidden[p] = True
            share[i] = 1.0 - hidden.sum() / points


@nb.njit(cache=True)
def _covers(aside, below) -> bool:  # type: ignore[no-untyped-def]  # numba types
    """Whether a point so far beside and below a person's eyes, in metres, lies on the person."""
    if below > CHIN_M:
        return below < REST_M and aside < min(NECK_M + (below - CHIN_M), SHOULDER_M)
    return (aside / HEAD_M[0]) ** 2 + ((below - EYES_M) / HEAD_M[1]) ** 2 < 1
