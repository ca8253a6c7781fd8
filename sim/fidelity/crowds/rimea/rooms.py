"""Rooms for tests: people evenly over a floor, and doors in walls."""

import numpy as np
import shapely

from sim.fidelity.crowds.trial import Walker

CORNER_M = 0.5
"""Nobody starts nearer to a wall."""


def spread(box: tuple[float, float, float, float], people: int) -> list[tuple[float, float]]:
    """So many places over a box (x1, y1, x2, y2), in rows.

    >>> spread((0, 0, 3, 2), 2)
    [(1.0, 1.0), (2.0, 1.0)]
    """
    x1, y1, x2, y2 = box
    wide, deep = x2 - x1 - 2 * CORNER_M, y2 - y1 - 2 * CORNER_M
    columns = max(round(np.sqrt(people * wide / deep)), 1)
    rows = -(-people // columns)
    return [
        (
            x1 + CORNER_M + wide * (k % columns + 0.5) / columns,
            y1 + CORNER_M + deep * (k // columns + 0.5) / rows,
        )
        for k in range(people)
    ]


def crowd(
    box: tuple[float, float, float, float], people: int, exits: int, speed_mps: float = 1.33
) -> list[Walker]:
    """So many people over a box, in turn to each of the exits' shares of it from left to right."""
    places = sorted(spread(box, people))
    return [Walker(at, k * exits // people, speed_mps) for k, at in enumerate(places)]


def above(middle_m: float, wall_m: float, wide_m: float, long_m: float) -> shapely.Polygon:
    """A way out that wide and long through a wall along x, at y = `wall_m`."""
    half = wide_m / 2
    return shapely.box(middle_m - half, wall_m - 0.1, middle_m + half, wall_m + long_m)


def outside(middle_m: float, wall_m: float, long_m: float) -> shapely.Polygon:
    """Room beyond such a way out."""
    beyond = wall_m + long_m
    return shapely.box(middle_m - 1.5, beyond - 0.1, middle_m + 1.5, beyond + 2.5)


def door(middle_m: float, wall_m: float, long_m: float) -> shapely.Polygon:
    """The far end of that room, where people leave."""
    beyond = wall_m + long_m + 2.5
    return shapely.box(middle_m - 1.0, beyond - 0.8, middle_m + 1.0, beyond)
