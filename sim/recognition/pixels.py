"""Pixels fidelity: people rendered into feeds, and the real engine watching the written files.

The engine reads nothing but the feeds and the watchlist's images. Who was who is joined from
the feeds' truth files after it has spoken.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from engine.disk.files import write_text
from engine.disk.parquet import write_table
from engine.pictures.writing import write_picture
from engine.settings import EngineSettings
from engine.watch import watch
from scenarios.failures import Failure
from scenarios.schema import Camera, Scenario
from sim.cameras.frames import record
from sim.cameras.join import BOX, join
from sim.cameras.outages import FAILURE, IN_VIEW, NONE, in_view, lasting, shown
from sim.cameras.sightings import Sightings, passes
from sim.cameras.truth import SEEN
from sim.casting.everybody import everybody
from sim.casting.nearness import CASTING, labels_of
from sim.casting.staging import PEOPLE_SEED, staged
from sim.errors import SimError
from sim.events import AlertRaised, Event, FaceDetected, ProbeMatched, ProbeSearched
from sim.jobs.notes import Notes
from sim.jobs.running import run_jobs
from sim.recognition.claims import Recognition, first_rows
from sim.recognition.traffic import Traffic, read_traffic
from sim.recognition.troubles import PICTURES
from sim.streams import Streams
from sim.tables import cast_table, subjects_table
from sim.world.crowd import People
from sim.world.day import Day

Progress = Callable[[float], None]

TRUE = ("frame", "time_s", "person", *BOX, *SEEN)
"""What is read of a feed's truth."""
MEASURED = ("interocular_px", "yaw_deg", "pitch_deg", "sharpness", "luminance")
"""What the engine knows of the face that an alert rests on."""
LATE = "late_s"
"""How much later than it was taken a face's frame came."""
NO_TRAFFIC: Mapping[str, Traffic] = MappingProxyType({})


def film(
    scenario: Scenario,
    day: Day,
    streams: Streams,
    notes: Notes,
    progress: Progress,
    outages: Sequence[Failure] = (),
) -> None:
    """Write the window's feeds, on which `outages` show, their truth, and the watchlist's images,
    named by subject; who is filmed, as tall and in the manner of who plays them, and who is planted
    as whose kin, stands in cast.parquet, who is enrolled in subjects.parquet, and how near they
    come to whom they play in CASTING.

    Raises SimError if the preset has admitted fewer rendered people than come into view.
    """
    stage, folder = staged(scenario, day, streams), notes.folder
    played = replace(day, people=stage.people)
    cast = cast_table(stage.people, stage.playing, stage.kin, stage.kin_of, stage.played)
    write_table(folder / "cast.parquet", cast)
    faces = labels_of(stage.faces, PEOPLE_SEED)
    enrolled = subjects_table(stage.subjects, stage.faces, stage.theirs, faces)
    write_table(folder / "subjects.parquet", enrolled)
    near = {of: one.to_json() for of, one in stage.near.items()}
    write_text(folder / CASTING, json.dumps(near, indent=2) + "\n")
    jobs = [
        notes.job(
            f"film {camera.id}",
            (f"feeds/{camera.id}.*",),
            _film,
            (camera, played, streams, folder / "feeds", outages),
            8.0,
        )
        for camera in day.cameras
    ]
    parts = (np.array_split(numbers, 2) for numbers in (stage.subjects, stage.faces))
    for number, (subjects, faces) in enumerate(zip(*parts, strict=True)):
        files = [f"watchlist/{portrait_name(subject)}" for subject in subjects.tolist()]
        portray = (subjects, faces, folder / "watchlist")
        jobs.append(notes.job(f"portraits {number}", files, _portray, portray))
    run_jobs(jobs, progress=progress)


def look(
    cameras: Sequence[Camera],
    settings: EngineSettings,
    notes: Notes,
    progress: Progress,
    traffic: Mapping[str, Traffic] = NO_TRAFFIC,
) -> None:
    """Let the engine watch the written feeds, each as `footfall engine watch` would, but for frames
    that an overloaded one drops; the `traffic` of each camera is kept beside what it said.
    """
    jobs = [
        notes.job(
            f"watch {camera.id}",
            (f"watch/{camera.id}/**/*",),
            _watch,
            (camera.id, settings, notes.folder, traffic.get(camera.id)),
        )
        for camera in cameras
    ]
    run_jobs(jobs, progress=progress)


def portrait_name(subject: int) -> str:
    """The file name of a subject's enrolment picture."""
    return f"{subject:05d}.png"


