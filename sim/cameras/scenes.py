"""Everybody who stands in a camera's picture, frame by frame, before anybody is drawn."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.gaze import gaze
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import Places, direction
from sim.cameras.steps import strides
from sim.cameras.visibility import SHOULDER_M, WHEELED_M, body_area, near_m, shown
from sim.streams import Streams
from sim.world.crowd import Crowd
from sim.world.day import Day
from sim.world.manners import PRAM, SEATED, TROLLEY, WHEELCHAIR
from sim.world.staying.seated import Seats

Floats = NDArray[np.floating[Any]]

FEET_M, KNEES_M = 0.1, 0.45
"""How far the feet's middle is behind the eyes, and ahead of those of who sits."""
LEAST_DEPTH_M = 0.2
"""Of a body that comes from behind the lens into the picture, no nearer part is looked at."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One row a person and frame, by frame and then from far to near.

    `eyes_px`, `floor_px` and `feet_px` (n, 2) are where the points between the eyes, on the floor
    below them, and between the feet come to lie; `ahead_m` is the distance along the camera's
    level heading, or against it; `flat` how much the floor at the feet is foreshortened. Yaws are
    to the picture's right; `pitch_deg` is how far from above somebody upright is seen, `bow_deg`
    how far the head is bowed besides; `phase` and `pace` are those of the walk, as in
    `sim.people.body.gait`, `manner` one of `sim.world.manners`.
    """

    frame: NDArray[np.int32]
    person: NDArray[np.int32]
    eyes_px: Floats
    floor_px: Floats
    feet_px: Floats
    px_per_m: Floats
    ahead_m: Floats
    flat: Floats
    body_yaw_deg: Floats
    head_yaw_deg: Floats
    pitch_deg: Floats
    bow_deg: Floats
    phase: NDArray[np.int32]
    pace: NDArray[np.int32]
    manner: NDArray[np.int8]

    def take(self, rows: NDArray[Any]) -> "Scene":
        """Some of the rows."""
        return Scene(*(getattr(self, f.name)[rows] for f in fields(self)))


def frames_of(camera: Camera, duration_s: float) -> int:
    """How many frames the camera takes of a span that is played."""
    return max(round(duration_s * camera.fps), 1)


def moments(crowd: Crowd, times_s: Floats, level: int, seats: Seats) -> Places:
    """Where everybody on a level with those seats was at those times, straight between ticks; the
    shorter way for headings.
    """
    order = np.argsort(crowd.tick, kind="stable")
    order = order[crowd.level[order] == level]
    ticks = crowd.tick[order]
    going = np.zeros(len(crowd.tick), bool)
    going[:-1] = (np.diff(crowd.person) == 0) & (np.diff(crowd.tick) == 1)
    found = []
    for time_s in times_s.tolist():
        tick = int(np.floor(time_s / crowd.dt_s + 1e-9))
        share = max(time_s / crowd.dt_s - tick, 0.0)
        rows = order[np.searchsorted(ticks, tick) : np.searchsorted(ticks, tick + 1)]
        rows = rows[going[rows]]
        found.append((np.full(len(rows), time_s), rows, np.full(len(rows), share)))
    when, row, share = (np.concatenate(column) for column in zip(*found, strict=True))
    turn = (crowd.heading_deg[row + 1] - crowd.heading_deg[row] + 180.0) % 360 - 180
    way = np.stack([at[row + 1] - at[row] for at in (crowd.x_m, crowd.y_m)], 1)
    return Places(
        when,
        crowd.person[row],
        crowd.x_m[row] + share * way[:, 0],
        crowd.y_m[row] + share * way[:, 1],
        crowd.heading_deg[row] + share * turn,
        seats.taken(crowd, row),
        way / crowd.dt_s,
    )


def places_of(camera: Camera, day: Day) -> Places:
    """Everybody on the camera's level at its frames; frame k is taken at start_s + k / fps."""
    times_s = day.start_s + np.arange(frames_of(camera, day.duration_s)) / camera.fps
    return moments(day.crowd, times_s, camera.level, Seats(day.place, camera.level))


