"""What each candidate gets of a sample of a day's passers-by: recognised if listed, scanned if not.

Seen is what `sim.cameras` says is seen, found and searched what the model of the engine says, and a
listed passer-by is recognised on a pass if as many frames of it match as an alert needs. Everybody
sampled stands for listed people as they are as likely to be listed as anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from engine.measure.calibration.presets import Preset
from engine.settings import EngineSettings
from scenarios.loader import Loaded
from scenarios.place import Place
from scenarios.schema import Camera
from sim.cameras.sensor.lens import Lens
from sim.cameras.sightings import Sightings, bent, in_zone, passes, places_at, see
from sim.cameras.visibility import Sight, face_area, face_reach_m
from sim.placement.mated import EASE, Mated, mated
from sim.placement.solve import Demand
from sim.streams import Streams
from sim.world.crowd import Crowd, People
from sim.world.staying.seated import Seats
from sim.world.visitors import populate
from sim.world.ways import Ways

CELL_M = 4.0
"""Rows of the crowd are sorted into squares so wide, of which a camera reads those it may see."""
ASIDE_M = 6.0
"""So far beside the picture's edges they are read, for who hides whom."""
LEAST = 1e-3
"""Smaller chances are none."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What candidates get. `listed` counts recognised listed people a day, in rows of a passer-by
    and a kind of `sim.placement.mated`; `scanned` the others whose face is found at least once, in
    rows of a passer-by; `near` all of them, got by whoever has their head in its zone of
    recognition at least once, whichever way they look, in the same rows; `false_alerts`
    (candidates,) those that each adds a day. `people` came, `on_list` of them listed; `sampled`
    (rows of `scanned`,) are those looked at, and `entrance` (rows,) is the number of each one's.
    """

    listed: Demand
    scanned: Demand
    near: Demand
    false_alerts: NDArray[np.float64]
    people: int
    on_list: int
    sampled: NDArray[np.int64]
    entrance: NDArray[np.int64]

    def finds(self, entrance: int) -> NDArray[np.float64]:
        """(candidates,) the share, expected, of those sampled who came in by an entrance, whose
        face each finds; NaN if nobody did.
        """
        came = self.scanned.chance.tocsr()[np.flatnonzero(self.entrance == entrance)]
        found = came.sum(0) / came.shape[0] if came.shape[0] else np.full(came.shape[1], np.nan)
        return np.asarray(found, np.float64)


@dataclass(frozen=True, slots=True)
class Watched:
    """A day that candidates look at: who came, where they walked, and by which chance."""

    place: Place
    people: People
    crowd: Crowd
    streams: Streams


def walked(loaded: Loaded, number: int, progress: Callable[[float], None]) -> Watched:
    """One of a scenario's days by its number, on which nobody keeps away from cameras."""
    streams = Streams(loaded.scenario.seed, number)
    people, crowd = populate(
        loaded.scenario, loaded.place, streams, Ways(loaded.place), progress=progress
    )
    return Watched(loaded.place, people, crowd, streams)


def gather(
    cameras: Sequence[Camera],
    day: Watched,
    settings: EngineSettings,
    preset: Preset,
    list_size: int,
    sample: int,
    progress: Callable[[float], None] = lambda _: None,
) -> Gathered:
    """What each of the cameras would get of `sample` passers-by, or of all if there are fewer."""
    threshold = preset.threshold(settings, list_size)
    model = mated(preset.standin, threshold, day.streams.rng("placement mated"))
    count = len(day.people)
    chosen = day.streams.rng("placement sample").permutation(count)[:sample]
    row = np.full(count, -1)
    row[np.sort(chosen)] = np.arange(len(chosen))
    rate = _false_rate(preset, settings, threshold) * list_size
    cells, sights = Cells(day.crowd), Sights(day.place)
    got, found, near, false = [], [], [], np.zeros(len(cameras))
    for number, camera in enumerate(cameras):
        seen = _seen(camera, day, cells, sights, row)
        looked = _Looks(seen, settings, preset)
        got.append(_recognised(looked, row[seen.person], len(chosen), settings, model))
        found.append(_at_least_once(looked.found, row[seen.person], len(chosen)))
        near.append(_near(camera, seen, row[seen.person], len(chosen)))
        false[number] = rate * _searched_passes(looked) * count / max(len(chosen), 1)
        progress((number + 1) / len(cameras))
    on_list = int((day.people.subject >= 0).sum())
    each = 1 / max(len(chosen), 1)
    listed, scanned = _columns(got, len(chosen) * EASE), _columns(found, len(chosen))
    return Gathered(
        Demand(listed, np.full(listed.shape[0], on_list * each / EASE)),
        Demand(scanned, np.full(scanned.shape[0], (count - on_list) * each)),
        Demand(_columns(near, len(chosen)), np.full(len(chosen), count * each)),
        false,
        count,
        on_list,
        np.sort(chosen).astype(np.int64),
        day.people.entrance[np.sort(chosen)].astype(np.int64),
    )


