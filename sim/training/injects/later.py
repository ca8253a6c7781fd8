"""Which alerts the engine raises from a moment on, with all that injects have changed.

What was raised before stays as it was; the same people walk the same ways with the same luck, so
an alert that no change touches is the same one. Surges and evacuations change who walks where:
those are laid over the scenario before it is played (`laid_over`).
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from engine.matching.gallery import NOBODY
from scenarios.failures import UPHEAVALS, Failure
from scenarios.schema import Scenario
from sim.cameras.sightings import Sightings
from sim.events import AlertRaised
from sim.recognition.scores import Searched, alerts_of, search
from sim.recognition.troubles import PICTURES, troubled
from sim.training.injects.effects import Blurred, Leaned, ThresholdMoved, Withdrawn
from sim.training.injects.scene import Scene
from sim.world.demography.leaning import leaning

Flags = NDArray[np.bool_]


def alerts_after(scene: Scene, now_s: float) -> list[AlertRaised]:
    """The alerts still to come at a moment, in the order of time. One that was to come anyway keeps
    its number; new ones are numbered on after all there are.
    """
    sightings, searched = _seen(scene)
    pictures = [one for one in scene.brought if one.kind in PICTURES]
    failures = (*scene.scenario.failures, *pictures)
    left = troubled(sightings, searched, failures, scene.day.cameras, scene.streams)
    reached, found = left.sightings, _listed(scene, left.sightings, left.searched)
    raised = [
        alert
        for from_s, to_s, threshold in _steps(scene)
        for alert in alerts_of(scene.scenario.engine, scene.day, reached, found, threshold)
        if max(from_s, now_s) <= alert.time_s < to_s
    ]
    return _numbered(scene, sorted(raised, key=attrgetter("time_s")))


def laid_over(scenario: Scenario, failures: Sequence[Failure]) -> Scenario:
    """The scenario with further failures, of which it is played from the first: the only way for
    those that change who comes and where people walk.
    """
    told = scenario.model_dump()
    return Scenario.model_validate(told | {"failures": (*scenario.failures, *failures)})


def upheavals(scene: Scene) -> list[Failure]:
    """Those among the changes that need the day to be walked anew."""
    return [one for one in scene.brought if one.kind in UPHEAVALS]


def _seen(scene: Scene) -> tuple[Sightings, Searched]:
    """The sightings with what is out of focus, and what is searched of them with that and with
    groups that are treated in another way; both only while that lasts.
    """
    sightings, searched = scene.sightings, scene.searched
    time_s = sightings.time_s
    names = [camera.id for camera in scene.day.cameras]
    touched = np.zeros(len(sightings), np.bool_)
    for one in scene.changes:
        if isinstance(one, Blurred):
            rows = _during(time_s, one.from_s, one.to_s)
            if one.camera:
                rows &= sightings.camera == names.index(one.camera)
            sightings = _less_sharp(sightings, rows, one.times)
            touched |= rows
    if touched.any():
        searched = _anew(scene, sightings, searched, touched)
    for one in scene.changes:
        if isinstance(one, Leaned):
            searched = _leaning(scene, one, sightings, searched)
    return sightings, searched


def _during(time_s: NDArray[np.float64], from_s: float, to_s: float) -> Flags:
    found: Flags = (time_s >= from_s) & (time_s < to_s)
    return found


def _less_sharp(sightings: Sightings, rows: Flags, times: float) -> Sightings:
    """Faces that show no more than smaller ones would."""
    share = np.where(rows, np.float32(1 / times), np.float32(1))
    return replace(sightings, interocular_px=sightings.interocular_px * share)


def _anew(scene: Scene, sightings: Sightings, before: Searched, touched: Flags) -> Searched:
    """What is searched of some rows now, and of the others before. All looks at those people are
    searched, since each has the luck of its number among them.
    """
    rows = np.flatnonzero(np.isin(sightings.person, np.unique(sightings.person[touched])))
    few = Sightings(*(getattr(sightings, field.name)[rows] for field in fields(sightings)))
    now = search(scene.scenario, scene.day, few, scene.preset, scene.streams)
    found = {field.name: getattr(before, field.name).copy() for field in fields(before)}
    for name, column in found.items():
        column[touched] = getattr(now, name)[touched[rows]]
    return Searched(**found)


def _leaning(scene: Scene, one: Leaned, sightings: Sightings, before: Searched) -> Searched:
    """The scores of a group moved, as a scenario's `planted` moves them."""
    shift = leaning(scene.day.people.labels, [one.lean]).astype(np.float32)
    rows = _during(sightings.time_s, one.from_s, one.to_s) & (before.subject != NOBODY)
    moved = np.minimum(before.score + shift[sightings.person], 1)
    return replace(before, score=np.where(rows, moved, before.score))


def _listed(scene: Scene, sightings: Sightings, searched: Searched) -> Searched:
    """Without what resembled an entry most that is not on the list any more."""
    subject = searched.subject.copy()
    for one in scene.changes:
        if isinstance(one, Withdrawn):
            gone = np.isin(searched.subject, np.fromiter(one.subjects, np.int64))
            subject[gone & (sightings.time_s >= one.from_s)] = NOBODY
    return replace(searched, subject=subject)


def _steps(scene: Scene) -> list[tuple[float, float, float]]:
    """From when to when which threshold holds."""
    moves = sorted({one.from_s for one in scene.changes if isinstance(one, ThresholdMoved)})
    starts, ends = [-np.inf, *moves], [*moves, np.inf]
    return [(a, b, scene.threshold_at(a)) for a, b in zip(starts, ends, strict=True)]


def _numbered(scene: Scene, raised: Sequence[AlertRaised]) -> list[AlertRaised]:
    known = {_about(alert): alert.alert for alert in scene.alerts}
    taken = [*known.values(), *(one.alert.alert for one in scene.injected)]
    free = 1 + max(taken, default=-1)
    found = []
    for alert in raised:
        number = known.get(_about(alert))
        if number is None:
            number, free = free, free + 1
        found.append(replace(alert, alert=number))
    return found


def _about(alert: AlertRaised) -> tuple[float, str, int, int]:
    return alert.time_s, alert.camera, alert.person, alert.subject
