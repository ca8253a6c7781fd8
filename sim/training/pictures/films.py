"""A few seconds of a camera's film around an alert, small enough to be sent at once."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.disk.files import write_bytes
from engine.faces import Image
from engine.feeds.recorded import RENDERED_FILM
from engine.film.video import write_video
from scenarios.schema import Camera
from sim.cameras.outages import BLACK
from sim.training.pictures.album import FILES, FILM, padded_film
from sim.training.pictures.moments import camera_of, day_around, marks_of, seen_s
from sim.training.pictures.screen import Screen, blurred, screen
from sim.training.pictures.shots import Shot
from sim.training.pictures.studio import Studio

FPS = 6.0
WIDTH_PX = 640
FRAMED_IN_EYES, MARK_BGR = 2.2, (60, 190, 255)
"""How far around a face its frame is drawn, in what colour."""


def keep_film(studio: Studio, shot: Shot, place: Path) -> None:
    """Film the alert's moment once its two pictures are made, with a frame around who it is about,
    into `place`: as the camera's screen showed it, with frames that were lost, stood still or came
    late.
    """
    studio.go_to(shot.failures)
    camera = smaller(camera_of(studio.ground, shot))
    showed = screen(camera, shot, seen_s(studio.ground, shot), studio.streams)
    pictures = dict(_frames(studio, shot, camera, showed))
    pictures[BLACK] = np.zeros((camera.height_px, camera.width_px, 3), np.uint8)
    with TemporaryDirectory() as folder:
        file, size = Path(folder) / FILES[FILM][0], (camera.width_px, camera.height_px)
        with write_video(file, FPS, size, comment=RENDERED_FILM) as video:
            for frame in showed.shown.tolist():
                video.add(pictures[frame])
        write_bytes(place / FILES[FILM][0], padded_film(file.read_bytes()))


def _frames(
    studio: Studio, shot: Shot, camera: Camera, showed: Screen
) -> Iterator[tuple[int, Image]]:
    """Every frame that its screen showed, by its number there; everybody looks alike in all."""
    known: dict[int, int] = {}
    for run in showed.runs():
        start_s = float(showed.taken_s[run[0]])
        day, first = day_around(studio.ground, camera, start_s, 1, len(run) - 1)
        filming = studio.filming(camera, day, (), known)
        filming.rehearse()
        people = np.unique(filming.shown.person)
        known |= zip(people.tolist(), filming.day.people.identity[people].tolist(), strict=True)
        for number, frame in enumerate(run.tolist()):
            bgr, taken, _ = filming.frame(first + number)
            bgr = blurred(bgr, shot.blur)
            if shot.person in taken.figures:
                bgr = framed(bgr, marks_of(filming, taken, shot.person))
            yield frame, bgr


def smaller(camera: Camera) -> Camera:
    """The same camera with a picture of WIDTH_PX at most, FPS times a second.

    >>> from scenarios.loader import load_scenario
    >>> one = smaller(load_scenario("concert").scenario.cameras[0])
    >>> one.width_px, one.height_px, one.fps
    (640, 360, 6.0)
    """
    share = min(WIDTH_PX / camera.width_px, 1.0)
    size = {
        "width_px": 2 * round(camera.width_px * share / 2),
        "height_px": 2 * round(camera.height_px * share / 2),
        "fps": FPS,
    }
    return camera.model_copy(update=size)  # smaller than a scenario's may be


def framed(bgr: Image, marks_px: NDArray[np.floating[Any]]) -> Image:
    """A picture with a frame around the face at those landmarks (5, 2)."""
    reach = FRAMED_IN_EYES * max(float(np.ptp(marks_px, axis=0).max()), 4.0)
    low, high = ((marks_px.mean(0) + one).round().astype(int).tolist() for one in (-reach, reach))
    return np.asarray(cv2.rectangle(bgr.copy(), low, high, MARK_BGR, 1, cv2.LINE_AA), np.uint8)
