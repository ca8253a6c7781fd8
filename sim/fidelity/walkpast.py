"""People who walk past one camera one after another, each looked at once by the real engine."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from engine.faces import Image
from engine.feeds.recorded import open_feed
from engine.measure.album import nearest
from engine.vision.analyser import Analyser
from scenarios.place import flat
from scenarios.schema import Camera, Imaging
from scenarios.venue import Entrance, Venue
from sim.cameras.frames import record
from sim.cameras.sensor.exposure import Exposure
from sim.people.sprites import Sprites
from sim.streams import Streams
from sim.world.crowd import Crowd, People
from sim.world.day import Day
from sim.world.demography.labels import alike, by_name

FPS = 5.0
CAMERA = Camera(
    id="gate", at_m=(1, 5), height_m=2.4, heading_deg=0, tilt_deg=7, fov_deg=30, fps=FPS
)
HALL = Venue(
    "hall", shapely.box(0, 0, 16, 10), (Entrance("East", shapely.box(14, 3, 15.9, 7)),), ()
)
STATURE_M = 1.7
FRAMES, LOOKED_AT = 8, 5
"""Frames in which each person is there, and the one that is looked at."""
CROP_IN_EYES = 4.0
"""The engine gets this many distances between the eyes to each side of a face."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How people come and how they are filmed; `course_deg` is the turn of their way from straight
    at the camera, at `metres` from which they are looked at.
    """

    name: str
    imaging: Imaging | None = None
    metres: float = 5.0
    speed_mps: float = 1.34
    course_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Passing:
    """One person's frame; `score` is that of the comparison with their enrolment, None where no
    face was found.
    """

    person: int
    bgr: Image
    landmarks_px: NDArray[np.floating[Any]]
    interocular_px: float
    blur_px: float
    gain_db: float
    score: float | None


def enrol(analyser: Analyser, sprites: Sprites, numbers: list[int]) -> dict[int, NDArray[Any]]:
    """Templates of those whose enrolment picture shows a single face."""
    found = {}
    for number in numbers:
        picture = sprites.enrolment(number)
        faces = analyser.detect(picture)
        if len(faces) == 1:
            found[number] = analyser.templates(picture, faces)[0]
    return found


def walk_past(
    condition: Condition,
    enrolled: dict[int, NDArray[Any]],
    analyser: Analyser,
    sprites: Sprites,
    progress: Callable[[float], None],
) -> list[Passing]:
    """Film everybody enrolled, each alone, read the feed back and compare."""
    numbers = list(enrolled)
    with TemporaryDirectory() as folder:
        exposure = film_past(condition, numbers, sprites, Path(folder), progress)
        truth = pq.read_table(Path(folder) / f"{CAMERA.id}.truth.parquet").to_pylist()
        wanted = {row["frame"]: row for row in truth if row["frame"] % FRAMES == LOOKED_AT}
        frames = open_feed(Path(folder) / f"{CAMERA.id}.mp4")
        taken = {frame.index: frame.bgr for frame in frames if frame.index in wanted}
    looks = []
    for frame, row in sorted(wanted.items()):
        marks = np.reshape(row["landmarks_px"], (5, 2))
        number = numbers[row["person"]]
        score = compared(analyser, taken[frame], marks, enrolled[number])
        size = row["interocular_px"], row["blur_px"]
        looks.append(Passing(number, taken[frame], marks, *size, exposure.gain_db, score))
    return looks


def film_past(
    condition: Condition,
    numbers: list[int],
    sprites: Sprites,
    folder: Path,
    progress: Callable[[float], None],
) -> Exposure:
    """Film them by CAMERA into that folder, each alone."""
    camera = Camera(**CAMERA.model_dump() | {"imaging": condition.imaging})
    return record(camera, _day(condition, numbers, camera), sprites, Streams(1), folder, progress)


def compared(
    analyser: Analyser, bgr: Image, marks: NDArray[Any], template: NDArray[Any]
) -> float | None:
    """The score of the face at those landmarks against a template, None if none is found there."""
    face, at = around(bgr, marks, CROP_IN_EYES)
    found = nearest(analyser.detect(face), marks - at)
    return None if found is None else float(analyser.templates(face, [found])[0] @ template)


def around(bgr: Image, marks: NDArray[Any], eyes: float) -> tuple[Image, NDArray[np.intp]]:
    """The picture around a face, so many distances between the eyes each way; its first pixel."""
    reach = eyes * max(float(np.ptp(marks, axis=0).max()), 1.0)
    low = np.maximum(marks.mean(0) - reach, 0).astype(int)
    high = np.ceil(marks.mean(0) + reach).astype(int)
    return np.ascontiguousarray(bgr[low[1] : high[1], low[0] : high[0]]), low


def _day(condition: Condition, numbers: list[int], camera: Camera) -> Day:
    count, ticks = len(numbers), np.arange(FRAMES + 1, dtype=np.int32)
    course = np.radians(condition.course_deg)
    away = (ticks - LOOKED_AT) / FPS * condition.speed_mps
    x = camera.at_m[0] + condition.metres - away * np.cos(course)
    y = camera.at_m[1] - away * np.sin(course)
    rows = len(ticks) * count
    walked = Crowd(
        dt_s=1 / FPS,
        person=np.repeat(np.arange(count, dtype=np.int32), len(ticks)),
        tick=np.concatenate([ticks + FRAMES * k for k in range(count)]).astype(np.int32),
        x_m=np.tile(x, count).astype(np.float32),
        y_m=np.tile(y, count).astype(np.float32),
        level=np.zeros(rows, np.int8),
        heading_deg=np.full(rows, 180 + condition.course_deg, np.float32),
        first=np.arange(count + 1, dtype=np.int64) * len(ticks),
    )
    return Day(flat(HALL), _people(numbers), walked, (camera,), 0.0, FRAMES * count / FPS)


def _people(numbers: list[int]) -> People:
    zero = np.zeros(len(numbers))
    return People(
        arrival_s=zero,
        exit_s=zero + np.inf,
        group=np.arange(len(numbers), dtype=np.int32),
        subject=np.full(len(numbers), -1, np.int32),
        identity=np.array(numbers, np.int64),
        height_m=np.full(len(numbers), STATURE_M, np.float32),
        speed_mps=zero.astype(np.float32),
        entrance=zero.astype(np.int16),
        exit=zero.astype(np.int16),
        manner=zero.astype(np.int8),
        child=zero.astype(bool),
        given_up=zero.astype(bool),
        staff=zero.astype(bool),
        avoided=zero.astype(np.int8),
        **by_name(alike(len(numbers))),
    )
