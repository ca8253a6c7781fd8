"""What injects are made of: a day as cameras saw it, and the engine that looked at it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.matching.gallery import Gallery
from engine.measure.calibration.presets import Preset
from engine.measure.calibration.standin import StandIn
from scenarios.failures import Failure
from scenarios.schema import Scenario
from sim.cameras.sightings import Sightings
from sim.events import AlertRaised
from sim.recognition.scores import Searched, enrol
from sim.recognition.troubles import in_the_dark
from sim.stages.decide import DECIDED
from sim.stages.search import FOUND
from sim.stages.sightings import OBSERVED
from sim.stages.span import cameras_of
from sim.stages.stage import Given
from sim.stages.world import unwalked
from sim.streams import Streams
from sim.training.injects.effects import (
    Alerted,
    Change,
    Effect,
    Failed,
    Leaned,
    ThresholdMoved,
    Withdrawn,
)
from sim.world.day import Day
from sim.world.demography.leaning import leaning


@dataclass(frozen=True)
class Scene:
    """A day (nobody's way is in it), its sightings and what was searched of them, and the alerts
    that are to come of it at the threshold; `changes` are those so far, and `injected` the alerts.
    """

    scenario: Scenario
    day: Day
    sightings: Sightings
    searched: Searched
    preset: Preset
    streams: Streams
    threshold: float
    alerts: Sequence[AlertRaised]
    changes: tuple[Change, ...] = field(default=())
    injected: tuple[Alerted, ...] = field(default=())

    @cached_property
    def enrolled(self) -> tuple[StandIn, Gallery, NDArray[np.float32]]:
        """The stand-in, turned; the real gallery, and (n, d) who its subjects are."""
        standin = self.preset.standin.turned()
        size = self.scenario.watchlist.size
        return standin, *enrol(size, standin, self.preset.pack_id, self.streams)

    @cached_property
    def by_person(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The sightings' people in rising order, and the rows in that order."""
        order = np.argsort(self.sightings.person, kind="stable")
        return self.sightings.person[order], order

    @property
    def brought(self) -> list[Failure]:
        """The failures among the changes, in the order in which they came about."""
        return [one.failure for one in self.changes if isinstance(one, Failed)]

    @cached_property
    def looked_at(self) -> NDArray[np.bool_]:
        """(n,) which sightings are searched: not those by cameras that are out or stand still."""
        names = [camera.id for camera in self.day.cameras]
        failures = [*self.scenario.failures, *self.brought]
        return self.searched.searched & ~in_the_dark(failures, self.sightings, names)

    def late_s(self, camera: str, time_s: float) -> float:
        """How much later than it is taken a camera's frame of that moment comes."""
        failures = [*self.scenario.failures, *self.brought]
        about = [one for one in failures if one.kind == "network_delay" and one.lasts(time_s)]
        return sum(one.much for one in about if one.what in ("", camera))

    def looks(self, person: int, camera: int) -> NDArray[np.int64]:
        """The rows at which somebody was searched for at a camera, in the order of time."""
        people, order = self.by_person
        rows = order[np.searchsorted(people, person) : np.searchsorted(people, person, "right")]
        found: NDArray[np.int64] = rows[
            (self.sightings.camera[rows] == camera) & self.searched.searched[rows]
        ]
        return found

    def after(self, effects: Iterable[Effect]) -> "Scene":
        """The same once these came about; who is enrolled is not drawn again."""
        told = tuple(effects)
        changes = tuple(one for one in told if isinstance(one, Change))
        alerts = tuple(one for one in told if isinstance(one, Alerted))
        found = replace(self, changes=(*self.changes, *changes), injected=(*self.injected, *alerts))
        for name in ("enrolled", "by_person"):
            if name in self.__dict__:
                found.__dict__[name] = self.__dict__[name]
        return found

    def over(self, other: "Scene") -> "Scene":
        """The same, in another scene's day; who is enrolled is not drawn again."""
        names = ("scenario", "day", "sightings", "searched")
        found = replace(self, **{name: getattr(other, name) for name in names})
        if "enrolled" in self.__dict__:
            found.__dict__["enrolled"] = self.__dict__["enrolled"]
        return found

    def threshold_at(self, now_s: float) -> float:
        """The threshold at a moment, with all changes so far."""
        moves = (c for c in self.changes if isinstance(c, ThresholdMoved) and c.from_s <= now_s)
        return min(max(self.threshold + sum(one.shift for one in moves), -1.0), 1.0)

    def leaning_at(self, person: int, now_s: float) -> float:
        """By how much somebody's scores are higher at a moment than their faces say."""
        leans = (c for c in self.changes if isinstance(c, Leaned) and c.from_s <= now_s < c.to_s)
        about = [*self.scenario.planted.scores, *(one.lean for one in leans)]
        labels = self.day.people.labels.take(np.array([person]))
        return float(leaning(labels, about)[0]) if about else 0.0

    def withdrawn_at(self, now_s: float) -> frozenset[int]:
        """Entries that are not on the list any more at a moment."""
        found = (c for c in self.changes if isinstance(c, Withdrawn) and c.from_s <= now_s)
        return frozenset[int]().union(*(one.subjects for one in found))


def scene_of(given: Given) -> Scene:
    """That of a run in scores fidelity whose stages up to the alerts are there."""
    setting, decided = given.setting, given.result(DECIDED)
    return Scene(
        scenario=setting.scenario,
        day=replace(unwalked(given), cameras=cameras_of(setting.scenario)),
        sightings=given.result(OBSERVED).sightings,
        searched=given.result(FOUND),
        preset=setting.preset,
        streams=setting.streams,
        threshold=decided.threshold,
        alerts=tuple(decided.alerts),
    )
