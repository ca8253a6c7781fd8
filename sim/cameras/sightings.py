"""Who was in which camera's picture, and how well placed to be recognised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces import INTEROCULAR_M
from engine.moments import MICROSECONDS
from scenarios.place import Place
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.gaze import gaze
from sim.cameras.occlusion import NOSE_M, visible_share
from sim.cameras.sensor.lens import Lens
from sim.cameras.sensor.sharpness import sharpness_of
from sim.cameras.visibility import Sight, face_area, framed_area, large_enough, looking
from sim.streams import Streams
from sim.world.crowd import Crowd, People
from sim.world.manners import EYES_BELOW_CROWN_M, WHEELCHAIR, seated_m
from sim.world.staying.seated import Seats

Floats = NDArray[np.floating[Any]]

FACE_M = (0.068, 0.07, 0.11)
"""Half a face's width, and how far it reaches above and below the eyes, as the detector of pack
`open` draws its boxes around rendered people."""
BESIDE = 0.3
"""Faces this far beside the picture, in metres at their depth, can hide some that are in it."""
APART_S = 1.0
"""A longer gap between sightings ends a pass."""


@dataclass(frozen=True, slots=True)
class Sightings:
    """One row a person in a camera's picture at a tick; ordered by time, camera, person.

    `camera` is the camera's row among those in use, `Day.cameras`; what leaves the program has its
    id. `face_px` (n, 4) is the face box x1 y1 x2 y2.
    `interocular_px` is as seen (foreshortened by yaw), negative never; `frontal_px` is what a
    frontal face there would have. `yaw_deg` and `pitch_deg` are the head's pose towards the
    camera, 0 frontal, yaw -180 to 180. `visible_share` of the face not hidden by walls or people.
    `pass_id` numbers a person's uninterrupted presence in one camera's picture.
    `in_zone`: in the zone of recognition, facing the camera's side (|yaw| <= 90).
    `sharpness`: at which share of its distance between the eyes a sharp face tells the engine as
    much (`sim.cameras.sensor.sharpness`); 1 in films, which are blurred themselves.
    """

    time_s: NDArray[np.float64]
    camera: NDArray[np.int16]
    person: NDArray[np.int32]
    pass_id: NDArray[np.int32]
    face_px: NDArray[np.float32]
    interocular_px: NDArray[np.float32]
    frontal_px: NDArray[np.float32]
    yaw_deg: NDArray[np.float32]
    pitch_deg: NDArray[np.float32]
    visible_share: NDArray[np.float32]
    distance_m: NDArray[np.float32]
    in_zone: NDArray[np.bool_]
    sharpness: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.time_s)


@dataclass(frozen=True, slots=True)
class Places:
    """Where people were and which way they walked or looked, one row a person and instant; `seated`
    are those on a seat of the plan. `going_mps` (n, 2) is how fast they go east and north.
    """

    time_s: Floats
    person: NDArray[np.int32]
    x_m: Floats
    y_m: Floats
    heading_deg: Floats
    seated: NDArray[np.bool_]
    going_mps: Floats

    def __len__(self) -> int:
        return len(self.time_s)

    def take(self, rows: NDArray[Any]) -> "Places":
        """Some of the rows."""
        return Places(*(getattr(self, f.name)[rows] for f in fields(self)))

    def eyes_m(self, people: People) -> Floats:
        """(n, 3) the points between the eyes."""
        crown = people.height_m[self.person].astype(np.float64)
        wheeled = people.manner[self.person] == WHEELCHAIR
        crown = np.where(self.seated & ~wheeled, seated_m(crown), crown)
        return np.stack([self.x_m, self.y_m, crown - EYES_BELOW_CROWN_M], 1)


def observe(
    cameras: Sequence[Camera],
    place: Place,
    people: People,
    crowd: Crowd,
    streams: Streams,
    progress: Callable[[float], None] | None = None,
) -> Sightings:
    """Everybody in any camera's picture at the crowd's ticks; each sees its own level alone."""
    found = []
    seats = {level: Seats(place, level) for level in {camera.level for camera in cameras}}
    for number, camera in enumerate(cameras):
        venue, lens = place.on(camera.level, camera.at_m).venue, Lens(camera)
        area = face_area(camera, venue).intersection(framed_area(lens.pinhole, BESIDE))
        there = Sight(area).sees(crowd.x_m, crowd.y_m)
        rows = np.flatnonzero(there & (crowd.level == camera.level))
        places = places_at(crowd, rows, seats[camera.level])
        seen = see(camera, number, people, places, streams)
        found.append(bent(seen, seen.face_px, lens))
        if progress:
            progress((number + 1) / len(cameras))
    return _in_order(found)


def places_at(crowd: Crowd, rows: NDArray[np.intp], seats: Seats) -> Places:
    """Where people were at those of the crowd's rows, on the level with those seats."""
    return Places(
        crowd.tick[rows] * crowd.dt_s,
        crowd.person[rows],
        crowd.x_m[rows],
        crowd.y_m[rows],
        crowd.heading_deg[rows],
        seats.taken(crowd, rows),
        _going_mps(crowd, rows),
    )