def _columns(parts: Sequence[NDArray[np.float64]], rows: int) -> csc_array:
    return csc_array(np.stack(parts, 1)) if parts else csc_array((rows, 0))


class Cells:
    """Rows of a crowd by where they are."""

    def __init__(self, crowd: Crowd) -> None:
        self.x = np.floor(crowd.x_m / CELL_M).astype(np.int64)
        self.y = np.floor(crowd.y_m / CELL_M).astype(np.int64)
        self.left, self.low = int(self.x.min(initial=0)), int(self.y.min(initial=0))
        self.columns = int(self.x.max(initial=0)) - self.left + 1
        self.lines = int(self.y.max(initial=0)) - self.low + 1
        key = (self.y - self.low) * self.columns + self.x - self.left
        self.order = np.argsort(key, kind="stable")
        self.first = np.searchsorted(key[self.order], np.arange(self.columns * self.lines + 1))

    def before(self, camera: Camera) -> NDArray[np.int64]:
        """Rows in the squares that the camera may see anything of, in their own order."""
        cell = np.arange(self.columns * self.lines)
        y, x = np.divmod(cell, self.columns)
        east = (x + self.left + 0.5) * CELL_M - camera.at_m[0]
        north = (y + self.low + 0.5) * CELL_M - camera.at_m[1]
        turn = np.radians(camera.heading_deg)
        ahead = east * np.cos(turn) + north * np.sin(turn)
        aside = np.abs(north * np.cos(turn) - east * np.sin(turn))
        half = np.tan(np.radians(min(Lens(camera).pinhole.fov_deg / 2, 85.0)))
        reach, spare = face_reach_m(camera), CELL_M
        near = np.hypot(east, north) <= reach + spare
        ahead_of = np.maximum(ahead, 0) * half * (1 + abs(np.tan(np.radians(camera.tilt_deg))))
        some = np.flatnonzero(near & (ahead > -spare) & (aside <= ahead_of + ASIDE_M))
        parts = [self.order[self.first[one] : self.first[one + 1]] for one in some.tolist()]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int64)


class Sights:
    """What no wall hides from mounts; the last one asked about is remembered, since candidates that
    hang there come one after the other.
    """

    def __init__(self, place: Place) -> None:
        self.place, self.last = place, dict[tuple[object, ...], Sight]()
        self.seated = dict[int, Seats]()

    def of(self, camera: Camera) -> Sight:
        """From where this camera hangs, as far as it needs."""
        key = (camera.level, camera.at_m, face_reach_m(camera))
        if key not in self.last:
            venue = self.place.on(camera.level, camera.at_m).venue
            self.last = {key: Sight(face_area(camera, venue))}
        return self.last[key]

    def seats(self, level: int) -> Seats:
        """Who sits on a level."""
        if level not in self.seated:
            self.seated[level] = Seats(self.place, level)
        return self.seated[level]


class _Looks:
    """What the engine makes of sightings: chances to be found, and to be found and searched, noise,
    and passes.
    """

    def __init__(self, seen: Sightings, settings: EngineSettings, preset: Preset) -> None:
        view = (seen.yaw_deg, seen.pitch_deg, seen.visible_share)
        self.found = preset.standin.detects(seen.interocular_px, *view)
        good = seen.interocular_px >= settings.minimum_interocular_px
        good &= np.abs(seen.yaw_deg) <= settings.maximum_yaw_deg
        good &= np.abs(seen.pitch_deg) <= settings.maximum_pitch_deg
        self.searched = np.where(good, self.found, 0.0)
        self.scale = preset.standin.scale(seen.interocular_px * seen.sharpness, *view)
        self.number = passes(seen.time_s, seen.camera, seen.person, settings.lost_after_s)
        self.wanted = settings.minimum_frames


