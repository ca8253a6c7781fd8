"""Scarves wound around the base head's neck, some up over the chin."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.solids import SHELL_DM, Solid, sheet

Floats = NDArray[np.floating[Any]]
AROUND, SECTION = 73, 11


def scarf(name: str, cloth: Cloth) -> list[Solid]:
    """Two turns of cloth, and an end that hangs down in front."""
    turns = HIGH if name == "high scarf" else LOW
    rolls = [_roll(*turn, cloth) for turn in turns]
    if cloth.seed < TUCKED:
        return rolls
    return [*rolls, _end(1 if cloth.seed > 0.7 else -1, cloth)]


def _roll(
    height_dm: float, wide_dm: float, deep_dm: float, middle_dm: float, tilt: float, cloth: Cloth
) -> Solid:
    """A ring of cloth, wrinkled, its section higher than thick; `tilt` sinks it in front."""
    angle = np.linspace(-np.pi, np.pi, AROUND)[:, None]
    around = np.linspace(-np.pi, np.pi, SECTION)[None]
    swell = 1 + 0.12 * np.sin(3 * angle + 6 * cloth.seed) + 0.07 * np.sin(8 * angle + 2 * around)
    thick, high = 0.2 * swell, 0.28 * swell
    out = thick * np.cos(around) + 0.03 * np.sin(3 * around + 2 * angle)
    up = high * np.sin(around) - tilt * np.cos(angle) - 0.1 * np.sin(angle) ** 2
    grid = np.stack(
        [
            (wide_dm + out) * np.sin(angle),
            height_dm + up,
            middle_dm + (deep_dm + out) * np.cos(angle),
        ],
        2,
    )
    return sheet(grid, cloth, SHELL_DM, hem=False)


def _end(side: int, cloth: Cloth) -> Solid:
    """A flat end, laid over the chest."""
    across, share = np.linspace(-1, 1, 9)[:, None], np.linspace(1, 0, 10)[None]
    wide = 0.26 + 0.1 * share
    x = side * 0.32 + wide * across + 0.02 * np.sin(6 * share) + 0 * across
    y = 5.95 - 1.3 * share + 0 * across
    z = 1.28 + 0.25 * share - 0.12 * across**2 + 0.03 * np.cos(7 * across)
    return sheet(np.stack([x, y, z], 2), cloth)


TUCKED = 0.45
"""Share of scarves that show no end."""
LOW = ((5.9, 0.94, 1.0, 0.2, 0.16), (6.12, 0.76, 0.8, 0.28, 0.2))
HIGH = ((5.94, 0.92, 1.0, 0.26, 0.1), (6.34, 0.76, 0.92, 0.5, 0.02))
"""Height, half width and depth, middle and tilt of each turn."""