def sightings(cameras: Sequence[Camera], folder: Path) -> Sightings:
    """The truth of all feeds as sightings, in the order of time, camera, person: of people who are
    in view, whether their frames come or not.
    """
    truths = [_truth(camera, folder) for camera in cameras]
    tables = [_plain(truth.filter(pa.array(in_view(truth)))) for truth in truths]
    numbers = np.repeat(np.arange(len(tables), dtype=np.int16), [len(t) for t in tables])
    table = pa.concat_tables(tables).append_column("camera", pa.array(numbers))
    table = table.sort_by([(name, "ascending") for name in ("time_s", "camera", "person")])
    box = [table[side].to_numpy() for side in ("x1_px", "y1_px", "x2_px", "y2_px")]
    names = ("time_s", "camera", "person", *SEEN)
    columns = {name: table[name].to_numpy() for name in names}
    pass_id = passes(columns["time_s"], columns["camera"], columns["person"])
    sharpness = np.ones(len(table), np.float32)
    return Sightings(**columns, pass_id=pass_id, face_px=np.stack(box, 1), sharpness=sharpness)


def losses(
    cameras: Sequence[Camera],
    folder: Path,
    failures: Sequence[Failure],
    outages: Sequence[Failure],
    loads: Sequence[Failure] = (),
) -> tuple[list[int], list[int]]:
    """Of each failure, how many looks at people it could take, and how many it took; `outages` are
    those of them that were filmed, `loads` those that the ledgers of the films know.
    """
    offered, lost = [0] * len(failures), [0] * len(failures)
    numbers = np.array([*(failures.index(one) for one in outages), NONE])
    loaded = np.array([*(failures.index(one) for one in loads), NONE])
    for camera in cameras if failures else ():
        truth = _truth(camera, folder)
        truth = truth.filter(pa.array(in_view(truth) | ~shown(truth)))
        time_s, failure = truth["time_s"].to_numpy(), np.full(len(truth), NONE)
        if outages:
            failure = numbers[truth[FAILURE].to_numpy()]
        if traffic := read_traffic(folder / "watch" / camera.id):
            failure = _first(failure, loaded[traffic.failure[truth["frame"].to_numpy()]])
        for number, one in enumerate(failures):
            if one.kind in PICTURES and one.what in ("", camera.id):
                free = (failure == NONE) | (failure >= number)
                offered[number] += int((free & lasting(one, time_s)).sum())
                lost[number] += int((failure == number).sum())
    return offered, lost