def _seen(
    camera: Camera, day: Watched, cells: Cells, sights: "Sights", row: NDArray[np.int64]
) -> Sightings:
    """Of those sampled, as `sim.cameras.sightings.observe` has it."""
    crowd = day.crowd
    rows = cells.before(camera)
    rows = rows[crowd.level[rows] == camera.level]
    wanted = np.zeros(int(crowd.tick.max(initial=0)) + 1, bool)
    wanted[crowd.tick[rows[row[crowd.person[rows]] >= 0]]] = True
    rows = rows[wanted[crowd.tick[rows]]]
    rows = rows[sights.of(camera).sees(crowd.x_m[rows], crowd.y_m[rows])]
    places = places_at(crowd, rows, sights.seats(camera.level))
    seen = see(camera, 0, day.people, places, day.streams, row >= 0)
    return bent(seen, seen.face_px, Lens(camera))


def _recognised(
    looks: _Looks, row: NDArray[np.int64], count: int, settings: EngineSettings, model: Mated
) -> NDArray[np.float64]:
    """(count * kinds,) the chance that each of the sampled is recognised, were they listed."""
    missed = np.ones((count, EASE))
    frames = np.flatnonzero(looks.searched > 0)
    if len(frames):
        chance = looks.searched[frames] * model.frames(looks.scale[frames])
        number, order = looks.number[frames], np.argsort(looks.number[frames], kind="stable")
        enough = _enough(chance[..., order], number[order], settings.minimum_frames).mean(1)
        first = np.flatnonzero(np.diff(number[order], prepend=-1))
        who = row[frames][order][first]
        for kind in range(EASE):
            np.multiply.at(missed[:, kind], who, 1 - enough[kind])
    got = 1 - missed.ravel()
    return np.where(got >= LEAST, got, 0.0)


def _enough(
    chance: NDArray[np.float64], number: NDArray[np.int32], wanted: int
) -> NDArray[np.float64]:
    """(..., passes) the chance that at least so many frames of a pass match, each (..., n) with its
    own chance; those of a pass are neighbours.
    """
    first = np.flatnonzero(np.diff(number, prepend=-1))
    size = np.diff(first, append=len(number))
    fewer = np.zeros((wanted, *chance.shape[:-1], len(first)))
    fewer[0] = 1.0
    for turn in range(int(size.max())):
        on = np.flatnonzero(size > turn)
        p = chance[..., first[on] + turn]
        for k in range(wanted - 1, -1, -1):
            fewer[k][..., on] *= 1 - p
            if k:
                fewer[k][..., on] += fewer[k - 1][..., on] * p
    found: NDArray[np.float64] = np.clip(1 - fewer.sum(0), 0.0, 1.0)
    return found


def _near(
    camera: Camera, seen: Sightings, row: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """(count,) 1 for those whose head was large enough and whole in the picture at least once."""
    found = np.zeros(count)
    found[row[in_zone(camera, seen.face_px, seen.frontal_px)]] = 1.0
    return found


def _at_least_once(
    chance: NDArray[np.float64], row: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    missed = np.ones(count)
    np.multiply.at(missed, row, 1 - chance)
    return np.where(missed <= 1 - LEAST, 1 - missed, 0.0)


def _searched_passes(looks: _Looks) -> float:
    """How many passes of the sampled are expected to be searched often enough for an alert."""
    frames = np.flatnonzero(looks.searched > 0)
    if not len(frames):
        return 0.0
    order = np.argsort(looks.number[frames], kind="stable")
    held = frames[order]
    return float(_enough(looks.searched[held], looks.number[held], looks.wanted).sum())


def _false_rate(preset: Preset, settings: EngineSettings, threshold: float) -> float:
    """The share of non-mated passes with so many frames at the threshold before one subject."""
    score = preset.score[min(settings.minimum_frames, len(preset.score)) - 1]
    if threshold <= score[-1]:
        return float(preset.rate[-1])
    if threshold > score[0]:
        return float(preset.rate[0])
    return float(10 ** np.interp(-threshold, -score, np.log10(preset.rate)))
