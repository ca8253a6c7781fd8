"""Feeds: the venue as a camera films it, as H.264, with the truth of every frame beside it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import Image
from engine.feeds.recorded import RENDERED_FILM, TRUTH
from engine.film.video import VideoWriter, write_video
from scenarios.failures import Failure
from scenarios.place import Place
from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.compositing import Canvas, Figure, dimmed
from sim.cameras.outages import BLACK, NONE, handed
from sim.cameras.scenery.backdrop import Backdrop, backdrop
from sim.cameras.scenery.fittings import around
from sim.cameras.scenes import Scene, frames_of, places_of, scene
from sim.cameras.sensor.exposure import Exposure
from sim.cameras.sensor.imager import Imager
from sim.cameras.sensor.lens import Lens
from sim.cameras.sensor.motion import velocities_px_s
from sim.cameras.sightings import Places, see
from sim.cameras.truth import Taken, Truth
from sim.cameras.visibility import Sight, face_area
from sim.people.sprites import CHIN_M, PITCH_STEP_DEG, Sprites, drawn_for
from sim.people.styles import DAY
from sim.streams import Streams
from sim.world.day import Day
from sim.world.manners import MANNERS

Floats = NDArray[np.floating[Any]]


def record(
    camera: Camera,
    day: Day,
    sprites: Sprites,
    streams: Streams,
    folder: Path,
    progress: Callable[[float], None],
    outages: Sequence[Failure] = (),
) -> Exposure:
    """Film the span that is played into folder/ID.mp4 and its truth into folder/ID.truth.parquet.

    A person's identity is the number of who plays them in `sprites`. Truth has one row a head in
    the picture and frame; `time_s` counts from the scenario's start, `landmarks_px` is x and y of
    the five landmarks in turn, `landmarks_shown` tells which of them nothing nearer hides,
    `visible_share` is what the finished frame shows of the face, and `blur_px` is the standard
    deviation of its spread. Gives the camera's exposure.

    With `outages`, a frame that does not come is black, or the last that came once more, so that
    frame k stays at k / fps; the truth is then as `outages.marked` has it.
    """
    filming, count = Filming(camera, day, sprites, streams), frames_of(camera, day.duration_s)
    filming.foresee()
    places = filming.places.take(_seen(camera, day, filming.places))
    truth = Truth(see(camera, 0, day.people, places, streams), filming.lens, day.start_s)
    times_s = day.start_s + np.arange(count) / camera.fps
    came = handed(camera, times_s, outages, streams)
    picture = black = np.zeros((camera.height_px, camera.width_px, 3), np.uint8)
    with _feed(camera, folder) as video:
        for frame in range(count):
            if not came.dark[frame]:
                bgr, taken, moving = filming.frame(frame)
                truth.note(frame, taken, filming.imager, moving)
                picture = bgr if came.failure[frame] == NONE else picture
            video.add(black if came.picture[frame] == BLACK else picture)
            progress((frame + 1) / count)
    truth.keep(folder / f"{camera.id}{TRUTH}", came if outages else None)
    return filming.imager.exposure


class Filming:
    """One camera at work: its place, and everybody who comes before it in the span played. An
    `imager` of the same camera saves painting the empty place again.
    """

    def __init__(
        self,
        camera: Camera,
        day: Day,
        sprites: Sprites,
        streams: Streams,
        imager: Imager | None = None,
    ) -> None:
        self.camera, self.day, self.sprites = camera, day, sprites
        self.imager = imager or imager_of(camera, day.place, streams)
        self.lens = self.imager.lens
        self.places = places_of(camera, day)
        self.shown = scene(camera, day, self.places, streams)
        self.velocity = velocities_px_s(self.shown, camera.fps)
        self.depths: Floats | None = None

    def foresee(self) -> None:
        """From now on draw each body at once as far down as any frame shows it."""
        shown, empty = self.shown, self.imager.empty
        spare_px = self.imager.spare_px(self.velocity, shown.px_per_m)
        own = _depth_shares(shown, len(empty.ahead_m), spare_px)
        seen = drawn_for(shown.px_per_m, shown.body_yaw_deg, shown.pitch_deg)
        people = self.day.people.identity[shown.person]
        alike = np.column_stack([people, seen, shown.phase, shown.pace, shown.manner])
        _, number = np.unique(alike, axis=0, return_inverse=True)
        deepest = np.zeros(len(own))
        np.maximum.at(deepest, number.ravel(), own)
        self.depths = deepest[number.ravel()]

    def rehearse(self) -> None:
        """Draw everybody in all frames, one after another, so that nobody has to be made ready
        again and again where there are more than are held.
        """
        spare_px = self.imager.spare_px(self.velocity, self.shown.px_per_m)
        empty, shown = self.imager.empty, self.shown
        depths = _depth_shares(shown, len(empty.ahead_m), spare_px).tolist()
        for row in np.argsort(self.day.people.identity[shown.person], kind="stable").tolist():
            _figure(shown, row, self.day, self.sprites, empty.light, depths[row])

    def frame(self, number: int) -> tuple[Image, Taken, dict[int, Floats]]:
        """Frame `number` as the camera hands it on, as it was taken, and everybody's velocity."""
        rows = np.flatnonzero(self.shown.frame == number)
        moving = dict(zip(self.shown.person[rows].tolist(), self.velocity[rows], strict=True))
        treat, shown = partial(_treated, self.imager, moving), self.shown.take(rows)
        spare_px = self.imager.spare_px(self.velocity[rows], shown.px_per_m)
        foreseen = None if self.depths is None else self.depths[rows]
        about = (self.imager.empty, shown, self.day, self.sprites, treat, spare_px, foreseen)
        taken = take(*about)
        depths = _depths(self.camera, taken)
        return self.imager.take(taken.bgr, taken.owner, depths, number), taken, moving


