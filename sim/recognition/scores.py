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
from sim.recognition.claims import Recognition, face_of, first_rows
from sim.streams import Streams
from sim.world.crowd import People
from sim.world.day import Day

CHUNK = 16_384
"""Probes searched at once."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Which sightings became a detected face, and which of those were good enough to search."""

    detected: NDArray[np.bool_]
    searched: NDArray[np.bool_]


def recognise(
    scenario: Scenario,
    day: Day,
    sightings: Sightings,
    preset: Preset,
    streams: Streams,
    progress: Callable[[float], None] | None = None,
) -> Recognition:
    """What the engine would have said about these sightings."""
    standin, people = preset.standin, day.people
    threshold = preset.threshold(scenario.engine, scenario.watchlist.size)
    faces = look(sightings, scenario.engine, standin, streams)
    gallery, means = enrol(scenario.watchlist.size, standin, preset.pack_id, streams)
    best, score = _search(sightings, faces, people, standin, gallery, means, streams, progress)
    alerts = raised(scenario, people, sightings, faces.detected, best, score, threshold)
    names = tuple(camera.id for camera in day.cameras)
    return Recognition(
        threshold=threshold,
        detected=[FaceDetected(*key) for key in _first(sightings, faces.detected, names)],
        searched=[ProbeSearched(*key) for key in _first(sightings, faces.searched, names)],
        alerts=alerts,
    )


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


def tracks(
    sightings: Sightings, detected: NDArray[np.bool_], lost_after_s: float
) -> NDArray[np.int32]:
    """The track (n,) of each detected face, as long-lived as the engine's own; -1 elsewhere."""
    number = np.full(len(sightings), -1, np.int32)
    rows = np.flatnonzero(detected)
    columns = (sightings.time_s[rows], sightings.camera[rows], sightings.person[rows])
    number[rows] = passes(*columns, lost_after_s)
    return number


def raised(
    scenario: Scenario,
    people: People,
    sightings: Sightings,
    detected: NDArray[np.bool_],
    best: NDArray[np.intp],
    score: NDArray[np.float32],
    threshold: float,
) -> list[AlertRaised]:
    """Let the engine decide, feed by feed; then say which claims are true."""
    found: list[tuple[float, int, int, float, int, int]] = []
    track = tracks(sightings, detected, scenario.engine.lost_after_s)
    for number in range(len(scenario.cameras)):
        rows = np.flatnonzero((sightings.camera == number) & (score >= threshold))
        matches = [
            Match(
                time_s=float(sightings.time_s[row]),
                frame=int(row),
                track=int(track[row]),
                subject=int(best[row]),
                score=float(score[row]),
            )
            for row in rows
        ]
        for match in decide(matches, scenario.engine, threshold):
            person = int(sightings.person[match.frame])
            found.append((match.time_s, number, person, match.score, match.subject, match.frame))
    return [
        AlertRaised(
            time_s=time_s,
            alert=alert,
            camera=scenario.cameras[camera].id,
            person=person,
            subject=subject,
            score=value,
            true=bool(people.subject[person] == subject),
            **face_of(sightings, row),
        )
        for alert, (time_s, camera, person, value, subject, row) in enumerate(sorted(found))
    ]


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
