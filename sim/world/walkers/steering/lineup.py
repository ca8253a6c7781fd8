"""Lines before places and checks: who stands where in which, and who is let on next."""

import numpy as np
from numpy.typing import NDArray

from sim.world.staying.gates import SPACE_M
from sim.world.walkers.steering.course import Course

Numbers = NDArray[np.int64]
Points = NDArray[np.float64]

JOIN_M = 1.0
"""Whoever is so near the end of a line joins it."""
THERE_M = 0.2
"""So near their place in a line people stand."""
NONE = -1


class Lineup:
    """The number of each walker (n,) in the line they stand in, -1 for none, and how many have
    joined each line and were let on.
    """

    def __init__(self, course: Course) -> None:
        lines = course.lines
        self.course, self.lines = course, lines
        self.ticket = np.full(len(lines.person), NONE)
        self.front = np.full(len(lines.person), NONE)
        self.given = np.zeros(lines.queues, np.int64)
        self.taken = np.zeros(lines.queues, np.int64)

    def join(self, walkers: Numbers, at_m: Points) -> tuple[Numbers, Points]:
        """Let some (k,) who are at places (k, 2) join the lines that they come to; who of them are
        in one, by their places among them, and where each is to stand.
        """
        goal = self.course.goal[walkers]
        front = self.lines.held[goal - 1]
        some = np.flatnonzero(front >= 0)
        away = self.course.away_m(walkers, at_m)
        along = self.lines.along_m
        for k in some[np.argsort(away[some], kind="stable")].tolist():
            walker, line = int(walkers[k]), int(self.lines.queue[front[k]])
            far_m = along[front[k]] - along[goal[k]] + away[k]
            waiting = int(self.given[line] - self.taken[line])
            if self.ticket[walker] == NONE and far_m <= (waiting + 1) * SPACE_M + JOIN_M:
                self.ticket[walker], self.front[walker] = self.given[line], front[k]
                self.given[line] += 1
        found = some[self.ticket[walkers[some]] != NONE]
        places = [self._place(int(walkers[k]), int(goal[k])) for k in found.tolist()]
        return found, np.array(places).reshape(-1, 2)

    def first(self, walker: int) -> bool:
        """Whether nobody stands before a walker."""
        if self.ticket[walker] == NONE:
            return False
        return bool(self.ticket[walker] == self.taken[self.lines.queue[self.front[walker]]])

    def let_on(self, walker: int) -> None:
        """The first of a line leaves it."""
        self.taken[self.lines.queue[self.front[walker]]] += 1
        self.ticket[walker] = self.front[walker] = NONE

    def drop(self, walker: int) -> None:
        """Somebody leaves their line, wherever they stand in it; those behind move up."""
        if self.ticket[walker] == NONE:
            return
        line = self.lines.queue[self.front[walker]]
        queue = np.where(self.front >= 0, self.lines.queue[self.front], NONE)
        self.ticket[(queue == line) & (self.ticket > self.ticket[walker])] -= 1
        self.given[line] -= 1
        self.ticket[walker] = self.front[walker] = NONE

    def _place(self, walker: int, goal: int) -> Points:
        """Where somebody stands in their line, on their way to the corner they go for."""
        corner = int(self.front[walker])
        back_m = float(self.ticket[walker] - self.taken[self.lines.queue[corner]]) * SPACE_M
        corners = self.course.corners
        while True:
            away = corners[corner - 1] - corners[corner]
            length = max(float(np.hypot(*away)), 1e-9)
            if corner == goal or back_m <= length:
                break
            back_m, corner = back_m - length, corner - 1
        if corner != goal:
            at: Points = corners[goal]
            return at
        place: Points = corners[corner] + away / length * min(back_m, length)
        return place
