"""What an inject will do at a moment, worked out by itself: a pure function of the scene, which may
run beside the clock while that goes on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, get_args

from engine.moments import INSTANT_S
from scenarios.failures import UPHEAVALS, Failure
from scenarios.schema import Scenario
from sim.errors import SimError
from sim.events import AlertRaised, Event
from sim.response.answer import Walks
from sim.response.officers.pursuit import NOBODY
from sim.stages.decide import Decisions
from sim.training.injects.brought import effects
from sim.training.injects.effects import Alerted, Change, Effect, Failed
from sim.training.injects.inject import Inject
from sim.training.injects.later import alerts_after, upheavals
from sim.training.injects.scene import Scene
from sim.training.probes import Probe, probes

CHANGES = get_args(Change)


class Grounds(Protocol):
    """What injects change the world of."""

    @property
    def decisions(self) -> Decisions:
        """What the engine says there, and what happens before anybody answers."""

    def scene(self) -> Scene:
        """What injects are made of."""

    def walks(self, persons: Iterable[int]) -> Walks:
        """Where people walk, at least these."""

    def overturned(self, failures: Sequence[Failure]) -> "Grounds":
        """The same day with further surges and evacuations."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a task came to: what the inject does and the scene as it is then.

    Where that changes which alerts the engine raises from then on, they are `later`, with the faces
    of new ones' tracks in `looks`. Where officers have to know of other people, `walks` has them.
    Where everybody walks otherwise from then on, it is on another `ground`, with other events
    `before` anybody answers.
    """

    task: "Task"
    effects: tuple[Effect, ...]
    scene: Scene
    later: Sequence[AlertRaised] | None = None
    looks: Mapping[int, Sequence[Probe]] = field(default_factory=dict)
    walks: Walks | None = None
    ground: Grounds | None = None
    before: Sequence[Event] = ()

    def then(self, inject: Inject, at_s: float) -> "Task":
        """What has to be worked out next, for a moment after this one came about."""
        told, alerts = self.task, [e.alert for e in self.effects if isinstance(e, Alerted)]
        alerts += self.later or ()
        numbers = (one.alert for one in (*alerts, *self.scene.alerts))
        return Task(
            inject,
            at_s,
            self.scene,
            self.ground or told.ground,
            max(told.first, 1 + max(numbers, default=-1)),
            told.until_s,
            self.walks or told.walks,
            told.people | {one.person for one in alerts},
            told.before if self.ground is None else self.before,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """An inject that is to come about at a moment on a scene of a `ground`, in a session that plays
    alerts until another; its own are numbered from `first` on. Officers know the ways of some, and
    `people` are those who have had alerts or are to have some; `before` is what happens before
    anybody answers.
    """

    inject: Inject
    at_s: float
    scene: Scene
    ground: Grounds
    first: int
    until_s: float
    walks: Walks
    people: frozenset[int]
    before: Sequence[Event]

    def worked(self) -> Worked:
        """Work it out; SimError where the moment does not allow it."""
        found = effects(self.inject, self.scene, self.at_s, self.first)
        alerts = [one for one in found if isinstance(one, Alerted)]
        changes = [one for one in found if isinstance(one, CHANGES)]
        changes = [one for one in changes if not laid(one, self.scene.scenario, self.at_s)]
        if changes:
            return self._changed(found, changes)
        scene = self.scene.after(alerts) if alerts else self.scene
        people = {one.alert.person for one in alerts}
        return Worked(self, found, scene, walks=self._walks(self.ground, people))

    def _changed(self, found: tuple[Effect, ...], changes: Sequence[Change]) -> Worked:
        ground, before, scene = None, self.before, self.scene.after(changes)
        if any(isinstance(one, Failed) and one.failure.kind in UPHEAVALS for one in changes):
            ground = self._overturned(scene)
            scene = scene.over(ground.scene())
            came = [event for event in before if event.time_s < self.at_s]
            before = [*came, *(e for e in ground.decisions.before if e.time_s >= self.at_s)]
        raised = alerts_after(scene, self.at_s + INSTANT_S)
        later = [one for one in raised if one.time_s < self.until_s]
        known = {one.alert for one in scene.alerts}
        more = [one for one in later if one.alert not in known]
        walks = self._walks(ground or self.ground, {one.person for one in more}, ground is not None)
        told = replace(scene, alerts=(*scene.alerts, *more)).after(())
        return Worked(self, found, told, later, self._looks(scene, more), walks, ground, before)

    def _overturned(self, scene: Scene) -> Grounds:
        if scene.scenario.briefed is not None:
            raise SimError(
                f"inject {self.inject.id}: got {self.inject.kind} by hand, and officers look for"
                " people by themselves, wanted it on the timeline"
            )
        return self.ground.overturned(upheavals(scene))

    def _walks(self, ground: Grounds, people: set[int], anew: bool = False) -> Walks | None:
        """Where they walk with all others, if officers do not know it; None: they do."""
        first = self.walks.day.crowd.first
        if anew or not all(first[one] < first[one + 1] for one in people if one != NOBODY):
            return ground.walks({*self.people, *people})
        return None

    def _looks(self, scene: Scene, alerts: Sequence[AlertRaised]) -> Mapping[int, Sequence[Probe]]:
        names = [camera.id for camera in scene.day.cameras]
        about = (scene.sightings, scene.searched, names, scene.scenario.engine.lost_after_s)
        return probes(alerts, *about) if alerts else {}


def laid(effect: Effect, scenario: Scenario, at_s: float) -> bool:
    """Whether an effect is an upheaval that the scenario is played with anyway."""
    if not isinstance(effect, Failed) or effect.failure.kind not in UPHEAVALS:
        return False
    return any(
        one.kind == effect.failure.kind and one.from_s - 1 <= at_s <= one.to_s
        for one in scenario.failures
    )
