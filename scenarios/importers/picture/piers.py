"""Short stretches of wall between two openings, which alone look like marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

THICK = (0.6, 1.6)
"""A pier is as thick as walls, within these shares of it, across the way that the wall runs."""
REACH_M = 10.0
"""So far from it at most the wall goes on, or the next pier stands."""
ON = 2.0
"""For so many thicknesses the wall goes on at least; one that only crosses does for one."""


@dataclass(frozen=True, slots=True)
class Stump:
    """Something small and filled: its number, its middle (2,), x and y in pixels, and the sides of
    the smallest rectangle around it, each a unit vector (2,) and a length.
    """

    number: int
    middle_px: NDArray[np.float64]
    sides: tuple[tuple[NDArray[np.float64], float], tuple[NDArray[np.float64], float]]


def stump(number: int, rectangle: Sequence[Any]) -> Stump:
    """Of OpenCV's rectangle around the middles of its pixels: middle, sides less a pixel, turn."""
    (x, y), (wide, high), turned_deg = rectangle
    angle = np.radians(turned_deg)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    return Stump(number, np.array([x, y]), ((along, wide + 1), (across, high + 1)))


def piers(
    stumps: Sequence[Stump], labels: NDArray[np.int32], walls: Mask, thick_px: float, per_m: float
) -> set[int]:
    """The numbers of those that stand in line with a wall on both sides, or with others that do;
    `labels` (h, w) has each one's pixels, `walls` (h, w) what is wall for certain.
    """
    lines = {
        (one.number, k): _met(one, k, labels, walls, thick_px, per_m)
        for one in stumps
        for k in (0, 1)
        if THICK[0] * thick_px <= one.sides[1 - k][1] <= THICK[1] * thick_px
    }
    while lost := [key for key, ends in lines.items() if not _stands(ends, lines)]:
        for key in lost:
            del lines[key]
    return {number for number, _ in lines}


Ends = tuple[int | None, int | None]
"""What is met on both sides: a wall that goes on (0), another stump's number, or nothing."""


def _stands(ends: Ends, lines: Mapping[tuple[int, int], Ends]) -> bool:
    there = {0, *(number for number, _ in lines)}
    return all(end in there for end in ends)


def _met(
    one: Stump, side: int, labels: NDArray[np.int32], walls: Mask, thick_px: float, per_m: float
) -> Ends:
    way, long_px = one.sides[side]
    far = np.arange(long_px / 2 + 1, long_px / 2 + REACH_M * per_m)
    ahead, back = (_first(one, sign * way, far, labels, walls, thick_px) for sign in (1, -1))
    return ahead, back


def _first(
    one: Stump, way: NDArray[np.float64], far: NDArray[np.float64], labels: NDArray[np.int32],
    walls: Mask, thick_px: float,
) -> int | None:  # fmt: skip
    """What the line from its middle meets first."""
    column, row = np.rint(one.middle_px[:, None] + way[:, None] * far).astype(int)
    inside = (row >= 0) & (column >= 0) & (row < walls.shape[0]) & (column < walls.shape[1])
    row, column = row[inside], column[inside]
    drawn = np.flatnonzero(labels[row, column])
    if not len(drawn):
        return None
    at = int(drawn[0])
    if not walls[row[at], column[at]]:
        return int(labels[row[at], column[at]])
    beyond = walls[row[at:], column[at:]][: int(np.ceil(ON * thick_px))]
    return 0 if len(beyond) >= ON * thick_px and beyond.all() else None
