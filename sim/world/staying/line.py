"""A visit's line as arrays: its corners and what is at each, for all members or for one."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.groups import beside
from sim.world.staying.trail import NONE, Check, Own, Trail

Points = NDArray[np.float64]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """The corners (k, 2) of a visit's way and, as in `sim.world.lines.Lines`, what is at each (k,);
    `jumps` are those at which a link is taken to the next, `own` what is each member's own at some,
    `checks` the checkpoints passed. They went `round` a camera's zone, or turned `back`.
    """

    corners: Points
    floor: Numbers
    queue: Numbers
    rest_s: Floats
    hold_s: Floats
    held: Numbers
    facing_deg: Floats
    jumps: list[int]
    own: dict[int, Own]
    checks: list[Check]
    round: bool
    back: bool

    def length_m(self, corners: Points) -> Floats:
        """(k - 1,) how long its stretches are, along these corners; links are none."""
        steps = corners[1:] - corners[:-1]
        length: Floats = np.hypot(steps[:, 0], steps[:, 1])
        if self.jumps:
            length[self.jumps] = 0.0
        return length

    def way_of(self, member: int, aside_m: float) -> Points:
        """The corners of a member's way, who goes so far to the left of it."""
        way = self._beside(aside_m)
        for corner, own in self.own.items():
            way[corner] = own.at_m[member]
        return way

    def of(self, member: int) -> "Line":
        """What is at the corners of a member's way."""
        told: dict[str, Any] = {}
        for corner, own in self.own.items():
            for name in ("queue", "hold_s", "rest_s"):
                if (values := getattr(own, name)) is not None:
                    column = told.setdefault(name, getattr(self, name).copy())
                    column[corner] = values[member]
        return replace(self, **told) if told else self

    def _beside(self, aside_m: float) -> Points:
        if not self.jumps:
            way = beside(self.corners, aside_m)
            return way.copy() if self.own else way
        ends = [*(corner + 1 for corner in self.jumps), len(self.corners)]
        parts = [self.corners[a:b] for a, b in pairwise([0, *ends])]
        return np.concatenate([beside(part, aside_m) for part in parts])


def line_of(trail: Trail) -> Line:
    """The line along a trail."""
    about = trail.about
    queue = np.array([one.queue for one in about], np.int64)
    rest_s = np.array([one.rest_s for one in about], np.float64)
    return Line(
        corners=np.array(trail.at_m),
        floor=np.array([one.floor for one in about], np.int64),
        queue=queue,
        rest_s=rest_s,
        hold_s=np.array([one.hold_s for one in about], np.float64),
        held=_held(queue, rest_s) if trail.own or trail.checks else np.full(len(about), NONE),
        facing_deg=np.array([one.facing_deg for one in about], np.float64),
        jumps=trail.jumps,
        own=trail.own,
        checks=trail.checks,
        round=trail.round,
        back=trail.back,
    )


def _held(queue: Numbers, rest_s: Floats) -> Numbers:
    """(k,) the next corner at which one waits in a line, from each on; -1: none before a rest.

    >>> _held(np.array([-1, -1, 3, -1, -1]), np.array([0.0, 0.0, 0.0, 60.0, 0.0])).tolist()
    [2, 2, -1, -1, -1]
    """
    found = np.full(len(queue), NONE)
    for corner in range(len(queue) - 2, -1, -1):
        after = corner + 1
        if rest_s[after] > 0:
            continue
        found[corner] = after if queue[after] >= 0 else found[after]
    return found
