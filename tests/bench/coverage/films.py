"""Faces on film beside what the cameras' geometry foretells of them."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from engine.feeds.recorded import TRUTH
from engine.measure.calibration.presets import load_preset
from engine.packs.fetch import cache_folder
from scenarios.loader import Loaded
from sim.cameras.coverage.views import views
from sim.cameras.frames import places_of
from sim.cameras.gaze import gaze
from sim.cameras.sightings import see
from sim.cameras.visibility import Sight, face_area
from sim.casting.staging import PEOPLE_SEED, staged
from sim.folder import RunFolder
from sim.people.births import identity
from sim.people.drawing.lights import rotation
from sim.people.head.heads import CENTRE_DM, DISTANCE_DM
from sim.people.sprites import dressed
from sim.people.styles import DAY, styled
from sim.reader import table_of
from sim.stages.film import FILMED
from sim.stages.inputs import setting_of
from sim.stages.line import Line
from sim.stages.span import cameras_of, span_of
from sim.stages.store import Store
from sim.stages.world import WINDOW
from sim.world.day import Day

PUPIL_DM = 0.13
"""Pupils are so far before the eyes' middles, as `Head.points` has them."""


@dataclass(frozen=True)
class Filmed:
    """Of faces (n,) on film: pixels between the pupils as `drawn` and as `told` by the map for that
    person's own distance between them, the same for the mean person (`usual`); the share of the
    face that is `shown` and that `left` by the people before it; how far heads are turned, and
    whether the face is `whole` in the picture.
    """

    drawn: np.ndarray
    told: np.ndarray
    usual: np.ndarray
    shown: np.ndarray
    left: np.ndarray
    yaw_deg: np.ndarray
    whole: np.ndarray


def kept() -> Store:
    """The user's own store, in which films of benchmarks stay: that of tests goes with them."""
    return Store(cache_folder() / "stages")


def filmed(loaded: Loaded) -> Filmed:
    """All faces in all frames of the window of a scenario in pixels; films are kept in the user's
    store.
    """
    setting, store = setting_of(loaded, load_preset(loaded.scenario.engine.preset)), kept()
    with TemporaryDirectory() as folder:
        told = (RunFolder(Path(folder)), lambda *_: None, [store], store)
        Line(setting, *told).play([WINDOW, FILMED])
        world = Line(setting, *told).play([WINDOW])
        cameras = loaded.scenario.watching
        parts = [_faces(loaded, setting, world, one, Path(folder) / "feeds") for one in cameras]
    return Filmed(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _faces(loaded, setting, world, camera, feeds):
    span, cameras = span_of(loaded.scenario), cameras_of(loaded.scenario, camera.id)
    day = Day(loaded.place, world.people, world.crowd, cameras, span.start_s, span.end_s)
    day = replace(day, people=staged(loaded.scenario, day, setting.streams).people)
    places = places_of(camera, day)
    sight = Sight(face_area(camera, day.before(camera)))
    places = places.take(sight.sees(places.x_m, places.y_m))
    seen = see(camera, 0, day.people, places, setting.streams)
    truth = table_of(feeds / f"{camera.id}{TRUTH}")
    column = {name: truth[name].to_numpy() for name in truth.column_names if "land" not in name}
    assert column["person"].tolist() == seen.person.tolist()
    marks = truth["landmarks_px"].combine_chunks().flatten().to_numpy().reshape(-1, 5, 2)
    key = _key(places.time_s, places.person)
    order = np.argsort(key)
    at = order[np.searchsorted(key[order], _key(seen.time_s, seen.person))]
    told = views(camera, places.eyes_m(day.people)[at])
    assert told.large.all()
    own = np.array([_apart_m(int(day.people.identity[one])) for one in seen.person])
    _, bow = gaze(seen.person, seen.time_s, day.people, setting.streams)
    turned = np.abs(np.cos(np.radians(seen.yaw_deg)))
    box = np.stack([column[side] for side in ("x1_px", "y1_px", "x2_px", "y2_px")], 1)
    size = np.array([camera.width_px, camera.height_px])
    return (
        np.linalg.norm(marks[:, 0] - marks[:, 1], axis=1),
        told.px_per_m * _drawn_m(own, seen.yaw_deg, told.pitch_deg, bow),
        told.interocular_px * turned,
        column["visible_share"],
        seen.visible_share,
        seen.yaw_deg,
        (box[:, :2] >= 0).all(1) & (box[:, 2:] <= size).all(1),
    )


def _key(time_s, person):
    return np.rint(time_s * 1000).astype(np.int64) * 10_000_000 + person


@cache
def _apart_m(number: int) -> float:
    """Between somebody's pupils."""
    head, _ = dressed(*styled(identity(number, PEOPLE_SEED), DAY))
    return float(np.linalg.norm(head.left - head.right)) / 10


def _drawn_m(apart_m, yaw_deg, pitch_deg, bow_deg):
    """(n,) between pupils in the plane through a head's middle: heads are bowed, then turned, then
    seen from above, and drawn as from DISTANCE_DM away, whatever the camera's distance, so that
    what is before that plane is larger.
    """
    sides = np.array([[-1.0], [1.0]]) * [5.0, 0.0, 0.0]
    pupils = apart_m[:, None, None] * sides + [0.0, 0.0, PUPIL_DM] - CENTRE_DM
    turns = np.stack([*map(rotation, yaw_deg, pitch_deg, bow_deg)])
    left, right = np.einsum("nij,nkj->kni", turns, pupils)
    ends = [one[:, :2] * (DISTANCE_DM / (DISTANCE_DM - one[:, 2:])) for one in (left, right)]
    return np.linalg.norm(ends[1] - ends[0], axis=1) / 10
