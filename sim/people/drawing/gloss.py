"""What the surface of skin and eyes throws back, whatever colour lies beneath: on dark skin most of
what shows its form.
"""

import math

import numba as nb

BROAD, NARROW = (0.22, 18), (0.05, 60)
"""Strength and exponent of a highlight's two lobes on skin."""
WET = (1.4, 260)
"""The same of the eye's one."""
GRAZING = 0.6
"""Share of a smooth surface's reflection at grazing angles that skin has."""


@nb.njit(cache=True, fastmath=True, forceinline=True)
def gloss(normal, view, shine, eye, lamps, colours, around) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Highlight of the key light, white; `around` (3,) is filled with all else that is mirrored.

    At grazing angles everything mirrors (Schlick 1994: as the fifth power of 1 - cosine); what it
    does seen from the front is in skin's colour already. `normal` and `view` are unit vectors,
    `lamps` (2, 3) and `colours` (4, 3) as in `sim.people.drawing.shading`.
    """
    glint, filled = _glint(normal, view, lamps[0]), _glint(normal, view, lamps[1])
    key = shine * (BROAD[0] * glint ** BROAD[1] + NARROW[0] * glint ** NARROW[1])
    if eye:
        key += WET[0] * glint ** WET[1]
    facing = normal[0] * view[0] + normal[1] * view[1] + normal[2] * view[2]
    facing = min(max(facing, 0.0), 1.0)
    up = 0.5 + 0.5 * (2 * facing * normal[1] - view[1])
    grazing, soft = GRAZING * shine * (1 - facing) ** 5, shine * BROAD[0] * filled ** BROAD[1]
    for n in range(3):
        mirrored = colours[2, n] * up + colours[3, n] * (1 - up)
        around[n] = grazing * mirrored + soft * colours[1, n]
    highlight: float = key * (colours[0, 0] + colours[0, 1] + colours[0, 2]) / 3
    return highlight


@nb.njit(cache=True, fastmath=True, forceinline=True)
def _glint(normal, view, towards) -> float:  # type: ignore[no-untyped-def]  # numba types
    """Cosine between the normal and halfway from view to light."""
    x, y, z = view[0] + towards[0], view[1] + towards[1], view[2] + towards[2]
    along = normal[0] * x + normal[1] * y + normal[2] * z
    cosine: float = max(along / (math.sqrt(x * x + y * y + z * z) + 1e-9), 0.0)
    return cosine
