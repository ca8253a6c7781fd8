"""Scores fidelity: templates drawn from the stand-in, through the real search and decisions.

Association is by who a person is, broken where the engine would break it, after `lost_after_s`
unseen: at the two sightings a second of this fidelity a box tracker has nothing to hold on to.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.matching.decide import Match, decide
from engine.matching.gallery import NOBODY, Gallery
from engine.measure.calibration.presets import Preset
from engine.measure.calibration.standin import StandIn
from engine.measure.calibration.strangers import Draws, Strangers
from engine.settings import EngineSettings
from scenarios.schema import Scenario
from sim.cameras.sightings import Sightings, passes
from sim.events import AlertRaised, FaceDetected, ProbeMatched, ProbeSearched
from sim.recognition.claims import Recognition, face_of, firsts
from sim.recognition.looks import look, probes
from sim.streams import Streams
from sim.world.crowd import People
from sim.world.day import Day
from sim.world.demography.leaning import leaning


@dataclass(frozen=True, slots=True)
class Searched:
    """What the engine's eyes and search made of each sighting; nothing here knows a threshold.

    `detected` (n,): the detector found the face. `searched` (n,): it was good enough to search.
    `subject` (n,) is the row of the most similar subject and `score` (n,) its comparison score; -1
    and -1 where nothing was searched for.
    """

    detected: NDArray[np.bool_]
    searched: NDArray[np.bool_]
    subject: NDArray[np.int32]
    score: NDArray[np.float32]


def threshold_of(scenario: Scenario, preset: Preset) -> float:
    """The comparison score that counts as a match before this scenario's watchlist."""
    return preset.threshold(scenario.engine, scenario.watchlist.size)


def search(
    scenario: Scenario,
    day: Day,
    sightings: Sightings,
    preset: Preset,
    streams: Streams,
    progress: Callable[[float], None] | None = None,
) -> Searched:
    """Which sightings the engine would have found and searched, and whom they resemble most."""
    faces = look(sightings, day.cameras, scenario.engine, preset.standin, streams)
    subject = np.full(len(sightings), NOBODY, np.int32)
    score = np.full(len(sightings), -1, np.float32)
    if not scenario.watchlist.size:
        return Searched(faces.detected, faces.searched, subject, score)
    standin = preset.standin.turned()
    gallery, listed = enrol(scenario.watchlist.size, standin, preset.pack_id, streams)
    seen = np.unique(sightings.person[faces.searched])
    means = _means(day.people, seen, listed, Strangers(standin, gallery.templates), streams)
    leans = leaning(day.people.labels, scenario.planted.scores).astype(np.float32)
    total, done = int(faces.searched.sum()), 0
    for number, camera in enumerate(day.cameras):
        rows = np.flatnonzero(faces.searched & (sightings.camera == number))
        for part, templates in probes(camera, sightings, rows, means, standin, streams):
            subject[part], alike = gallery.search(templates)
            score[part] = np.minimum(alike + leans[sightings.person[part]], 1)
            done += len(part)
            if progress:
                progress(done / total)
    return Searched(faces.detected, faces.searched, subject, score)


def decided(
    scenario: Scenario, day: Day, sightings: Sightings, searched: Searched, threshold: float
) -> Recognition:
    """What the engine says of what was searched, at this threshold."""
    names = tuple(camera.id for camera in day.cameras)
    matched = _matched(searched, threshold)
    return Recognition(
        threshold=threshold,
        detected=firsts(sightings, searched.detected, names, FaceDetected),
        searched=firsts(sightings, searched.searched, names, ProbeSearched),
        matched=firsts(sightings, matched, names, ProbeMatched, searched.subject, searched.score),
        alerts=_alerts(scenario.engine, day, sightings, searched, threshold),
    )


def _matched(searched: Searched, threshold: float) -> NDArray[np.bool_]:
    """Which sightings (n,) resemble somebody on the watchlist at the threshold or above."""
    found: NDArray[np.bool_] = (searched.subject >= 0) & (searched.score >= np.float64(threshold))
    return found


def enrol(
    size: int, standin: StandIn, pack_id: str, streams: Streams
) -> tuple[Gallery, NDArray[np.float32]]:
    """The watchlist's templates, and each subject's own mean that its probes are drawn around."""
    means, templates = standin.subjects(size, streams.rng("watchlist"))
    return Gallery(tuple(str(n) for n in range(size)), templates, pack_id), means


def _means(
    people: People,
    seen: NDArray[np.int32],
    listed: NDArray[np.float32],
    strangers: Strangers,
    streams: Streams,
) -> NDArray[np.float32]:
    """The mean (n, d) around which each one's templates are drawn, of those `seen` (k,)."""
    means = np.zeros((len(people), listed.shape[1]), np.float32)
    subject = people.subject[seen]
    means[seen[subject >= 0]] = listed[subject[subject >= 0]]
    others = seen[subject < 0].astype(np.int64)
    means[others] = strangers.people(others, stranger_draws(streams))
    return means


def stranger_draws(streams: Streams) -> Draws:
    """The chance of strangers' candidates, by their own numbers."""
    return lambda block, turn: streams.rng(f"stranger {turn}", block)


def _alerts(
    settings: EngineSettings, day: Day, sightings: Sightings, searched: Searched, threshold: float
) -> list[AlertRaised]:
    """Let the engine decide, feed by feed; then say which claims are true."""
    rows = np.flatnonzero(_matched(searched, threshold))
    track = _tracks(sightings, searched.detected, rows, settings.lost_after_s)
    due = [
        row
        for number in range(len(day.cameras))
        for row in _due(settings, sightings, searched, threshold, track, rows, number)
    ]
    due.sort(key=lambda row: (sightings.time_s[row], sightings.camera[row], sightings.person[row]))
    return [_alert(number, row, day, sightings, searched) for number, row in enumerate(due)]


def _due(
    settings: EngineSettings,
    sightings: Sightings,
    searched: Searched,
    threshold: float,
    track: NDArray[np.int32],
    rows: NDArray[np.intp],
    camera: int,
) -> list[int]:
    """Rows at which one feed's matches raise an alert."""
    matches = [
        Match(
            time_s=float(sightings.time_s[row]),
            frame=row,
            track=int(number),
            subject=int(searched.subject[row]),
            score=float(searched.score[row]),
        )
        for row, number in zip(rows.tolist(), track, strict=True)
        if sightings.camera[row] == camera
    ]
    return [match.frame for match in decide(matches, settings, threshold)]


def _alert(
    number: int, row: int, day: Day, sightings: Sightings, searched: Searched
) -> AlertRaised:
    person, subject = int(sightings.person[row]), int(searched.subject[row])
    return AlertRaised(
        time_s=float(sightings.time_s[row]),
        alert=number,
        camera=day.cameras[int(sightings.camera[row])].id,
        person=person,
        subject=subject,
        score=float(searched.score[row]),
        true=bool(day.people.subject[person] == subject),
        **face_of(sightings, row),
    )


def _tracks(
    sightings: Sightings,
    detected: NDArray[np.bool_],
    rows: NDArray[np.intp],
    lost_after_s: float,
) -> NDArray[np.int32]:
    """The track of the detected face at each of `rows`, as long-lived as the engine's own."""
    theirs = np.zeros(int(sightings.person.max(initial=-1)) + 1, np.bool_)
    theirs[sightings.person[rows]] = True
    seen = np.flatnonzero(detected & theirs[sightings.person])
    columns = (sightings.time_s[seen], sightings.camera[seen], sightings.person[seen])
    return passes(*columns, lost_after_s)[np.searchsorted(seen, rows)]
