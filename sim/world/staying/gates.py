"""Checkpoints as lines cross them: in which lane somebody queues, is checked, and goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.venue import Checkpoint
from sim.world.staying.areas import axes_of

Points = NDArray[np.float64]
Floats = NDArray[np.float64]

SPACE_M = 0.6
"""From one who waits in a line to the next: two who just do not touch; assumed."""
APPROACH_M = (10.0, 5.0, 2.0)
"""A lane's line begins so far before it, if there is room."""


class Side(NamedTuple):
    """How somebody crosses a checkpoint: from so far before it to so far beyond along `way` (2,),
    at a place (2,) of it.
    """

    before_m: float
    beyond_m: float
    way: Points
    at_m: Points


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line through a checkpoint: for each of the lanes (k,) that can be got at, by their queues,
    four corners (k, 4, 2): where its line begins, its front, the check, and just beyond; `near` is
    the place among them of the one that is straight ahead. Whether it `fits`: lies on the floor.
    """

    gate: "Gate"
    lanes: NDArray[np.int64]
    corners: Points
    way: Points
    near: int
    fits: bool


class Gate:
    """A checkpoint on a floor; its lanes' queues are numbered from `queue` on."""

    def __init__(self, checkpoint: Checkpoint, floor: shapely.Polygon, queue: int) -> None:
        self.checkpoint, self.floor, self.queue = checkpoint, floor, queue
        self.axes = axes_of(checkpoint.area)
        count = checkpoint.lanes
        aside = (np.arange(count) - (count - 1) / 2) * self.axes.long_m / count
        self.lanes_m: Points = self.axes.middle_m + aside[:, None] * self.axes.along

    def side(self, a: Points, b: Points) -> Side | None:
        """How a straight line crosses it; None: not at all."""
        here, there = ((end - self.axes.middle_m) @ self.axes.across for end in (a, b))
        if here * there >= 0:
            return None
        at = a + (b - a) * here / (here - there)
        if abs((at - self.axes.middle_m) @ self.axes.along) > self.axes.long_m / 2:
            return None
        way: Points = self.axes.across * np.sign(there)
        return Side(abs(float(here)), abs(float(there)), way, at)

    def crossing(self, a: Points, b: Points, side: Side) -> Crossing:
        """The lanes by which one gets from a point to another, each with the longest line for which
        there is room; if there is none for any, all of them.
        """
        tried = [reach for reach in APPROACH_M if reach < side.before_m]
        tried.append((side.before_m + min(SPACE_M, side.before_m / 2)) / 2)
        found = self._corners(side, tried[-1])
        gets = np.zeros(len(self.lanes_m), bool)
        for reach in tried:
            corners = self._corners(side, reach)
            new = ~gets & self._fits(a, corners, b)
            found[new] = corners[new]
            gets |= new
        lanes = np.flatnonzero(gets) if gets.any() else np.arange(len(gets))
        near = int(np.hypot(*(self.lanes_m[lanes] - side.at_m).T).argmin())
        fits = bool(gets.any())
        return Crossing(self, self.queue + lanes, found[lanes], side.way, near, fits)

    def _corners(self, side: Side, reach_m: float) -> Points:
        before, beyond = (min(SPACE_M, far / 2) for far in (side.before_m, side.beyond_m))
        steps = np.array([-reach_m, -before, 0.0, beyond])
        corners: Points = self.lanes_m[:, None] + steps[:, None] * side.way
        return corners

    def _fits(self, a: Points, corners: Points, b: Points) -> NDArray[np.bool_]:
        """(lanes,) for which of them all of it lies on the floor."""
        count = len(corners)
        ends = [np.broadcast_to(end, (count, 1, 2)) for end in (a, b)]
        ways = np.concatenate([ends[0], corners, ends[1]], 1)
        lies: NDArray[np.bool_] = shapely.covers(self.floor, shapely.linestrings(ways))
        return lies


class Came(NamedTuple):
    """A group comes to a checkpoint at a time foreseen: `checks_s` (members,) are how long each
    one's check takes; `key` says which crossing it is.
    """

    time_s: float
    key: tuple[int, int]
    crossing: Crossing
    checks_s: Floats


def queued(came: Iterable[Came], queues: int) -> dict[tuple[int, int], NDArray[np.int64]]:
    """The lane that each member takes, by the keys: a place among those of its crossing. Everybody
    goes where they are foreseen to be checked first, of such lanes to the nearest.
    """
    free_s = np.full(queues, -np.inf)
    found: dict[tuple[int, int], NDArray[np.int64]] = {}
    for time_s, key, crossing, checks_s in sorted(came, key=lambda one: (one.time_s, one.key)):
        lanes, taken = crossing.lanes, np.empty(len(checks_s), np.int64)
        near = crossing.near
        for member, lasts_s in enumerate(checks_s.tolist()):
            begins_s = np.maximum(free_s[lanes], time_s)
            aside = np.abs(np.arange(len(lanes)) - near)
            near = int(np.lexsort((aside, begins_s.round(3)))[0])
            taken[member] = near
            free_s[lanes[near]] = begins_s[near] + lasts_s
        found[key] = taken
    return found


def checks_s(checkpoint: Checkpoint, members: int, rng: np.random.Generator) -> Floats:
    """(members,) how long their checks take: gamma distributed with the checkpoint's mean and
    standard deviation.
    """
    mean, spread = checkpoint.service_s, checkpoint.service_sd_s
    if not spread:
        return np.full(members, mean)
    return rng.gamma((mean / spread) ** 2, spread**2 / mean, members)


def gates_of(
    checkpoints: Sequence[tuple[int, Checkpoint]], floors: Sequence[shapely.Polygon], queue: int
) -> dict[int, list[Gate]]:
    """The gates of each floor, by its number; the queues of the first lanes are numbered from
    `queue` on.
    """
    found: dict[int, list[Gate]] = {}
    for floor, checkpoint in checkpoints:
        found.setdefault(floor, []).append(Gate(checkpoint, floors[floor], queue))
        queue += checkpoint.lanes
    return found
