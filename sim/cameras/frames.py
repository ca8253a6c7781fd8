"""Feeds: the venue as a camera films it, as H.264, with the truth of every frame beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from engine.faces import Image
from engine.video import write_video
from scenarios.schema import Camera
from sim.cameras.backdrop import Backdrop, backdrop
from sim.cameras.compositing import Canvas, Figure
from sim.cameras.imaging import Sensor
from sim.cameras.join import BOX
from sim.cameras.scenes import Scene, frames_of, places_of, scene
from sim.cameras.sightings import Places, Sightings, see, sight_of
from sim.people.sprites import PITCH_STEP_DEG, Sprites
from sim.streams import Streams
from sim.world.day import Day

Floats = NDArray[np.floating[Any]]

SEEN = (
    "interocular_px", "frontal_px", "yaw_deg", "pitch_deg", "visible_share", "distance_m", "in_zone"
)  # fmt: skip
"""What the truth says of each face, as in `Sightings`."""
LIGHT = "mall"


@dataclass(frozen=True, slots=True)
class Taken:
    """One frame: `bgr`, and its figures by person with the pixels that show them, `owner`."""

    bgr: Image
    figures: dict[int, Figure]
    owner: NDArray[np.int32]


def record(
    camera: Camera,
    day: Day,
    sprites: Sprites,
    streams: Streams,
    folder: Path,
    progress: Callable[[float], None],
) -> None:
    """Film the span that is played into folder/ID.mp4 and its truth into folder/ID.truth.parquet.

    A person's identity is the number of who plays them in `sprites`. Truth has one row a head in
    the picture and frame; `time_s` counts from the scenario's start, `landmarks_px` is x and y of
    the five landmarks in turn, and `visible_share` is what the finished frame shows of the face.
    """
    places = places_of(camera, day)
    shown = scene(camera, day, places, streams)
    truth = see(camera, 0, day.people, places.take(_seen(camera, day, places)), streams)
    truth_frame = np.rint((truth.time_s - day.start_s) * camera.fps).astype(np.int32)
    empty, sensor = backdrop(camera, day.venue), Sensor(camera, streams)
    count = frames_of(camera, day)
    share = np.zeros(len(truth), np.float32)
    marks = np.zeros((len(truth), 10), np.float32)
    size = (camera.width_px, camera.height_px)
    with write_video(folder / f"{camera.id}.mp4", camera.fps, size) as video:
        for frame in range(count):
            taken = take(empty, shown.take(np.flatnonzero(shown.frame == frame)), day, sprites)
            video.add(sensor.take(taken.bgr, frame))
            for row in np.flatnonzero(truth_frame == frame).tolist():
                figure = taken.figures[int(truth.person[row])]
                share[row] = shown_share(figure, truth.face_px[row], taken.owner)
                marks[row] = landmarks(figure).ravel()
            progress((frame + 1) / count)
    _keep(folder / f"{camera.id}.truth.parquet", truth, truth_frame, share, marks)


def take(empty: Backdrop, shown: Scene, day: Day, sprites: Sprites) -> Taken:
    """One frame, its people laid from far to near."""
    owner = np.full(empty.ahead_m.shape, -1, np.int32)
    canvas = Canvas(empty.bgr.copy(), empty.ahead_m, owner)
    figures = [_figure(shown, row, day, sprites) for row in range(len(shown.person))]
    for figure in figures:
        canvas.shade(figure)
    for figure in figures:
        canvas.lay(figure)
    return Taken(canvas.bgr, {figure.person: figure for figure in figures}, owner)


def landmarks(figure: Figure) -> Floats:
    """(5, 2) in the picture."""
    found: Floats = figure.sprite.landmarks_px - figure.sprite.eyes_px + figure.eyes_px
    return found


def shown_share(figure: Figure, box_px: Floats, owner: NDArray[np.int32]) -> float:
    """Share of the face in an upright box that the frame shows, 0 to 1."""
    x1, y1, x2, y2 = (float(side) for side in box_px)
    x, y = np.meshgrid(np.arange(np.floor(x1), x2), np.arange(np.floor(y1), y2))
    middle, half = ((x1 + x2) / 2, (y1 + y2) / 2), ((x2 - x1) / 2, (y2 - y1) / 2)
    inside = ((x + 0.5 - middle[0]) / half[0]) ** 2 + ((y + 0.5 - middle[1]) / half[1]) ** 2 < 1
    columns, rows = x[inside].astype(int), y[inside].astype(int)
    shift = np.rint(figure.sprite.eyes_px - figure.eyes_px).astype(int)
    face = _at(figure.sprite.bgra[..., 3], columns + shift[0], rows + shift[1]) > 127
    shown = _at(owner + 1, columns, rows) == figure.person + 1
    return float((face & shown).sum() / max(face.sum(), 1))


def _at(values: NDArray[Any], columns: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any]:
    """Values of a picture (h, w) at places, 0 outside."""
    height, width = values.shape
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = np.zeros(len(columns), values.dtype)
    found[inside] = values[rows[inside], columns[inside]]
    return found


def _figure(shown: Scene, row: int, day: Day, sprites: Sprites) -> Figure:
    person, pitch = int(shown.person[row]), float(shown.pitch_deg[row])
    sprite = sprites.person(
        int(day.people.identity[person]),
        float(shown.px_per_m[row]),
        float(shown.body_yaw_deg[row]),
        float(shown.head_yaw_deg[row]),
        pitch,
        LIGHT,
        (int(shown.phase[row]), int(shown.pace[row])),
    )
    drawn_pitch = np.radians(round(pitch / PITCH_STEP_DEG) * PITCH_STEP_DEG)
    return Figure(
        person=person,
        sprite=sprite,
        eyes_px=shown.eyes_px[row],
        floor_px=shown.floor_px[row],
        feet_px=shown.feet_px[row],
        ahead_m=float(shown.ahead_m[row]),
        flat=float(shown.flat[row]),
        floor_below_px=float(sprite.feet_px * np.cos(drawn_pitch)),
    )


def _seen(camera: Camera, day: Day, places: Places) -> NDArray[np.bool_]:
    return sight_of(camera, day.venue).sees(places.x_m, places.y_m)


def _keep(
    path: Path,
    truth: Sightings,
    frame: NDArray[np.int32],
    share: NDArray[np.float32],
    marks: NDArray[np.float32],
) -> None:
    columns = {"frame": frame, "time_s": truth.time_s, "person": truth.person}
    columns |= {side: truth.face_px[:, k] for k, side in enumerate(BOX)}
    columns |= {name: getattr(truth, name) for name in SEEN} | {"visible_share": share}
    flat = pa.array(marks.ravel())
    table = pa.table(columns | {"landmarks_px": pa.FixedSizeListArray.from_arrays(flat, 10)})
    part = path.with_name(path.name + ".part")
    pq.write_table(table, part, compression="zstd")
    part.rename(path)
