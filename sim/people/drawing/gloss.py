"""What the surface of skin and eyes throws back, whatever colour lies beneath: on dark skin most of
what shows its form.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.drawing.lights import Light

Floats = NDArray[np.floating[Any]]
BROAD, NARROW = (0.22, 18), (0.05, 60)
"""Strength and exponent of a highlight's two lobes on skin."""
WET = (1.4, 260)
"""The same of the eye's one."""
GRAZING = 0.6
"""Share of a smooth surface's reflection at grazing angles that skin has."""


def gloss(
    normal: Floats, view: Floats, shine: Floats, eye: NDArray[np.bool_], light: Light
) -> tuple[Floats, Floats]:
    """Highlights of the key light (n,), white, and of all that comes from around (n, 3).

    At grazing angles everything mirrors (Schlick 1994: as the fifth power of 1 - cosine); what it
    does seen from the front is in skin's colour already.
    """
    glint, filled = (_glint(normal, view, light.direction(name)) for name in ("key", "fill"))
    key = shine * _lobes(glint, BROAD, NARROW) + eye * _lobes(glint, WET)
    facing = (normal * view).sum(1).clip(0, 1)
    mirrored = 2 * facing * normal[:, 1] - view[:, 1]
    up = (0.5 + 0.5 * mirrored)[:, None]
    around = np.array(light.sky_rgb) * up + np.array(light.ground_rgb) * (1 - up)
    grazing = (GRAZING * shine * (1 - facing) ** 5)[:, None]
    soft = (shine * _lobes(filled, BROAD))[:, None]
    return key * float(np.mean(light.key_rgb)), grazing * around + soft * np.array(light.fill_rgb)


def _glint(normal: Floats, view: Floats, towards: Floats) -> Floats:
    """(n,) cosine between the normal and halfway from view to light."""
    half = view + towards
    half = half / (np.linalg.norm(half, axis=1, keepdims=True) + 1e-9)
    found: Floats = np.maximum((normal * half).sum(1), 0)
    return found


def _lobes(glint: Floats, *lobes: tuple[float, int]) -> Floats:
    found: Floats = np.sum([strength * glint**power for strength, power in lobes], axis=0)
    return found
