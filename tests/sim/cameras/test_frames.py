from collections import Counter
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from engine.feeds.recorded import open_feed
from scenarios.place import flat
from scenarios.schema import Camera
from sim.cameras import optics
from sim.cameras.frames import Filming, record, take
from sim.cameras.scenery.backdrop import backdrop
from sim.cameras.scenes import moments, places_of, scene
from sim.cameras.sightings import observe, see
from sim.people.drawing.layers import Layer
from sim.people.sprites import Depth, Key, Sprite, Sprites
from sim.streams import Streams
from sim.world.staying.seated import Seats
from tests.sim.cameras.stage import SMALL, WIDE, crowd, day, hall

NEAR = [(6.0, 10.0), (5.6, 10.0), (5.2, 10.0)]
BLURRED = {"line_time_us": 30.0, "focus_m": 9.0, "illuminance_lux": 60.0}
FAR = [(7.2, 10.0), (6.9, 10.0), (6.6, 10.0)]


class Dummies:
    """People of plain colours: a board 0.4 m wide from 0.15 m above the eyes to the feet."""

    styles: ClassVar[dict[int, str]] = {}

    def person(self, number, px_per_m, *_pose):
        high, wide = round(1.75 * px_per_m), round(0.4 * px_per_m)
        bgra = np.full((high, wide, 4), 255, np.uint8)
        bgra[..., :3] = (40 + 50 * (number % 4), 200 - 60 * (number % 3), 90)
        eyes = np.array([wide / 2, 0.15 * px_per_m])
        face = np.array([[-0.03, 0], [0.03, 0], [0, 0.04], [-0.02, 0.08], [0.02, 0.08]])
        return Sprite(bgra, eyes, eyes + face * px_per_m, high - eyes[1], px_per_m)


def filmed(tmp_path, *walks, camera: Camera = SMALL):
    """The truth table and the decoded pictures of one second."""
    record(camera, day(*walks, camera=camera), Dummies(), Streams(1), tmp_path, lambda _: None)
    pictures = [frame.bgr for frame in open_feed(tmp_path / f"{camera.id}.mp4")]
    return pq.read_table(tmp_path / f"{camera.id}.truth.parquet"), np.stack(pictures)


def taken(*walks, venue=None):
    """The first frame, before the sensor, and the empty place."""
    played = replace(day(*walks, camera=WIDE), place=flat(venue or hall()))
    shown = scene(WIDE, played, places_of(WIDE, played), Streams(1))
    empty = backdrop(WIDE, played.before(WIDE))
    return take(empty, shown.take(shown.frame == 0), played, Dummies()), empty


class Uncut(Sprites):
    """People drawn down to their soles, wherever the picture ends."""

    def person(self, *view):
        return super().person(*view[:-1])


@pytest.mark.parametrize("imaging", [None, BLURRED])
def test_what_of_people_is_below_the_picture_changes_nothing_in_it(imaging):
    camera = Camera(**SMALL.model_dump() | {"width_px": 640, "height_px": 360, "imaging": imaging})
    walks = [[(x - 0.3 * k, y + 0.1 * k) for k in range(3)] for x, y in ((4.4, 9.6), (6.5, 10.2))]
    played = day(*walks, camera=camera)
    found = [Filming(camera, played, made(1), Streams(1)).frame(1) for made in (Sprites, Uncut)]
    (bgr, cut, _), (same, whole, _) = found
    assert np.array_equal(bgr, same)
    assert np.array_equal(cut.owner, whole.owner)
    for person in (0, 1):
        rows = [len(one.figures[person].sprite.bgra) for one in (cut, whole)]
        assert rows[0] < 0.9 * rows[1]
        assert (cut.owner == person).any()


class Counted(Sprites):
    """People of whom each layer's drawings are counted."""

    def __init__(self) -> None:
        super().__init__(1)
        self.drawn: Counter[Key] = Counter()

    def _drawn(self, key: Key, depth: Depth) -> Layer:
        self.drawn[key] += 1
        return super()._drawn(key, depth)


def test_a_film_draws_no_layer_twice_and_looks_as_frames_one_by_one():
    camera = Camera(**SMALL.model_dump() | {"width_px": 640, "height_px": 360})
    backing = [(5.0 + 0.08 * k, 9.8) for k in range(10)]  # each frame shows more of them
    played = day(backing, camera=camera, duration_s=4.5)
    found, drawn = [], []
    for foreseen in (True, False):
        sprites = Counted()
        filming = Filming(camera, played, sprites, Streams(1))
        if foreseen:
            filming.foresee()
        found.append([filming.frame(number)[0] for number in range(18)])
        drawn.append(sprites.drawn)
    assert np.array_equal(*found)
    assert max(drawn[0].values()) == 1 < max(drawn[1].values())
    assert drawn[0].keys() == drawn[1].keys()


def test_the_same_seed_gives_the_same_truth_and_the_same_pixels(tmp_path):
    truth, pictures = filmed(tmp_path / "one", NEAR, FAR)
    again, same = filmed(tmp_path / "other", NEAR, FAR)
    names = [f"small{end}" for end in (".mp4", ".truth.parquet")]
    one, other = ([(tmp_path / d / n).read_bytes() for n in names] for d in ("one", "other"))
    assert one == other
    assert truth.equals(again)
    assert np.array_equal(pictures, same)