def scene(camera: Camera, day: Day, places: Places, streams: Streams) -> Scene:
    """Whoever of `places` is at least in part in the picture of the lens's pinhole and not behind
    walls altogether.
    """
    camera = Lens(camera).pinhole
    places = filmed(camera, day, places)
    eyes = places.eyes_m(day.people)
    eyes_px, depth = optics.project(camera, eyes)
    left, bow = gaze(places.person, places.time_s, day.people, streams)
    bearing, pitch = direction(camera, eyes)
    phase, pace = strides(day.crowd, day.people, places, streams)
    manner = _manners(day, places)
    feet = _feet_m(places, manner == SEATED)
    away = optics.station(camera)[:2] - eyes[:, :2]
    ahead = _ahead_m(camera, eyes)
    level = np.hypot(away[:, 0], away[:, 1])
    found = Scene(
        frame=np.rint((places.time_s - day.start_s) * camera.fps).astype(np.int32),
        person=places.person,
        eyes_px=eyes_px,
        floor_px=_floor_px(camera, eyes, eyes_px, depth),
        feet_px=optics.project(camera, feet)[0],
        px_per_m=optics.px_per_m(camera, depth),
        ahead_m=np.where(manner == SEATED, np.minimum(ahead, _ahead_m(camera, feet)), ahead),
        flat=camera.height_m / np.hypot(level, camera.height_m),
        body_yaw_deg=(places.heading_deg - bearing + 180) % 360 - 180,
        head_yaw_deg=(places.heading_deg + left - bearing + 180) % 360 - 180,
        pitch_deg=pitch,
        bow_deg=bow,
        phase=phase,
        pace=pace,
        manner=manner,
    )
    return found.take(np.lexsort((found.person, -ahead, found.frame)))


def filmed(camera: Camera, day: Day, places: Places) -> Places:
    """Those of `places` of whom some part is in the picture of the lens's pinhole."""
    camera = Lens(camera).pinhole
    places = places.take(_unwalled(camera, day, places))
    eyes = places.eyes_m(day.people)
    eyes_px, depth = optics.project(camera, eyes)
    floor_px = _floor_px(camera, eyes, eyes_px, depth)
    wheeled = np.isin(_manners(day, places), (PRAM, TROLLEY, WHEELCHAIR, SEATED))
    wide_m = np.where(wheeled, WHEELED_M, SHOULDER_M)
    return places.take(np.flatnonzero(shown(camera, eyes_px, floor_px, depth, wide_m)))


def _unwalled(camera: Camera, day: Day, places: Places) -> NDArray[np.bool_]:
    """Who stands where the camera can see, or has a shoulder there."""
    area = body_area(camera, day.before(camera))
    shapely.prepare(area)
    inside: NDArray[np.bool_] = shapely.contains_xy(area, places.x_m, places.y_m)
    return inside


def _floor_px(camera: Camera, eyes_m: Floats, eyes_px: Floats, depth_m: Floats) -> Floats:
    """(n, 2) where the floor below eyes lies; where that is behind the lens, as straight on from
    what of the way down is ahead of it.
    """
    floor_px, below_m = optics.project(camera, eyes_m * [1, 1, 0])
    rows = np.flatnonzero((below_m < LEAST_DEPTH_M) & (depth_m > near_m(camera)))
    share = (depth_m[rows] - LEAST_DEPTH_M) / (depth_m[rows] - below_m[rows])
    down = eyes_m[rows]
    down[:, 2] *= 1 - share
    upto_px, _ = optics.project(camera, down)
    floor_px[rows] = eyes_px[rows] + (upto_px - eyes_px[rows]) / share[:, None]
    return floor_px


def _manners(day: Day, places: Places) -> NDArray[np.int8]:
    """(n,) how everybody carries themselves there; who sits has nothing in their hands."""
    manner = day.people.manner[places.person]
    sits = places.seated & (manner != WHEELCHAIR)
    return np.where(sits, SEATED, manner).astype(np.int8)


def _feet_m(places: Places, sits: NDArray[np.bool_]) -> Floats:
    """(n, 3) the middles between the feet on the floor."""
    heading, ahead = np.radians(places.heading_deg), np.where(sits, KNEES_M, -FEET_M)
    x, y = places.x_m + ahead * np.cos(heading), places.y_m + ahead * np.sin(heading)
    found: Floats = np.stack([x, y, np.zeros(len(x))], 1)
    return found


def _ahead_m(camera: Camera, at_m: Floats) -> Floats:
    """Of points (n, 3), along the camera's level heading, or against it."""
    heading, away = np.radians(camera.heading_deg), at_m[:, :2] - optics.station(camera)[:2]
    found: Floats = np.abs(away @ [np.cos(heading), np.sin(heading)])
    return found