def _first(one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """The lower of two numbers (n,) of failures, of those that there are."""
    both = np.where(other == NONE, one, np.minimum(one, other))
    return np.where(one == NONE, other, both)


def recognised(
    cameras: Sequence[Camera],
    people: People,
    start_s: float,
    folder: Path,
    failures: Sequence[Failure] = (),
) -> Recognition:
    """What the engine said of feeds that begin at `start_s`, joined with who was really there;
    where a failure delays frames, or lets them wait, it said so as much later.
    """
    detected: list[FaceDetected] = []
    searched: list[ProbeSearched] = []
    matched: list[ProbeMatched] = []
    raised: list[AlertRaised] = []
    threshold = 0.0
    for camera in cameras:
        faces = pq.read_table(folder / "watch" / camera.id / "faces.parquet")
        person = join(faces, _truth(camera, folder))
        traffic = read_traffic(folder / "watch" / camera.id)
        waited_s = traffic.waited_s[faces["frame"].to_numpy()] if traffic else 0.0
        late_s = _late_s(failures, camera, start_s + faces["time_s"].to_numpy(), waited_s)
        faces = faces.append_column(LATE, pa.array(late_s))
        known = person >= 0
        searchable = known & pc.is_null(faces["reason"]).to_numpy()
        firsts = partial(_firsts, start_s, camera, faces, person)
        summary = json.loads((folder / "watch" / camera.id / "summary.json").read_text())
        threshold = summary["threshold"]
        subject, score = faces["subject"], faces["score"].to_numpy().astype(np.float64)
        matching = searchable & pc.is_valid(subject).to_numpy() & (score >= threshold)
        detected += [FaceDetected(*key) for _, key in firsts(known)]
        searched += [ProbeSearched(*key) for _, key in firsts(searchable)]
        matched += [
            ProbeMatched(*key, int(subject[row].as_py()), float(score[row]))
            for row, key in firsts(matching)
        ]
        raised += _raised(start_s, camera, faces, person, people, folder)
    alerts = [replace(one, alert=number) for number, one in enumerate(sorted(raised, key=_time))]
    detected.sort(key=_time)
    searched.sort(key=_time)
    matched.sort(key=_time)
    return Recognition(threshold, detected, searched, matched, alerts)


def _time(event: Event) -> float:
    return event.time_s


def _firsts(
    start_s: float,
    camera: Camera,
    faces: pa.Table,
    person: NDArray[np.int64],
    chosen: NDArray[np.bool_],
) -> Iterator[tuple[int, tuple[float, int, str]]]:
    """The row of each person's first chosen face, with when it was looked at, whose it was, and by
    which camera.
    """
    time_s, late_s = faces["time_s"].to_numpy(), faces[LATE].to_numpy()
    one_camera = np.zeros(len(faces), np.int16)
    for row in first_rows(person.astype(np.int32), one_camera, chosen).tolist():
        yield row, (start_s + float(time_s[row] + late_s[row]), int(person[row]), camera.id)


def _raised(
    start_s: float,
    camera: Camera,
    faces: pa.Table,
    person: NDArray[np.int64],
    people: People,
    folder: Path,
) -> list[AlertRaised]:
    """One camera's alerts, each about whoever stood where its face was found, with what the engine
    measured of that face.
    """
    measured = faces.select([*MEASURED, LATE]).to_pylist()
    where = zip(faces["frame"].to_pylist(), faces["track"].to_pylist(), strict=True)
    there = dict(zip(where, zip(person.tolist(), measured, strict=True), strict=True))
    found = []
    for line in (folder / "watch" / camera.id / "alerts.jsonl").read_text().splitlines():
        alert = json.loads(line)
        who, face = there[alert["frame"], alert["track"]]
        subject = int(alert["subject"])
        found.append(
            AlertRaised(
                time_s=start_s + alert["time_s"] + face[LATE],
                alert=alert["id"],
                camera=camera.id,
                person=who,
                subject=subject,
                score=alert["score"],
                true=who >= 0 and int(people.subject[who]) == subject,
                **{name: None if face[name] is None else round(face[name], 3) for name in MEASURED},
            )
        )
    return found


def _late_s(
    failures: Sequence[Failure],
    camera: Camera,
    taken_s: NDArray[np.float64],
    waited_s: NDArray[np.float64] | float,
) -> NDArray[np.float64]:
    """How much later than they were taken these frames are looked at, none before an earlier one;
    `waited_s` (n,) is how long they lay in queues.
    """
    late_s = np.zeros(len(taken_s)) + waited_s
    for one in failures:
        if one.kind == "network_delay" and one.what in ("", camera.id):
            late_s += one.much * lasting(one, taken_s)
    found: NDArray[np.float64] = np.maximum.accumulate(taken_s + late_s) - taken_s
    return found


def _truth(camera: Camera, folder: Path) -> pa.Table:
    file = folder / "feeds" / f"{camera.id}.truth.parquet"
    marks = [name for name in (FAILURE, IN_VIEW) if name in pq.read_schema(file).names]
    return pq.read_table(file, columns=[*TRUE, *marks])


def _plain(truth: pa.Table) -> pa.Table:
    """A truth without marks, as all tables have it."""
    return truth.select(TRUE)


def _portray(
    subjects: NDArray[np.int64], faces: NDArray[np.int64], folder: Path, progress: Progress
) -> None:
    """Write the watchlist's images of some subjects, each with the face that plays it."""
    folder.mkdir(parents=True, exist_ok=True)
    sprites = everybody()
    for done, (subject, face) in enumerate(zip(subjects.tolist(), faces.tolist(), strict=True)):
        write_picture(folder / portrait_name(subject), sprites.enrolment(face))
        progress((done + 1) / len(subjects))


def _film(
    camera: Camera,
    day: Day,
    streams: Streams,
    folder: Path,
    outages: Sequence[Failure],
    progress: Progress,
) -> None:
    record(camera, day, everybody(), streams, folder, progress, outages)


def _watch(
    camera: str,
    settings: EngineSettings,
    folder: Path,
    traffic: Traffic | None,
    progress: Progress,
) -> None:
    feed, out = folder / "feeds" / f"{camera}.mp4", folder / "watch" / camera
    dropped = traffic.dropped if traffic else ()
    about = (feed, folder / "watchlist", out, settings)
    summary = watch(*about, dropped=dropped, progress=progress)
    if traffic:
        traffic.keep(out)
    if missing := summary["enrolment"]["missing"]:
        raise SimError(f"{folder / 'watchlist'}: got nobody enrolled as {missing[0]}, wanted all")
