"""A crowd of bodies tick by tick: let in, noted, turned at corners, paced, watched, moved on."""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.footfall.populations import Pedestrians
from sim.world.lines import Lines
from sim.world.walker import DT_S
from sim.world.walkers.steering.bodies import AIR_M
from sim.world.walkers.steering.course import Course
from sim.world.walkers.steering.doorways import Doorways
from sim.world.walkers.steering.lineup import THERE_M, Lineup
from sim.world.walkers.steering.rows import Rows
from sim.world.walkers.steering.storeys import Storeys
from sim.world.walkers.steering.together import ahead_m, slowing
from sim.world.walkers.steering.watch import MOST_HELP, Watch

NOBODY = -1
ASIDE_M, ASIDE_TICKS = 1.0, 4
"""Who is stuck goes aside by so much for so long, to one side and then to the other."""
PACE_MPS = 0.02
"""Wanted speeds that differ by less are one."""

Numbers = NDArray[np.int64]
Points = NDArray[np.float64]


class Walk:
    """All walkers' progress along their lines over floors, by way of `corners` (m, 2), the lines'
    own or about there; arrays over walkers, in the order of arrival.

    `left_s` (n,) is when each left the floor for good, infinite: not yet; `given_up` are those whom
    nothing helped, taken off it.
    """

    def __init__(
        self,
        lines: Lines,
        corners: Points,
        floors: Sequence[shapely.Polygon],
        levels: Sequence[int],
        population: Pedestrians,
        start_s: float,
    ) -> None:
        count, self.levels = len(lines.person), np.array(levels)
        self.lines, self.noted = lines, np.ceil(start_s / DT_S)
        self.bodies = Storeys(floors, population)
        self.apart_m = 2 * population.radius_m + AIR_M
        corners = self.bodies.onto(corners, lines.floor)
        self.course = Course(lines, lines.first + 1, corners, self.bodies.rooms)
        self.begins_m = corners[lines.first]
        self.rows, self.watch = Rows(count), Watch(count, DT_S)
        self.left_s = np.full(count, np.inf)
        self.given_up: list[int] = []
        self.body, self.owner = np.full(count, NOBODY), dict[int, int]()
        self.pace_mps = lines.speed_mps.copy()
        self.goes_on = np.zeros(int(lines.visit.max(initial=0)) + 1, np.int64)
        self.waiting, self.shopping = deque[int](), dict[int, int]()
        self.aside: dict[int, int] = {}
        self.due_s = np.full(lines.queues, -np.inf)
        self.lineup = Lineup(self.course)
        self.stays, self.holds = dict[int, int](), dict[int, tuple[int, float]]()
        self.in_line: dict[int, Points] = {}
        self.coming = 0

    @property
    def over(self) -> bool:
        """Whether all have come and left."""
        return self.coming == len(self.left_s) and bool(np.isfinite(self.left_s).all())

    def run(self, end_s: float | None, progress: Callable[[float], None] | None) -> None:
        """Walk tick by tick until all have left, or end_s."""
        arrival_s = self.lines.arrival_s
        if not len(arrival_s):
            return
        now, last_s = int(np.ceil(arrival_s[0] / DT_S)), max(arrival_s[-1], DT_S)
        end = np.inf if end_s is None else np.floor(end_s / DT_S)
        while now <= end and not self.over:
            self.tick(now)
            now += 1
            if progress and now % 100 == 0:
                progress(min(now * DT_S / last_s, 1.0))

    def tick(self, now: int) -> None:
        """All that happens at a tick, and the way to the next."""
        self._come(now)
        self._let_in(now)
        self._get_up(now)
        walkers, at_m = self._where()
        stands = self.goes_on[self.lines.visit[walkers]] > now
        turned = np.where(stands, self.lines.turned_deg[walkers], 0.0)
        level = self.levels[self.course.floor(walkers)]
        self.rows.note(now, walkers, at_m, level, turned, bool(now >= self.noted))
        up = ~np.isin(walkers, list(self.stays))
        self._line_up(walkers[up], at_m[up])
        self._turn(now, walkers[up], at_m[up])
        self._help(now, *self._still(walkers, at_m))
        self._pace(now, *self._still(walkers, at_m))
        for body in self.bodies.step(DT_S):
            self._again(self.owner.pop(body))

    def _come(self, now: int) -> None:
        """Whoever has arrived by now, or is done in a shop, wants in."""
        done = [walker for walker, wakes in self.shopping.items() if wakes <= now]
        for walker in done:
            del self.shopping[walker]
        came = int(np.searchsorted(self.lines.arrival_s, now * DT_S, "right"))
        self.waiting.extend([*done, *range(self.coming, came)])
        self.coming = max(came, self.coming)

    def _let_in(self, now: int) -> None:
        """Whoever waits and finds room steps onto the floor."""
        if not self.waiting:
            return
        doorways = [
            Doorways(one.room, self.apart_m, one.standing().at_m) for one in self.bodies.each
        ]
        for walker in [self.waiting.popleft() for _ in range(len(self.waiting))]:
            goal = int(self.course.goal[walker])
            floor = int(self.lines.floor[goal])
            place = doorways[floor].place(self.begins_m[walker])
            if place is None:
                self.waiting.append(walker)
                continue
            aim = self.course.corners[goal]
            body = self.bodies.enter(floor, place, aim, float(self.lines.speed_mps[walker]))
            self.body[walker], self.owner[body] = body, walker
            self.pace_mps[walker] = self.lines.speed_mps[walker]
            self.rows.came(walker, place, aim)
            self.watch.turned(walker, goal, now)

    def _get_up(self, now: int) -> None:
        """Whoever has sat or waited for long enough, or was checked, goes on."""
        for walker in [one for one, wakes in self.stays.items() if wakes <= now]:
            del self.stays[walker]
            self._free(walker, now)
            if self.body[walker] != NOBODY:
                goal = int(self.course.goal[walker])
                self._aim(walker, self.course.corners[goal])
                self.watch.turned(walker, goal, now)

    def _free(self, walker: int, now: int) -> None:
        """Somebody leaves the place that they had to themselves."""
        if walker in self.holds:
            queue, ready_s = self.holds.pop(walker)
            self.due_s[queue] = max(ready_s, now * DT_S)

    def _line_up(self, walkers: Numbers, at_m: Points) -> None:
        """Whoever comes to a line joins it, and moves up in it."""
        if not self.lines.queues:
            return
        found, places_m = self.lineup.join(walkers, at_m)
        self.in_line = dict(zip(walkers[found].tolist(), places_m, strict=True))
        aside = np.isin(walkers[found], list(self.aside))
        self.bodies.aim(self.body[walkers[found][~aside]], places_m[~aside])

    def _where(self) -> tuple[Numbers, Points]:
        """Who is on the floor, and where."""
        standing = self.bodies.standing()
        walkers = [self.owner.get(body, NOBODY) for body in standing.body.tolist()]
        found = np.array(walkers, np.int64)
        return found[found != NOBODY], standing.at_m[found != NOBODY]

    def _still(self, walkers: Numbers, at_m: Points) -> tuple[Numbers, Points]:
        """Those of some who have not just left the floor."""
        here = self.body[walkers] != NOBODY
        return walkers[here], at_m[here]

    def _turn(self, now: int, walkers: Numbers, at_m: Points) -> None:
        """Turn at corners; talk at some, rest in shops; leave at the end."""
        while len(walkers):
            there = self.course.arrived(walkers, at_m)
            walkers, at_m = walkers[there], at_m[there]
            on = np.array([self._pass(int(walker), now) for walker in walkers], bool)
            walkers, at_m = walkers[on], at_m[on]
            self.bodies.aim(self.body[walkers], self.course.aims_m(walkers))

    def _pass(self, walker: int, now: int) -> bool:
        """Somebody is at the corner they went for; whether they walk on."""
        lines, corner = self.lines, int(self.course.goal[walker])
        queue = int(lines.queue[corner])
        link = queue >= 0 and bool(lines.rest_s[corner] > 0)
        if queue >= 0 and not (link or self.lineup.first(walker)):
            return False
        if queue >= 0 and not self._steps_on(queue, corner, now):
            return False
        if queue >= 0 and not link:
            self.lineup.let_on(walker)
            self.holds[walker] = (queue, float(self.due_s[queue]))
            self.due_s[queue] = np.inf
        if lines.pause_s[corner] > 0:
            ticks = int(np.ceil(lines.pause_s[corner] / DT_S))
            self.goes_on[lines.visit[walker]] = now + 1 + ticks
        if corner == lines.last[walker]:
            self._leave(walker, now)
            return False
        comes_back = corner + link
        self.course.goal[walker] = comes_back + 1
        ticks = max(int(np.ceil(lines.rest_s[corner] / DT_S)), 1)
        if lines.rest_s[corner] > 0 and np.isfinite(lines.facing_deg[corner]):
            self.stays[walker] = now + 1 + ticks
            self.rows.heading_deg[walker] = lines.facing_deg[corner]
            return False
        if lines.rest_s[corner] > 0:
            self._off(walker)
            self.begins_m[walker] = self.course.corners[comes_back]
            self.shopping[walker] = now + 1 + ticks
            return False
        self.watch.turned(walker, corner + 1, now)
        return True

    def _steps_on(self, queue: int, corner: int, now: int) -> bool:
        """Whether somebody is let on at a corner now, and then the next that much later."""
        if self.due_s[queue] > now * DT_S:
            return False
        self.due_s[queue] = max(self.due_s[queue], (now - 1) * DT_S) + self.lines.hold_s[corner]
        return True

    def _again(self, walker: int) -> None:
        """Somebody who was pressed into a wall comes back beside it as soon as there is room."""
        self.body[walker] = NOBODY
        self.begins_m[walker] = self.rows.last_m[walker]
        self.waiting.appendleft(walker)

    def _off(self, walker: int) -> None:
        body = int(self.body[walker])
        self.bodies.leave(body)
        del self.owner[body]
        self.body[walker] = NOBODY

    def _leave(self, walker: int, now: int) -> None:
        self._off(walker)
        self.lineup.drop(walker)
        self._free(walker, now)
        self.left_s[walker] = (now + 1) * DT_S

    def _help(self, now: int, walkers: Numbers, at_m: Points) -> None:
        """Who is stuck goes aside a few times, and is taken off the floor at last."""
        for walker in [one for one, until in self.aside.items() if until <= now]:
            del self.aside[walker]
            if self.body[walker] != NOBODY:
                self._aim(walker, self.course.corners[self.course.goal[walker]])
        stands = self.goes_on[self.lines.visit[walkers]] > now
        stands |= self.course.queueing(walkers, at_m) | self._waits(walkers, at_m)
        away = self.course.away_m(walkers, at_m)
        place = dict(zip(walkers.tolist(), at_m, strict=True))
        for walker in self.watch.stuck(walkers, away, stands, now).tolist():
            if self.watch.helped[walker] > MOST_HELP:
                self._leave(walker, now)
                self.given_up.append(walker)
            else:
                self._step_aside(walker, place[walker], now)

    def _waits(self, walkers: Numbers, at_m: Points) -> NDArray[np.bool_]:
        """(k,) who of some stays where they are, or stands at their place in a line."""
        found: NDArray[np.bool_] = np.isin(walkers, list(self.stays))
        for k, walker in enumerate(walkers.tolist() if self.in_line else ()):
            if (place := self.in_line.get(walker)) is not None and not self.lineup.first(walker):
                found[k] |= bool(np.hypot(*(place - at_m[k])) < THERE_M)
        return found

    def _step_aside(self, walker: int, at_m: Points, now: int) -> None:
        ahead = self.course.corners[self.course.goal[walker]] - at_m
        side = np.array([-ahead[1], ahead[0]]) / max(float(np.hypot(*ahead)), 1e-9)
        side = side if self.watch.helped[walker] % 2 else -side
        floor = self.course.floor(np.array([walker]))
        self._aim(walker, self.bodies.onto((at_m + ASIDE_M * side)[None], floor)[0])
        self.aside[walker] = now + ASIDE_TICKS

    def _aim(self, walker: int, target_m: Points) -> None:
        self.bodies.aim(self.body[[walker]], target_m[None])

    def _pace(self, now: int, walkers: Numbers, at_m: Points) -> None:
        """Groups wait for their last; who talks stands."""
        lines = self.lines
        absent = np.array([*self.waiting, *self.shopping], np.int64)
        before = self.course.corners[self.course.goal[absent] - 1]
        everybody = np.concatenate([walkers, absent])
        progress = self.course.progress_m(everybody, np.concatenate([at_m, before]))
        ahead = ahead_m(progress + lines.behind_m[everybody], lines.visit[everybody])
        wanted = lines.speed_mps[walkers] * slowing(ahead[: len(walkers)])
        wanted[(self.goes_on[lines.visit[walkers]] > now) | self._waits(walkers, at_m)] = 0.0
        changed = np.abs(wanted - self.pace_mps[walkers]) > PACE_MPS
        self.pace_mps[walkers[changed]] = wanted[changed]
        self.bodies.pace(self.body[walkers[changed]], wanted[changed])