def test_a_feed_is_as_long_and_as_large_as_the_camera_says(tmp_path):
    truth, pictures = filmed(tmp_path, NEAR)
    assert pictures.shape == (4, 180, 320, 3)
    assert truth["frame"].to_pylist() == [0, 1, 2, 3]
    assert truth["time_s"].to_pylist() == [0.0, 0.25, 0.5, 0.75]


def test_truth_agrees_with_what_the_camera_is_said_to_see(tmp_path):
    truth, _ = filmed(tmp_path, NEAR)
    said = observe((SMALL,), flat(hall()), day(NEAR).people, crowd(NEAR), Streams(1))
    assert len(truth) == 4
    for name in ("frontal_px", "yaw_deg", "pitch_deg", "distance_m", "in_zone"):
        on_ticks = truth[name].to_numpy()[::2]
        np.testing.assert_allclose(on_ticks, getattr(said, name)[:2], atol=1e-4)


def test_landmarks_lie_in_the_face_box(tmp_path):
    truth, _ = filmed(tmp_path, NEAR)
    marks = np.stack(truth["landmarks_px"].to_numpy()).reshape(-1, 5, 2)
    low = np.stack([truth[side].to_numpy() for side in ("x1_px", "y1_px")], 1)
    high = np.stack([truth[side].to_numpy() for side in ("x2_px", "y2_px")], 1)
    assert ((marks >= low[:, None]) & (marks <= high[:, None])).all()


def test_who_stands_in_front_is_seen_and_who_stands_behind_is_not(tmp_path):
    level = SMALL.model_copy(update={"height_m": 1.6, "tilt_deg": 0.0})
    truth, _ = filmed(tmp_path, FAR, NEAR, camera=level)
    share = truth["visible_share"].to_numpy()
    assert len(share) == 8
    assert (share[truth["person"].to_numpy() == 1] > 0.95).all()
    assert (share[truth["person"].to_numpy() == 0] < 0.05).all()


def test_nobody_is_drawn_through_a_wall():
    screen = shapely.box(3, 8, 3.3, 9.9)
    frame, empty = taken(NEAR, venue=hall(screen))
    wall = np.isfinite(empty.ahead_m) & (empty.ahead_m < 4)
    np.testing.assert_array_equal(frame.bgr[wall], empty.bgr[wall])
    assert (frame.owner == 0).any()
    assert not (frame.owner[wall] == 0).any()


def test_feet_stand_on_the_floor_and_heads_are_where_they_belong():
    frame, _ = taken(FAR)
    rows = np.flatnonzero((frame.owner == 0).any(1))
    places = [[*FAR[0], 0.0], [*FAR[0], 1.59 + 0.15]]
    (floor, crown), _ = optics.project(WIDE, places)
    assert rows[-1] + 1 == pytest.approx(floor[1], abs=1.5)
    assert rows[0] == pytest.approx(crown[1], abs=1.5)


def test_farther_people_are_smaller_and_higher_up():
    sizes = []
    for walk in (NEAR, FAR):
        rows = np.flatnonzero((taken(walk)[0].owner == 0).any(1))
        sizes.append((len(rows), rows[-1]))
    assert sizes[0][0] > sizes[1][0]
    assert sizes[0][1] > sizes[1][1]


def test_between_ticks_people_are_between_their_places():
    walked = crowd([(4.0, 10.0), (3.0, 10.0)], heading_deg=170.0)
    walked.heading_deg[1] = -170.0
    found = moments(walked, np.array([0.0, 0.125, 0.25, 0.5]), 0, Seats(flat(hall()), 0))
    np.testing.assert_allclose(found.x_m, [4, 3.75, 3.5])
    np.testing.assert_allclose(found.heading_deg % 360, [170, 175, 180])


def test_walls_are_as_far_ahead_as_they_stand():
    level = WIDE.model_copy(update={"tilt_deg": 0.0})
    empty = backdrop(level, hall(shapely.box(6, 9, 7, 11)))
    assert empty.ahead_m[90, 160] == pytest.approx(5, abs=0.01)
    assert empty.ahead_m[90, 20] == pytest.approx(19, abs=0.01)
    assert np.isinf(empty.ahead_m[-1, 0])


@pytest.mark.parametrize("height_m", [1.45, 1.7, 1.95])
def test_people_are_filmed_as_tall_as_they_are_whoever_plays_them(height_m):
    camera = Camera(**SMALL.model_dump() | {"width_px": 640, "height_px": 360})
    played = day([(9.0, 10.0)] * 3, camera=camera)
    played.people.height_m[0] = height_m
    _, taken_, _ = Filming(camera, played, Sprites(1), Streams(1)).frame(0)
    rows = np.flatnonzero((taken_.owner == 0).any(1))
    ends = [[9.0, 10.0, height_m], [9.0, 10.0, 0.0]]
    crown, floor = optics.project(camera, np.array(ends))[0][:, 1]
    tall_px = floor - crown
    assert rows[0] == pytest.approx(crown, abs=0.04 * tall_px)
    assert rows[-1] == pytest.approx(floor, abs=0.05 * tall_px)
    box = see(camera, 0, played.people, places_of(camera, played), Streams(1)).face_px[0]
    assert crown < box[1] < box[3] < crown + 0.25 * tall_px
