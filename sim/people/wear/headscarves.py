"""Cloth wrapped around the head: headscarves, turbans and hoods, shaped on the base head."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.people.dress.garments import Cloth
from sim.people.wear.headwear import darker, shell
from sim.people.wear.mould import CENTRE_DM, angles, mould
from sim.people.wear.solids import SHELL_DM, Solid, ball, sheet, tube

Floats = NDArray[np.floating[Any]]
AROUND, BACK = 64, 18
FARTHEST = ((0.0, 0.5, 1.2, np.pi), (1.5, 1.36, 1.1, 1.2))
"""Below the jaw cloth stays so near to the head's middle, by turn; shoulders are farther."""
OPENING = np.array(
    [(0, 7.92, 1.44), (0.42, 7.8, 1.27), (0.64, 7.4, 0.98), (0.64, 6.95, 0.86),
     (0.55, 6.5, 0.9), (0.3, 6.2, 1.1), (0, 6.1, 1.15)]
)  # fmt: skip
"""The line around the face, on the left, that cloth leaves open."""
WIDER = np.array(
    [(0, 7.95, 1.43), (0.45, 7.84, 1.25), (0.72, 7.45, 0.86), (0.74, 6.95, 0.8),
     (0.6, 6.45, 0.82), (0.32, 6.16, 1.0), (0, 6.06, 1.05)]
)  # fmt: skip


def wrap(line: Floats, off: Callable[[Floats, Floats], Floats], cloth: Cloth) -> Solid:
    """Cloth from a line around the face to the back of the head.

    `off` is how far it stands off, by the angle around the face and the share of the way back.
    """
    around = np.linspace(-np.pi, np.pi, AROUND + 1)
    place = np.linspace(0, np.pi, len(line))
    front = np.stack([np.interp(np.abs(around), place, line[:, k]) for k in range(3)], 1)
    front[:, 0] *= np.sign(around)
    start = front - CENTRE_DM
    start /= np.linalg.norm(start, axis=1, keepdims=True)
    end = np.array([0.0, -0.25, -0.97])
    apart = np.arccos(np.clip(start @ end, -1, 1))[:, None, None]
    share = np.linspace(0, 1, BACK)[None, :, None]
    towards = np.sin((1 - share) * apart) * start[:, None] + np.sin(share * apart) * end
    towards = towards / np.linalg.norm(towards, axis=2, keepdims=True)
    turn, lift = angles(towards)
    far = np.minimum(mould().radius(turn, lift), np.interp(np.abs(turn), *FARTHEST))
    far = far + off(around[:, None], share[..., 0])
    return sheet(CENTRE_DM + towards * far[..., None], cloth, SHELL_DM)


def drape(cloth: Cloth, loose: float, low_dm: float = 5.25) -> Solid:
    """Cloth around the neck, from below the jaw over the shoulders, in folds."""
    angle, share = np.linspace(-np.pi, np.pi, 73)[:, None], np.linspace(1, 0, 16)[None]
    height = 6.5 + (low_dm - 6.5) * share
    wide, deep, middle = (np.interp(height, *one) for one in NECK)
    fold = loose * (0.05 * np.sin(5 * angle + 9 * share) + 0.04 * np.sin(9 * angle - 7 * share))
    off = 0.1 + 0.1 * loose + 0.3 * share**2 + 0.12 * share + fold * np.sqrt(share)
    tilt = 0.25 * share * np.cos(angle) * (1 - share)
    grid = np.stack(
        [(wide + off) * np.sin(angle), height - tilt, middle + (deep + off) * np.cos(angle)], 2
    )
    return sheet(grid, cloth, SHELL_DM)


def hijab(cloth: Cloth) -> list[Solid]:
    """A headscarf close around face and neck, over a band of another colour."""
    inner = OPENING * [1, 1, 1] + np.array([0, -0.05, 0])
    under = wrap(inner, lambda around, t: 0.04 + 0 * around * t, darker(cloth))
    over = wrap(OPENING, lambda around, t: _soft(around, t, 0.09, 0.12), cloth)
    return [over, replace(under, beneath_dm=0.0), drape(cloth, 0.8)]


