"""How much of each face nearer people leave to be seen, from simple shapes in the picture.

A person is a head, an ellipse that is longer than wide and mostly behind the eyes, above shoulders
that slope to a trunk, which is wider than deep and behind the eyes, too. A face is looked at in a
grid of points. Whoever is nearer hides, however little nearer they are, as in films.
"""

import numba as nb
import numpy as np

HEAD_M = (0.085, 0.107, 0.125)
"""Half the width, length and height of a head with a centimetre of hair: skulls are 1.29 times as
long as wide (Gordon et al. 2014, ANSUR II)."""
BEHIND_M, CROWN_M = 0.085, 0.02
"""Its middle lies behind and above the point between the eyes."""
NECK_M, TRUNK_M, BACK_M = 0.08, (0.23, 0.13), 0.09
"""Half of a neck, half the width and depth of a trunk with its arms, and how far the middle of both
lies behind the eyes: of drawn people, clothes and hair with them, within a centimetre on the mean
(sixteen of them, standing, from four sides, .1 to .6 m below the eyes)."""
CHIN_M, SLOPE_M, REST_M = 0.10, 0.10, 1.7
"""A neck begins so far below the eyes and has become the trunk so much further down, as drawn; and
where a body ends."""
FACE_M, FACE_BELOW_M = (0.063, 0.09), 0.015
"""Half the width and height of the grid on a face, and how far its middle is below the eyes."""
NOSE_M = 0.024
"""How far the middle of a face moves aside, against the eyes, as it turns in profile."""
GRID = 5


@nb.njit(cache=True)
def visible_share(first, u, v, px_per_m, depth, yaw, body, wanted, share) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Fill `share` (n,) for the `wanted` rows; rows of one instant are first[k]:first[k + 1].

    `u`, `v` (n,) are the pixels between the eyes, `px_per_m` and `depth` (n,) theirs, and `yaw` and
    `body` (n,) how far heads and bodies are turned to the picture's right, radians.
    """
    hidden = np.zeros((GRID, GRID), np.bool_)
    for k in range(len(first) - 1):
        for i in range(first[k], first[k + 1]):
            if not wanted[i]:
                continue
            hidden[:] = False
            middle = u[i] - NOSE_M * np.sin(yaw[i]) * px_per_m[i]
            for j in range(first[k], first[k + 1]):
                if depth[j] < depth[i]:
                    aside, below = (middle - u[j]) / px_per_m[j], (v[i] - v[j]) / px_per_m[j]
                    size = px_per_m[i] / px_per_m[j]
                    _hide(hidden, aside, below, size, yaw[j], body[j])
            share[i] = 1.0 - hidden.sum() / GRID**2


@nb.njit(cache=True)
def _hide(hidden, aside, below, size, yaw, body) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Mark the points of a face that somebody nearer covers, whose head and body are turned.

    In metres where that person is: the face's middle is `aside` of and its eyes `below` their eyes,
    and a metre where the face is takes up `size`.
    """
    wide, high = FACE_M[0] * size, FACE_M[1] * size
    below += FACE_BELOW_M * size
    if abs(aside) > TRUNK_M[0] + BACK_M + wide or below + high < -HEAD_M[2] - CROWN_M:
        return
    head = np.hypot(HEAD_M[0] * np.cos(yaw), HEAD_M[1] * np.sin(yaw))
    trunk = np.hypot(TRUNK_M[0] * np.cos(body), TRUNK_M[1] * np.sin(body))
    middle = BACK_M * np.sin(body)
    for row in range(GRID):
        for column in range(GRID):
            x = aside + wide * (2 * column / (GRID - 1) - 1)
            y = below + high * (2 * row / (GRID - 1) - 1)
            if y > CHIN_M:
                covers = y < REST_M and abs(x + middle) < sloped(trunk, y)
            else:
                across, up = (x + BEHIND_M * np.sin(yaw)) / head, (y + CROWN_M) / HEAD_M[2]
                covers = across**2 + up**2 < 1
            hidden[row, column] = hidden[row, column] or covers


@nb.njit(cache=True)
def sloped(trunk, y) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Half the width of somebody so far below the eyes whose trunk has half that width."""
    half: float = NECK_M + (trunk - NECK_M) * min((y - CHIN_M) / SLOPE_M, 1.0)
    return half
