"""Shortest ways as people walk them: bent aside where there is room, corners taken wide or not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]

THIRDS = np.array([[1 / 3], [2 / 3]])
WIDE_M = np.array([6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5])
"""So far from a corner may somebody take it, where there is room; most stay near, since it is
shorter: assumed. If all brushed the same wall, they would meet there head on."""
TURN = 0.1
"""Where a way turns by less, it is as good as straight."""


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way without its start, each stretch with room bent at a third and two thirds.

    `places` (n, 2) lie on the shortest way; of its `stretches` and the two bends of each, the draw
    numbered `draw` (n,) moves a place aside, from `right_m` (n,) on by up to `room_m` (n,) along
    `left` (n, 2); corners have no such room, but may be taken wide by up to `wide_m` (n, 2).
    """

    places: Points
    stretches: int
    draw: NDArray[np.int64]
    right_m: NDArray[np.float64]
    room_m: NDArray[np.float64]
    left: Points
    wide_m: Points

    def walked(self, rng: np.random.Generator, wide: float) -> Points:
        """(n, 2) the way as somebody walks it who takes corners wide by a share, from 0 to 1."""
        draws = rng.random((self.stretches, 2)).ravel()[self.draw]
        aside = (self.right_m + draws * self.room_m)[:, None] * self.left
        return self.places + aside + wide * self.wide_m


def bent(
    corners: Points, reach_m: Sequence[tuple[float, float]], wide_m: Points | None = None
) -> Way:
    """A way along `corners` (k, 2); each stretch may be left so far to the right (negative) and to
    the left, 0 where it is short or narrow, and each corner be taken wide by `wide_m` (k, 2).
    """
    places, draw, right_m, room_m, left = [], [], [], [], []
    widened = np.zeros_like(corners) if wide_m is None else wide_m
    wide: list[Points] = []
    for k, (right, furthest) in enumerate(reach_m):
        a, b = corners[k], corners[k + 1]
        if right < furthest:
            places += [*(a + THIRDS * (b - a))]
            left += [np.array([a[1] - b[1], b[0] - a[0]]) / float(np.hypot(*(b - a)))] * 2
            draw += [2 * k, 2 * k + 1]
            right_m += [right] * 2
            room_m += [furthest - right] * 2
            wide += [np.zeros(2)] * 2
        places.append(b)
        wide.append(widened[k + 1])
        left.append(np.zeros(2))
        draw.append(2 * k)
        right_m.append(0.0)
        room_m.append(0.0)
    return Way(
        places=np.array(places),
        stretches=len(reach_m),
        draw=np.array(draw),
        right_m=np.array(right_m),
        room_m=np.array(room_m),
        left=np.array(left),
        wide_m=np.array(wide),
    )


def bends(a_m: Points, b_m: Points, right_m: float, left_m: float) -> Points:
    """(4, 2) where the bends of a stretch lie at most, to the right and to the left, a third of the
    way on and two; (0, 2) if it has none.
    """
    if right_m >= left_m:
        return np.empty((0, 2))
    on = a_m + np.repeat(THIRDS, 2, 0) * (b_m - a_m)
    found: Points = on + np.array([[right_m], [left_m]] * 2) * _left(b_m - a_m)
    return found


def taken_wide(
    room: shapely.Geometry, a_m: Points, b_m: Points, c_m: Points, before_m: Points, after_m: Points
) -> Points:
    """(2,) how wide the corner at b of a way from a to c may be taken: so that straight ways there
    from wherever one may be `before_m` (n, 2), and on to `after_m` (m, 2), stay in the room.
    """
    there, back = _unit(b_m - a_m), _unit(b_m - c_m)
    turn = float(np.hypot(*(there + back)))
    if turn < TURN:
        return np.zeros(2)
    outward = (there + back) / turn
    to = b_m + WIDE_M[:, None] * outward
    sides = [np.concatenate([ends, b_m[None]]) for ends in (before_m, after_m)]
    free = np.ones(len(to), bool)
    for side in sides:
        around = np.empty((len(to), len(side) + 1, 2))
        around[:, :-1], around[:, -1] = side, to
        free &= shapely.covers(room, shapely.convex_hull(shapely.multipoints(around)))
    far_m = float(WIDE_M[free.argmax()]) if free.any() else 0.0
    found: Points = far_m * turn / 2 * outward
    return found


def _left(way: Points) -> Points:
    found: Points = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9)
    return found


def _unit(way: Points) -> Points:
    found: Points = way / max(float(np.hypot(*way)), 1e-9)
    return found
