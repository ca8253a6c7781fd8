"""The crowd before a camera around one moment, as its film shows it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from scenarios.schema import Camera
from sim.cameras.frames import Filming
from sim.cameras.outages import NONE
from sim.cameras.truth import Taken, landmarks
from sim.errors import SimError
from sim.recognition.troubles import rows_of, troubled
from sim.stages.search import FOUND
from sim.stages.sightings import OBSERVED
from sim.stages.world import WALKED
from sim.tables import crowd_of
from sim.training.ground import Ground
from sim.training.pictures.shots import Shot
from sim.world.crowd import Crowd
from sim.world.day import Day

REACH_M = 1.2
"""Whoever is farther aside from a face hides nothing of it, nor of what is shown around it."""


def camera_of(ground: Ground, shot: Shot) -> Camera:
    """The camera of an alert."""
    return next(one for one in ground.setting.scenario.cameras if one.id == shot.camera)


def seen_s(ground: Ground, shot: Shot) -> float:
    """When the face of an alert was seen by its camera: what is raised may come late, as where
    frames do, or rest on a picture that stands still.
    """
    if shot.seen_s is not None:
        return shot.seen_s
    observed = ground.given.result(OBSERVED)
    seen, camera = observed.sightings, [one.id for one in observed.cameras].index(shot.camera)
    upto = int(np.searchsorted(seen.time_s, shot.time_s + INSTANT_S, "right"))
    rows = np.flatnonzero(seen.camera[:upto] == camera)
    came = troubled(
        rows_of(seen, rows),
        rows_of(ground.given.result(FOUND), rows),
        shot.failures,
        observed.cameras,
        ground.setting.streams,
    )
    mine = (seen.person[rows] == shot.person) & (came.failure == NONE)
    rows = rows[mine & (came.arrives_s <= shot.time_s + INSTANT_S)]
    if not len(rows):
        raise SimError(f"pictures: got nobody before camera {shot.camera}, wanted a passer-by")
    return float(seen.time_s[rows[-1]])


def day_around(
    ground: Ground, camera: Camera, at_s: float, before: int, after: int
) -> tuple[Day, int]:
    """Up to `before` frames of a camera before a moment, that moment's, and `after` it; and which
    of them is that moment's.
    """
    before = min(before, int(at_s * camera.fps + 1e-6))
    start_s, end_s = at_s - before / camera.fps, at_s + (after + 1) / camera.fps
    world = ground.given.result(WALKED)
    people = world.people
    there = np.flatnonzero((people.arrival_s < end_s) & (people.exit_s >= start_s))
    crowd = only(crowd_of(world.rows_of(there), len(people)), there)
    return Day(ground.setting.place, people, crowd, (camera,), start_s, end_s), before


def only(crowd: Crowd, people: NDArray[np.integer[Any]]) -> Crowd:
    """The ways of some people, and of nobody else."""
    kept = np.isin(crowd.person, people)
    names = ("person", "tick", "x_m", "y_m", "level", "heading_deg")
    columns = {name: getattr(crowd, name)[kept] for name in names}
    counts = np.bincount(columns["person"], minlength=len(crowd.first) - 1)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Crowd(dt_s=crowd.dt_s, first=first, **columns)


def close_up(filming: Filming, person: int, frame: int) -> None:
    """Of a frame, film nobody but somebody and whoever may hide them; SimError if they are not in
    the picture.
    """
    shown = filming.shown
    here = np.flatnonzero((shown.frame == frame) & (shown.person == person))
    if not len(here):
        raise SimError("pictures: got somebody who is not in the picture, wanted who is")
    one = int(here[0])
    aside_m = np.abs(shown.eyes_px[:, 0] - shown.eyes_px[one, 0]) / shown.px_per_m
    rows = np.flatnonzero((shown.frame == frame) & (aside_m < REACH_M))
    filming.shown, filming.velocity = shown.take(rows), filming.velocity[rows]


def marks_of(filming: Filming, taken: Taken, person: int) -> NDArray[np.floating[Any]]:
    """(5, 2) somebody's landmarks in a frame, as the lens shows them."""
    found, lens = landmarks(taken.figures[person]), filming.lens
    return found if lens.straight else lens.bent(found)