def _going_mps(crowd: Crowd, rows: NDArray[np.intp]) -> Floats:
    """How fast people go at those rows, (n, 2): from the tick before to the next one, or to or from
    this one where there is but one of them; 0 for who is there for a single tick.
    """
    since, until = np.maximum(rows - 1, 0), np.minimum(rows + 1, len(crowd.tick) - 1)
    since, until = (np.where(_beside(crowd, one, rows), one, rows) for one in (since, until))
    taken_s = np.maximum(crowd.tick[until] - crowd.tick[since], 1) * crowd.dt_s
    way = np.stack([at[until] - at[since] for at in (crowd.x_m, crowd.y_m)], 1)
    found: Floats = way / taken_s[:, None]
    return found


def _beside(crowd: Crowd, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which rows are of one person at neighbouring ticks."""
    found: NDArray[np.bool_] = crowd.person[one] == crowd.person[other]
    found &= np.abs(crowd.tick[one] - crowd.tick[other]) == 1
    return found


def see(
    camera: Camera,
    number: int,
    people: People,
    places: Places,
    streams: Streams,
    who: NDArray[np.bool_] | None = None,
) -> Sightings:
    """One camera's sightings of people whom no wall hides; ordered by time and person.

    Pixels are those of its lens's pinhole, `bent` makes them the lens's. With `who` (people,) only
    of those, whom the others hide as before.
    """
    lens = Lens(camera)
    pinhole = lens.pinhole
    places = _near(pinhole, people, places)
    eyes = places.eyes_m(people)
    uv, depth = optics.project(pinhole, eyes)
    kept = lens.holds(uv)
    if who is not None:
        kept &= who[places.person]
    yaw, pitch, body = poses(pinhole, eyes, places, people, streams)
    share = _shares(pinhole, places.time_s, uv, depth, (yaw, body), kept)[kept]
    places, eyes, uv, depth = places.take(kept), eyes[kept], uv[kept], depth[kept]
    yaw, pitch = yaw[kept], pitch[kept]
    density = optics.px_per_m(pinhole, depth)
    frontal = INTEROCULAR_M * density
    box = face_boxes(uv, density, yaw)
    towards = np.abs(np.cos(np.radians(yaw)))
    return Sightings(
        time_s=places.time_s.astype(np.float64),
        camera=np.full(len(places), number, np.int16),
        person=places.person,
        pass_id=np.zeros(len(places), np.int32),
        face_px=box.astype(np.float32),
        interocular_px=(frontal * towards).astype(np.float32),
        frontal_px=frontal.astype(np.float32),
        yaw_deg=yaw.astype(np.float32),
        pitch_deg=pitch.astype(np.float32),
        visible_share=share.astype(np.float32),
        distance_m=np.linalg.norm(eyes - optics.station(pinhole), axis=1).astype(np.float32),
        in_zone=in_zone(pinhole, box, frontal) & faces_camera(yaw),
        sharpness=sharpness_of(pinhole, eyes, places.going_mps).astype(np.float32),
    )


def bent(seen: Sightings, box_px: Floats, lens: Lens) -> Sightings:
    """Sightings of the pinhole, their face boxes (n, 4) there, as the lens shows them."""
    if lens.straight:
        return replace(seen, face_px=box_px.astype(np.float32))
    boxes = lens.bent_boxes(box_px)
    scale = lens.scale((box_px[:, :2] + box_px[:, 2:]) / 2).astype(np.float32)
    frontal = seen.frontal_px * scale
    return replace(
        seen,
        face_px=boxes.astype(np.float32),
        interocular_px=seen.interocular_px * scale,
        frontal_px=frontal,
        in_zone=in_zone(lens.camera, boxes, frontal) & faces_camera(seen.yaw_deg),
    )


def in_zone(camera: Camera, box_px: Floats, frontal_px: Floats) -> NDArray[np.bool_]:
    """Which faces (n,) lie whole in the picture, as large as the zone of recognition asks."""
    size = (camera.width_px, camera.height_px)
    whole = (box_px[:, :2] >= 0).all(1) & (box_px[:, 2:] <= size).all(1)
    found: NDArray[np.bool_] = whole & (frontal_px >= camera.zone_interocular_px)
    return found


def faces_camera(yaw_deg: Floats) -> NDArray[np.bool_]:
    """Which heads are turned to the camera's side."""
    found: NDArray[np.bool_] = np.abs(yaw_deg) <= 90
    return found


def poses(
    camera: Camera, eyes_m: Floats, places: Places, people: People, streams: Streams
) -> tuple[Floats, Floats, Floats]:
    """Yaw and pitch (n,) of heads towards the camera, and yaw of bodies, degrees.

    Yaws are positive to the picture's right; pitch is positive for a head seen from above, since
    the camera hangs higher or since the head is bowed.
    """
    left, down = gaze(places.person, places.time_s, people, streams)
    bearing, elevation = direction(camera, eyes_m)
    body = places.heading_deg - bearing
    yaw = (body + left + 180) % 360 - 180
    return yaw, elevation + down * np.cos(np.radians(yaw)), body


def direction(camera: Camera, eyes_m: Floats) -> tuple[Floats, Floats]:
    """Bearing from east and elevation (n,) of the camera as seen from the eyes, degrees."""
    east, north, up = (optics.station(camera) - eyes_m).T
    level = np.hypot(east, north)
    return np.degrees(np.arctan2(north, east)), np.degrees(np.arctan2(up, level))


def face_boxes(uv_px: Floats, px_per_m: Floats, yaw_deg: Floats) -> Floats:
    """(n, 4) x1 y1 x2 y2 from brow to chin, around the pixels between the eyes (n, 2)."""
    half, above, below = FACE_M
    middle = uv_px[:, 0] - NOSE_M * px_per_m * np.sin(np.radians(yaw_deg))
    sides = [middle - half * px_per_m, uv_px[:, 1] - above * px_per_m]
    return np.stack([*sides, middle + half * px_per_m, uv_px[:, 1] + below * px_per_m], 1)


def passes(
    time_s: Floats,
    camera: NDArray[np.int16],
    person: NDArray[np.int32],
    apart_s: float = APART_S,
) -> NDArray[np.int32]:
    """Number of each row's pass: a person's presence in one picture without a gap longer than
    `apart_s`.
    """
    order = np.lexsort((time_s, camera, person))
    gap_s = np.diff(time_s[order], prepend=-np.inf)
    new = np.round(gap_s - apart_s, MICROSECONDS) > 0
    new |= np.diff(camera[order], prepend=-1) != 0
    new |= np.diff(person[order], prepend=-1) != 0
    number = np.empty(len(order), np.int32)
    number[order] = np.cumsum(new) - 1
    return number


def _near(camera: Camera, people: People, places: Places) -> Places:
    """Those in the picture or beside it, large enough to count; by time and person."""
    uv, depth = optics.project(camera, places.eyes_m(people))
    density = optics.px_per_m(camera, np.maximum(depth, optics.NEAREST_M))
    beside = np.maximum(-uv[:, 0], uv[:, 0] - camera.width_px) < BESIDE * density
    rows = np.flatnonzero(large_enough(camera, depth) & beside & looking(camera, places.time_s))
    return places.take(rows[np.lexsort((places.person[rows], places.time_s[rows]))])


def _shares(
    camera: Camera,
    time_s: Floats,
    uv_px: Floats,
    depth_m: Floats,
    turned_deg: tuple[Floats, Floats],
    wanted: NDArray[np.bool_],
) -> Floats:
    """Share (n,) of each wanted face that nobody nearer hides; rows in the order of time. Heads and
    bodies are turned.
    """
    share = np.ones(len(time_s))
    first = np.flatnonzero(np.diff(time_s, prepend=-np.inf, append=np.inf))
    density = optics.px_per_m(camera, depth_m)
    yaw, body = np.radians(turned_deg)
    visible_share(first, uv_px[:, 0], uv_px[:, 1], density, depth_m, yaw, body, wanted, share)
    return share


def _in_order(found: list[Sightings]) -> Sightings:
    """The cameras' sightings together, by time, camera and person, their passes numbered."""
    columns = [np.concatenate([getattr(s, f.name) for s in found]) for f in fields(Sightings)]
    whole = Sightings(*columns)
    order = np.lexsort((whole.person, whole.camera, whole.time_s))
    whole = Sightings(*(column[order] for column in columns))
    return replace(whole, pass_id=passes(whole.time_s, whole.camera, whole.person))