def imager_of(camera: Camera, place: Place, streams: Streams) -> Imager:
    """A camera's own part in its pictures, before the empty place."""
    lens, level = Lens(camera), place.on(camera.level, camera.at_m)
    empty = backdrop(lens.pinhole, level.venue, around(place, level))
    return Imager(camera, lens, empty, streams)


def take(
    empty: Backdrop,
    shown: Scene,
    day: Day,
    sprites: Sprites,
    treat: Callable[[Figure], Figure] | None = None,
    spare_px: float = 0.0,
    foreseen: Floats | None = None,
) -> Taken:
    """One frame, its people laid from far to near, each treated before; of what is below the
    picture, treating brings in what is no lower than `spare_px`. What other frames show of those
    bodies may be `foreseen` (n,), as shares of the way from the chin to the floor.
    """
    owner = np.full(empty.ahead_m.shape, -1, np.int32)
    canvas = Canvas(empty.bgr.copy(), empty, owner)
    depths = (_depth_shares(shown, len(owner), spare_px) if foreseen is None else foreseen).tolist()
    figures = [
        dimmed(_figure(shown, row, day, sprites, empty.light, depth), empty)
        for row, depth in enumerate(depths)
    ]
    figures = [treat(figure) for figure in figures] if treat else figures
    for figure in figures:
        canvas.shade(figure)
    for figure in figures:
        canvas.lay(figure)
    if empty.panes is not None:
        empty.panes.over(canvas.bgr, owner, {one.person: one.ahead_m for one in figures})
    return Taken(canvas.bgr, {figure.person: figure for figure in figures}, owner)


def _treated(imager: Imager, moving: dict[int, Floats], figure: Figure) -> Figure:
    return imager.treat(figure, moving[figure.person])


def _depths(camera: Camera, taken: Taken) -> dict[int, float]:
    """Of everybody in a frame, along the camera's axis, metres."""
    focal = optics.focal_px(camera)
    return {one.person: focal / one.sprite.px_per_m for one in taken.figures.values()}


def _feed(camera: Camera, folder: Path) -> AbstractContextManager[VideoWriter]:
    imaging, size = camera.imaging or Imaging(), (camera.width_px, camera.height_px)
    path, rate = folder / f"{camera.id}.mp4", imaging.bitrate_kbps
    return write_video(
        path, camera.fps, size, bitrate_kbps=rate, gop_s=imaging.gop_s, comment=RENDERED_FILM
    )


def _depth_shares(shown: Scene, height_px: int, spare_px: float) -> Floats:
    """Up to which share of the way from the chin to the floor each (n,) is in the picture."""
    chin_px = CHIN_M * shown.px_per_m
    below_px = np.maximum(height_px - shown.eyes_px[:, 1], chin_px) + spare_px
    down_px = np.maximum(shown.floor_px[:, 1] - shown.eyes_px[:, 1], 1)
    found: Floats = (below_px - chin_px) / np.maximum(down_px - chin_px, 1)
    return found


def _figure(
    shown: Scene, row: int, day: Day, sprites: Sprites, light: str, depth_share: float
) -> Figure:
    person, pitch = int(shown.person[row]), float(shown.pitch_deg[row])
    number = int(day.people.identity[person])
    sprite = sprites.person(
        number,
        float(shown.px_per_m[row]),
        float(shown.body_yaw_deg[row]),
        float(shown.head_yaw_deg[row]),
        pitch,
        light,
        (int(shown.phase[row]), int(shown.pace[row])),
        sprites.styles.get(number, DAY),
        float(shown.bow_deg[row]),
        MANNERS[shown.manner[row]],
        depth_share,
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
    return Sight(face_area(camera, day.before(camera))).sees(places.x_m, places.y_m)
