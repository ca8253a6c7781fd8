"""What a timeline's next injects will do, worked out long before their time.

Each is worked out on the world as the ones before it will leave it. Nothing comes about of it: it
is there so that pictures of alerts to come are made in time. What comes otherwise, as by an inject
by hand, is worked out again.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from sim.events import AlertRaised
from sim.training.injects.effects import Alerted, Cast
from sim.training.injects.inject import Inject, act_of, inject_of
from sim.training.injects.planned import Planned
from sim.training.injects.scene import Scene
from sim.training.injects.steering import Steering
from sim.training.injects.work import Task, Worked
from sim.training.probes import Probe

FORESEEN_S = 300.0
"""So long before its time, in people's seconds, an inject of a timeline is foreseen."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An inject that is due at a moment, and what it will do, once that is worked out."""

    inject: Inject
    due_s: float
    task: Task
    work: Future[Worked]

    @property
    def worked(self) -> Worked | None:
        """What it will do; None: that is not known yet, or it cannot be brought about then."""
        if not self.work.done() or self.work.exception() is not None:
            return None
        return self.work.result()


@dataclass(frozen=True, slots=True)
class Outlook:
    """The alerts that are to come by their numbers, who plays whom in those that are brought about,
    the faces of the tracks of those that injects made, and the scene on which all stands, as far as
    is foreseen.
    """

    scene: Scene
    alerts: Mapping[int, AlertRaised]
    cast: Mapping[int, Cast]
    looks: Mapping[int, Sequence[Probe]]


class Foreseen:
    """The next injects of a timeline, one after another in a chain; worked out one at a time by a
    `pool`'s thread.
    """

    def __init__(self, planned: Planned, pool: Executor) -> None:
        self.planned, self.pool = planned, pool
        self.chain: list[Coming] = []

    def look(self, steering: Steering, now_s: float, speed: float) -> None:
        """Go on working out, at a moment of a clock of that speed."""
        wanted = self.planned.upcoming(now_s + FORESEEN_S * speed)
        self._drop(steering, [(round(due_s, 3), one) for due_s, one in wanted])
        if len(self.chain) < len(wanted) and all(link.work.done() for link in self.chain):
            due_s, planned = wanted[len(self.chain)]
            inject, at_s = inject_of(act_of(planned)), round(max(due_s, now_s), 3)
            before = next((link.worked for link in reversed(self.chain) if link.worked), None)
            task = before.then(inject, at_s) if before else steering.task(inject, at_s)
            link = Coming(planned, round(due_s, 3), task, self.pool.submit(task.worked))
            self.chain.append(link)

    def link(self, inject: Inject, at_s: float, steering: Steering) -> Coming | None:
        """What was foreseen of an inject for that very moment, if it still holds."""
        fresh = (one for one in self.chain if steering.fresh(one.task))
        same = (one for one in fresh if (one.task.inject, one.task.at_s) == (inject, at_s))
        return next(same, None)

    def outlook(self, steering: Steering) -> Outlook:
        """What is to come, with all that is foreseen by now."""
        gone, scene = steering.answer.cases.gone, steering.scene
        alerts = {n: one for n, one in steering.coming.items() if n not in gone}
        cast, looks = dict(steering.cast), dict(steering.looks)
        for worked in (link.worked for link in self.chain):
            if worked is not None:
                scene = worked.scene
                brought = [one for one in worked.effects if isinstance(one, Alerted)]
                cast |= {one.alert.alert: one.cast for one in brought}
                alerts |= {one.alert.alert: one.alert for one in brought}
                looks |= {**worked.looks, **{one.alert.alert: one.looks for one in brought}}
                alerts = _with_later(alerts, worked, cast)
        return Outlook(scene, alerts, cast, looks)

    def _drop(self, steering: Steering, wanted: list[tuple[float, Inject]]) -> None:
        """Forget what came about, and all that stands on what did not come about as foreseen."""
        while self.chain and self.chain[0].inject.id in self.planned.done:
            del self.chain[0]
        told = [(link.due_s, link.inject) for link in self.chain]
        if told != wanted[: len(told)] or (told and not steering.fresh(self.chain[0].task)):
            self.chain = []


def _with_later(
    alerts: Mapping[int, AlertRaised], worked: Worked, cast: Mapping[int, Cast]
) -> dict[int, AlertRaised]:
    """The alerts to come once the engine raises others from then on."""
    if worked.later is None:
        return dict(alerts)
    raised = {one.alert: one for one in worked.later}
    at_s = worked.task.at_s
    kept = {n: a for n, a in alerts.items() if a.time_s <= at_s or n in cast or n in raised}
    return kept | {n: a for n, a in raised.items() if n not in kept}