def draped_hijab(cloth: Cloth) -> list[Solid]:
    """A long shawl laid loosely over the hair and around the shoulders."""
    over = wrap(WIDER, lambda around, t: _soft(around, t, 0.13, 0.2), cloth)
    return [over, drape(cloth, 1.6, 4.95)]


def headscarf(cloth: Cloth) -> list[Solid]:
    """A square of cloth folded over the hair and knotted below the chin."""
    over = wrap(WIDER, lambda around, t: _soft(around, t, 0.09, 0.1), cloth)
    knot = ball(np.array([0, 6.02, 1.16]), np.array([0.13, 0.1, 0.1]), cloth)
    ends = [
        tube(np.array([[0, 6.02, 1.2], [side * 0.14, 5.85, 1.2], [side * 0.2, 5.6, 1.18]]),
             0.1, 0.03, cloth)
        for side in (-1, 1)
    ]  # fmt: skip
    return [over, knot, *ends]


def turban(cloth: Cloth) -> list[Solid]:
    """Cloth wound around the head in bands that cross above the brow."""
    heights = np.array([7.82, 7.62, 7.3, 7.1, 7.0])

    def wound(turn: Floats, t: Floats) -> Floats:
        slope = 0.9 * np.maximum(0, np.cos(turn / 2)) * (1 + 0.15 * np.sign(turn))
        band = (5.2 * t + slope) % 1
        thick = 0.3 * np.sin(np.pi * np.minimum(t * 0.65 + 0.15, 1))
        found: Floats = 0.03 + thick + 0.1 * np.sin(np.pi * band) ** 0.7 * (1 - 0.6 * t)
        return found

    return [shell(heights, wound, replace(cloth, rib_dm=0.0), True, rows=44)]


def hood(cloth: Cloth) -> list[Solid]:
    """A hood drawn up over the head."""
    line = WIDER * [1.06, 1, 1] + np.array([0, 0.04, 0.12])
    over = wrap(line, lambda around, t: _hooded(around, t), cloth)
    return [over, drape(cloth, 0.7, 5.4)]


def _hooded(around: Floats, t: Floats) -> Floats:
    high = np.cos(around / 2) ** 2
    folds = 0.03 * np.sin(5 * around) * np.sin(np.pi * t) * (1 - high)
    slack = 0.1 * t + 0.3 * high * np.sin(np.pi * t) ** 2 + folds
    found: Floats = 0.16 + 0.1 * high + slack
    return found


def _soft(around: Floats, t: Floats, off_dm: float, more_dm: float) -> Floats:
    """Cloth over hair: thicker towards the back, in shallow folds."""
    folds = 0.018 * np.sin(7 * around + 5 * t) * np.sin(np.pi * t)
    back = more_dm * np.sin(np.pi * np.minimum(t * 0.75, 1))
    found: Floats = off_dm + back + folds
    return found


NECK = (
    ((4.9, 5.3, 5.6, 5.9, 6.2, 6.5), (1.75, 1.35, 0.98, 0.72, 0.62, 0.58)),
    ((4.9, 5.3, 5.6, 5.9, 6.2, 6.5), (1.35, 1.12, 0.9, 0.72, 0.62, 0.58)),
    ((4.9, 5.3, 5.6, 5.9, 6.2, 6.5), (0.2, 0.18, 0.18, 0.26, 0.38, 0.42)),
)
"""Half the width and depth of neck and shoulders and where their middle is, by height."""
HEADSCARVES: Mapping[str, Callable[[Cloth], list[Solid]]] = {
    "hijab": hijab, "draped hijab": draped_hijab, "headscarf": headscarf, "turban": turban,
    "hood": hood,
}  # fmt: skip
