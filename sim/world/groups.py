"""How a group goes together: two by two, and now and then it stops on the way to talk."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ABREAST_M, BEHIND_M = 0.3, 0.9
"""Two of a group walk side by side, so far to either side of its line, less than the clearance to
walls; the next two so far behind (Moussaïd et al. 2010 saw pairs 0.8 m apart, at low density)."""
ROOM_M = 2.0
"""Groups stop where the way goes on for so long before and after."""
TURNED_DEG = 45.0
"""Two who stop are turned to each other by this (the L of Kendon 1990); heads do the rest."""


def formation(size: int, member: int) -> tuple[float, float]:
    """How far a group's member walks to the left of its line and behind its first, in metres.

    >>> [formation(3, k) for k in range(3)]
    [(0.3, 0.0), (-0.3, 0.0), (0.0, 0.9)]
    """
    row, side = divmod(member, 2)
    if member == size - 1 and not side:
        return (0.0, row * BEHIND_M)
    return (-ABREAST_M if side else ABREAST_M, row * BEHIND_M)


def turned_deg(size: int, member: int) -> float:
    """How far to the left a group's member turns where it stops: to who is beside, and of more than
    two those in front to those behind.

    >>> [turned_deg(2, k) for k in range(2)], [turned_deg(3, k) for k in range(3)]
    ([-45.0, 45.0], [-135.0, 135.0, 0.0])
    """
    aside, behind = formation(size, member)
    back = 90.0 if size > 2 and not behind else 0.0
    return float(np.sign(-aside)) * (TURNED_DEG + back) if aside else 0.0


def beside(corners: Floats, aside_m: float) -> Floats:
    """A way (k, 2) that far to the left of another, or nearer at its corners."""
    if not aside_m:
        return corners
    left = np.empty((len(corners) - 1, 2))
    np.subtract(corners[:-1, 1], corners[1:, 1], out=left[:, 0])
    np.subtract(corners[1:, 0], corners[:-1, 0], out=left[:, 1])
    left /= np.maximum(np.hypot(left[:, 0], left[:, 1]), 1e-9)[:, None]
    both = np.zeros_like(corners)
    both[:-1] = left
    both[1:] += left
    both[0] += left[0]
    both[-1] += left[-1]
    away: Floats = corners + aside_m * both / 2
    return away


STRAIGHT = 0.85
"""Groups stop where their way turns by less than the angle of that cosine, if it has such a place:
where all turn they would stand in everybody's way."""


def pauses(
    corners: Floats, length_m: Floats, rest_s: Floats, pause_s: float, where: float
) -> Floats:
    """(k,) how long a group stops at each of the `corners` (k, 2) of its way, whose stretches
    (k - 1,) are so long: at one with room, `where` from 0 to 1 among those there are, or nowhere.
    """
    found: Floats = np.zeros(len(rest_s))
    if not pause_s:
        return found
    roomy = (length_m[:-1] > ROOM_M) & (length_m[1:] > ROOM_M) & (rest_s[1:-1] == 0)
    way = (corners[1:] - corners[:-1]) / np.maximum(length_m, 1e-9)[:, None]
    straight = roomy & ((way[:-1] * way[1:]).sum(1) > STRAIGHT)
    places = np.flatnonzero(straight if straight.any() else roomy) + 1
    if len(places):
        found[places[int(where * len(places))]] = pause_s
    return found
