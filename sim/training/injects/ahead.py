"""Injects that are to come, each worked out beside the clock before its moment.

The clock goes on meanwhile. An inject is worked out for a moment that is still to come, and comes
about at exactly that one; its act has that time, so played again it comes to the same. What is not
ready in time, or was worked out before another inject changed what it stands on, is worked out
again for a later moment.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from sim.errors import SimError
from sim.training.events import SESSION, Injected
from sim.training.injects.foreseen import Foreseen
from sim.training.injects.inject import Inject, act_of, inject_of
from sim.training.injects.planned import Planned
from sim.training.injects.steering import Steering
from sim.training.injects.work import Task, Worked
from sim.training.store import Row

LEAP_S = 1.0
"""The clock goes no further at once, in people's seconds, however long nobody let it."""
SHORTEST_S = 0.5
"""An inject by hand comes about no sooner, in people's seconds, while the clock runs."""
EARLY_S = 20.0
"""So long before it is due, in people's seconds, a timeline's inject is begun to be worked out."""
SPARE = 1.5
"""Times as long as the last try took is what the next one is given."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The scenario's time, and how many seconds of it pass in one of people's (0: it stands)."""

    now_s: float
    speed: float


@dataclass
class Awaited:
    """An inject that is to come about: whose act it is, the moment it is due, and where it was
    asked for by hand who waits for what came of it (`asked`).

    While it is worked out `work` is that, begun at `begun_s` for the moment `at_s`; where that was
    too late it took `took_s` of people's seconds.
    """

    act: Injected
    by: str
    due_s: float
    asked: Future[Row] | None = None
    inject: Inject = field(init=False)
    at_s: float = 0.0
    task: Task | None = None
    work: Future[Worked] | None = None
    begun_s: float = 0.0
    took_s: float = 0.0

    def __post_init__(self) -> None:
        self.inject = inject_of(self.act)

    def lead_s(self, clock: Clock) -> float:
        """How much of the scenario's time it is given to be worked out."""
        return max(SHORTEST_S, SPARE * self.took_s) * clock.speed

    def begin(
        self,
        steering: Steering,
        clock: Clock,
        pool: Executor | None,
        foreseen: Foreseen | None = None,
    ) -> None:
        """Work it out for the moment it is due, or for the next one it can be ready at, if it was
        not foreseen for that one.
        """
        late = pool is not None and self.due_s < clock.now_s + self.lead_s(clock)
        ready_s = clock.now_s + (self.lead_s(clock) if late else 0.0)
        self.begun_s, self.at_s = clock.now_s, round(max(self.due_s, ready_s), 3)
        link = foreseen.link(self.inject, self.at_s, steering) if foreseen else None
        if link is not None:
            self.task, self.work = link.task, link.work
            return
        self.task = steering.task(self.inject, self.at_s)
        self.work = _done(self.task) if pool is None else pool.submit(self.task.worked)

    @property
    def refused(self) -> bool:
        """Whether whoever asked for it by hand is to be told that it cannot be."""
        worked = self.asked is not None and self.work is not None and self.work.done()
        return worked and self.work is not None and self.work.exception() is not None

    def ready(self, steering: Steering, clock: Clock) -> bool:
        """Whether it is worked out, and still holds; what does not is begun again."""
        if self.task is None or self.work is None or not self.work.done():
            return False
        in_time = self.at_s >= clock.now_s and (clock.speed > 0 or self.at_s == clock.now_s)
        if in_time and steering.fresh(self.task):
            return True
        if clock.now_s > self.at_s:
            took_s = (clock.now_s - self.begun_s) / (clock.speed or 1.0)
            self.took_s = max(self.took_s, took_s)
        self.task = None
        return False


def _done(task: Task) -> Future[Worked]:
    """The task, done at once."""
    found: Future[Worked] = Future()
    try:
        found.set_result(task.worked())
    except SimError as err:
        found.set_exception(err)
    return found


class Ahead:
    """What of a session is still to come about: its timeline's, and what was asked for by hand.

    One at a time is worked out, the one that is due first, by a `pool`'s thread; without one when
    its moment has come, while the clock stands. What is `foreseen` is taken from there.
    """

    def __init__(
        self, planned: Planned, pool: Executor | None = None, foreseen: Foreseen | None = None
    ) -> None:
        self.planned, self.pool, self.foreseen = planned, pool, foreseen
        self.asked: list[Awaited] = []
        self._next: Awaited | None = None

    @property
    def awaited(self) -> list[Awaited]:
        """What is asked for by hand, and what of the timeline is next."""
        return [*self.asked, *([self._next] if self._next else [])]

    def ask(self, by: str, act: Injected, now_s: float) -> Future[Row]:
        """Let an inject come about as soon as can be; what is told of it then. SimError for one of
        the timeline that is on its way, or was there.
        """
        on_its_way = {one.act.inject for one in self.asked} | self.planned.done
        if act.inject and act.inject in on_its_way:
            raise SimError(f"inject {act.inject}: got it again, wanted it once")
        told: Future[Row] = Future()
        self.asked.append(Awaited(act, by, now_s, told))
        return told

    def due(self, steered: Callable[[], Steering], clock: Clock, until_s: float) -> Awaited | None:
        """What comes about next by a moment, worked out or refused for its own `at_s`; None: there
        is nothing, or it is not ready.
        """
        one = self._first(clock)
        if one is None:
            return None
        steering = steered()
        if not one.ready(steering, clock):
            if one.task is None:
                one.begin(steering, clock, self.pool, self.foreseen)
            if not one.ready(steering, clock):
                return None
        return one if one.at_s <= until_s or one.refused else None

    def over(self, one: Awaited) -> None:
        """It came about or was refused."""
        self.asked = [other for other in self.asked if other is not one]
        self._next = None if one is self._next else self._next

    def give_up(self, why: str) -> None:
        """Nothing more comes about."""
        for one in self.asked:
            if one.asked:
                one.asked.set_exception(SimError(why))
        self.asked, self._next = [], None

    def _first(self, clock: Clock) -> Awaited | None:
        """What is due first, of what may be begun."""
        found = self._planned(clock) if clock.speed else None
        return min([*self.asked, *([found] if found else [])], key=_when, default=None)

    def _planned(self, clock: Clock) -> Awaited | None:
        early_s = clock.speed * (LEAP_S if self.pool is None else EARLY_S)
        told = self.planned.next(clock.now_s + early_s)
        if told is None:
            return None
        due_s, inject = told
        if self._next is None or self._next.act.inject != inject.id or self._next.due_s != due_s:
            self._next = Awaited(act_of(inject), SESSION, due_s)
        return self._next


def _when(one: Awaited) -> float:
    return max(one.at_s, one.due_s)
