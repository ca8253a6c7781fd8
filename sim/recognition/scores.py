"""Scores fidelity: templates drawn from the stand-in, through the real search and decisions.

Association is by who a person is, broken where the engine would break it, after `lost_after_s`
unseen: at the two sightings a second of this fidelity a box tracker has nothing to hold on to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.matching.decide import Match, decide
from engine.matching.gallery import Gallery
from engine.measure.presets import Preset
from engine.measure.standin import StandIn, Strangers
from engine.settings import EngineSettings
from scenarios.schema import Scenario
from sim.cameras.sightings import Sightings, passes
from sim.events import AlertRaised, FaceDetected, ProbeSearched
from sim.recognition.claims import Recognition, first_rows
from sim.streams import Streams
from sim.world.crowd import People
from sim.world.day import Day

CHUNK = 16_384
"""Probes searched at once."""


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


def recognise(
    scenario: Scenario,
    day: Day,
    sightings: Sightings,
    preset: Preset,
    streams: Streams,
    progress: Callable[[float], None] | None = None,
) -> Recognition:
    """What the engine would have said about these sightings: a search, then the decisions."""
    searched = search(scenario, day, sightings, preset, streams, progress)
    return decided(scenario, day, sightings, searched, threshold_of(scenario, preset))


def search(
    scenario: Scenario,
    day: Day,
    sightings: Sightings,
    preset: Preset,
    streams: Streams,
    progress: Callable[[float], None] | None = None,
) -> Searched:
    """Which sightings the engine would have found and searched, and whom they resemble most."""
    standin = preset.standin
    faces = look(sightings, scenario.engine, standin, streams)
    gallery, means = enrol(scenario.watchlist.size, standin, preset.pack_id, streams)
    found = _search(sightings, faces, day.people, standin, gallery, means, streams, progress)
    return Searched(faces.detected, faces.searched, found[0].astype(np.int32), found[1])


def decided(
    scenario: Scenario, day: Day, sightings: Sightings, searched: Searched, threshold: float
) -> Recognition:
    """What the engine says of what was searched, at this threshold."""
    names = tuple(camera.id for camera in day.cameras)
    return Recognition(
        threshold=threshold,
        detected=[FaceDetected(*key) for key in _first(sightings, searched.detected, names)],
        searched=[ProbeSearched(*key) for key in _first(sightings, searched.searched, names)],
        alerts=_alerts(scenario.engine, day, sightings, searched, threshold),
    )


@dataclass(frozen=True, slots=True)
class Faces:
    """Which sightings became a detected face, and which of those were good enough to search."""

    detected: NDArray[np.bool_]
    searched: NDArray[np.bool_]


def look(
    sightings: Sightings, settings: EngineSettings, standin: StandIn, streams: Streams
) -> Faces:
    """Draw which faces the detector finds; then the engine's own limits on size and pose."""
    chance = standin.detects(
        sightings.interocular_px, sightings.yaw_deg, sightings.pitch_deg, sightings.visible_share
    )
    draw = np.empty(len(sightings))
    for person, rows in _by_person(sightings.person, np.arange(len(sightings))):
        draw[rows] = streams.rng("detection", person).random(len(rows))
    detected = draw < chance
    good = (
        (sightings.interocular_px >= settings.minimum_interocular_px)
        & (np.abs(sightings.yaw_deg) <= settings.maximum_yaw_deg)
        & (np.abs(sightings.pitch_deg) <= settings.maximum_pitch_deg)
    )
    return Faces(detected, detected & good)


def enrol(
    size: int, standin: StandIn, pack_id: str, streams: Streams
) -> tuple[Gallery, NDArray[np.float32]]:
    """The watchlist's templates, and each subject's own mean that its probes are drawn around."""
    means, templates = standin.subjects(size, streams.rng("watchlist"))
    return Gallery(tuple(str(n) for n in range(size)), templates, pack_id), means


def _search(
    sightings: Sightings,
    faces: Faces,
    people: People,
    standin: StandIn,
    gallery: Gallery,
    means: NDArray[np.float32],
    streams: Streams,
    progress: Callable[[float], None] | None,
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Best subject and score of each searched sighting (-1 and -1 elsewhere)."""
    best = np.full(len(sightings), -1, np.intp)
    score = np.full(len(sightings), -1, np.float32)
    if not len(gallery.subjects):
        return best, score
    scale = standin.scale(
        sightings.interocular_px, sightings.yaw_deg, sightings.pitch_deg, sightings.visible_share
    )
    strangers = Strangers(standin, gallery.templates)
    waiting: list[tuple[NDArray[np.int64], NDArray[np.float32]]] = []
    total, done, held = int(faces.searched.sum()), 0, 0
    for person, rows in _by_person(sightings.person, np.flatnonzero(faces.searched)):
        subject = people.subject[person]
        rng = streams.rng("probe", person)
        mean = means[subject] if subject >= 0 else strangers.draw(rng)
        rows = rows[np.argsort(sightings.pass_id[rows], kind="stable")]
        for one in _runs(sightings.pass_id[rows]):
            waiting.append((rows[one], standin.probes(mean, scale[rows[one]], rng)))
        held += len(rows)
        done += len(rows)
        if held > CHUNK or done == total:
            where = np.concatenate([w[0] for w in waiting])
            best[where], score[where] = gallery.search(np.concatenate([w[1] for w in waiting]))
            waiting.clear()
            held = 0
            if progress:
                progress(done / total)
    return best, score


def _alerts(
    settings: EngineSettings, day: Day, sightings: Sightings, searched: Searched, threshold: float
) -> list[AlertRaised]:
    """Let the engine decide, feed by feed; then say which claims are true."""
    rows = np.flatnonzero((searched.subject >= 0) & (searched.score >= threshold))
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


def _first(
    sightings: Sightings, chosen: NDArray[np.bool_], names: tuple[str, ...]
) -> Iterator[tuple[float, int, str]]:
    for row in first_rows(sightings.person, sightings.camera, chosen):
        person, camera = int(sightings.person[row]), names[int(sightings.camera[row])]
        yield float(sightings.time_s[row]), person, camera


def _by_person(
    person: NDArray[np.int32], rows: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each person among `rows` with their rows, in the rows' own order."""
    order = rows[np.argsort(person[rows], kind="stable")]
    for part in _runs(person[order]):
        yield int(person[order[part.start]]), order[part]


def _runs(values: NDArray[np.int32]) -> Iterator[slice]:
    """Slices of equal neighbours."""
    if len(values):
        cuts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
        yield from (slice(a, b) for a, b in pairwise(cuts))
