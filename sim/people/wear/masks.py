"""Face masks stretched over nose and mouth of the base head, with loops to the ears."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.mould import CENTRE_DM, direction, mould
from sim.people.wear.solids import SHELL_DM, Solid, sheet, tube

Floats = NDArray[np.floating[Any]]
COLUMNS, ROWS = 45, 27
TURN = 1.0
"""A mask ends before the ears, at this turn in radians."""
TURNS = np.array([0.0, 0.3, 0.55, 0.8, TURN])
TOP_DM = np.array([7.2, 7.08, 7.0, 6.95, 6.93])
"""Heights of its upper edge at TURNS."""
BOTTOM = np.radians([-57.0, -56.0, -53.0, -47.0, -39.0])
"""Lifts of its lower edge at TURNS, below the chin."""
STRETCHED = 120
"""Rounds of drawing cloth straight where it lies on nothing."""
EAR_DM = ((0.72, 7.2, 0.46), (0.7, 6.95, 0.42))
"""Where loops go behind the ears."""
NOSE = -0.45
"""Lift of the nose tip."""
WHITE = Cloth("plain", (0.7, 0.7, 0.69), (0.7, 0.7, 0.69))


def mask(off: Callable[[Floats, Floats], Floats], cloth: Cloth) -> list[Solid]:
    """A mask that stands off its stretched cloth by turn and share of the way up, and loops."""
    turn, share = np.linspace(-TURN, TURN, COLUMNS), np.linspace(0, 1, ROWS)[None]
    low = np.interp(np.abs(turn), TURNS, BOTTOM)[:, None]
    high = mould().lift(turn, np.interp(np.abs(turn), TURNS, TOP_DM))[:, None]
    turns, lift = np.broadcast_arrays(turn[:, None], low + (high - low) * share)
    far = _stretched(mould().radius(turns, lift) + 0.02)
    far = far + off(turns, share) * _inside()
    grid = CENTRE_DM + direction(turns, lift) * far[..., None]
    return [sheet(grid, cloth, SHELL_DM), *_loops(grid)]


def _stretched(radius: Floats) -> Floats:
    """Cloth over an obstacle: nowhere below it, flat where it is free, held along the edges."""
    cloth = radius.copy()
    for _ in range(STRETCHED):
        mean = cloth[:-2, 1:-1] + cloth[2:, 1:-1] + cloth[1:-1, :-2] + cloth[1:-1, 2:]
        cloth[1:-1, 1:-1] = np.maximum(radius[1:-1, 1:-1], mean / 4)
    return cloth


def _inside() -> Floats:
    """0 along the edges, 1 within."""
    across = 1 - np.abs(np.linspace(-1, 1, COLUMNS))[:, None] ** 8
    up = 1 - np.abs(np.linspace(-1, 1, ROWS))[None] ** 8
    found: Floats = across * up
    return found


def _loops(grid: Floats) -> list[Solid]:
    loops = []
    for side, edge in ((-1, grid[0]), (1, grid[-1])):
        for corner, ear in ((edge[-2], EAR_DM[0]), (edge[2], EAR_DM[1])):
            end = np.array(ear) * [side, 1, 1]
            t = np.linspace(0, 1, 9)[:, None]
            bowed = np.sin(np.pi * t) * [side * 0.06, 0, 0]
            loops.append(tube(corner * (1 - t) + end * t + bowed, 0.016, 0.016, WHITE, 4))
    return loops


def _pleated(_turn: Floats, share: Floats) -> Floats:
    folds = np.clip((share * 4.0) % 1, 0, 0.8) * (share > 0.2) * (share < 0.85)
    found: Floats = 0.05 + 0.035 * folds
    return found


def _cupped(turn: Floats, share: Floats) -> Floats:
    ridge = np.maximum(0, 1 - np.abs(turn) / 0.75)
    found: Floats = 0.04 + 0.22 * ridge * np.sin(np.pi * np.clip(share, 0, 1)) ** 0.8
    return found


def _fitted(turn: Floats, share: Floats) -> Floats:
    seam = np.maximum(0, 1 - np.abs(turn) / 0.3)
    found: Floats = 0.04 + 0.05 * seam * np.sin(np.pi * share)
    return found


MASKS: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "surgical mask": _pleated, "ffp2 mask": _cupped, "cloth mask": _fitted,
}  # fmt: skip
