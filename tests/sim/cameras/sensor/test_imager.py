from contextlib import suppress
from typing import ClassVar

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.feeds.recorded import open_feed
from scenarios.fit import imaging_problems
from scenarios.schema import Camera, Imaging
from sim.cameras.frames import record
from sim.cameras.scenes import places_of, scene
from sim.cameras.sensor.motion import velocities_px_s
from sim.people.sprites import Sprite
from sim.streams import Streams
from tests.extremes.drawn import leaves
from tests.sim.cameras.stage import SMALL, day

pytestmark = pytest.mark.usefixtures("painted_once")
WALK = [(4.2, 10.6), (4.0, 10.0), (3.8, 9.4)]
WHOLE = (0, 0, 1, 1)
CALM = {"exposure": False, "noise": False, "softness_px": 0.0}
LARGE = Camera(**SMALL.model_dump() | {"width_px": 960, "height_px": 540, "tilt_deg": 14.0})


class Marked:
    """Boards with a yellow eye and a cyan corner of the mouth, on grey."""

    styles: ClassVar[dict[int, str]] = {}

    def person(self, _number, px_per_m, *_pose):
        high, wide = round(1.75 * px_per_m), round(0.5 * px_per_m)
        bgra = np.full((high, wide, 4), 255, np.uint8)
        bgra[..., :3] = 60
        eyes = np.array([wide / 2, 0.2 * px_per_m])
        face = np.array([[-0.1, 0], [0.1, 0], [0, 0.04], [-0.1, 0.08], [0.1, 0.08]])
        marks = eyes + face * px_per_m
        for (x, y), colour in ((marks[0], (0, 255, 255)), (marks[4], (255, 255, 0))):
            centre = (round((x - 0.5) * 16), round((y - 0.5) * 16))
            cv2.circle(bgra, centre, round(0.03 * px_per_m * 16), (*colour, 255), -1, 8, 4)
        return Sprite(bgra, eyes, marks, high - eyes[1], px_per_m)


def filmed(tmp_path, walk=WALK, camera=LARGE, **imaging):
    """The truth's rows, the pictures and the exposure of one second."""
    camera = Camera(**camera.model_dump() | {"imaging": imaging})
    played = day(walk, camera=camera)
    exposure = record(camera, played, Marked(), Streams(1), tmp_path, lambda _: None)
    pictures = [frame.bgr for frame in open_feed(tmp_path / f"{camera.id}.mp4")]
    rows = pq.read_table(tmp_path / f"{camera.id}.truth.parquet").to_pylist()
    return rows, np.stack(pictures), exposure


def marked(picture, colour):
    """The middle of the pixels of one colour: 'yellow' or 'cyan'."""
    blue, _, red = picture.astype(int).transpose(2, 0, 1)
    weight = np.maximum((red - blue if colour == "yellow" else blue - red) - 60, 0)
    y, x = np.indices(weight.shape) + 0.5
    return np.array([(weight * x).sum(), (weight * y).sum()]) / weight.sum()


@pytest.mark.parametrize(
    "imaging",
    [
        {"motion_blur": False},
        {"motion_blur": False, "k1": -0.8},
        {"motion_blur": False, "k1": 0.6},
        {"motion_blur": False, "line_time_us": 300},
        {"line_time_us": 300, "k1": -0.8},
    ],
    ids=str,
)
def test_marked_points_lie_where_the_truth_has_the_landmarks(tmp_path, imaging):
    rows, pictures, _ = filmed(tmp_path, **CALM | imaging)
    assert [row["frame"] for row in rows] == [0, 1, 2, 3]
    for row in rows:
        marks = np.reshape(row["landmarks_px"], (5, 2))
        found = [marked(pictures[row["frame"]], colour) for colour in ("yellow", "cyan")]
        np.testing.assert_allclose(found, marks[[0, 4]], atol=0.8)
        middle = np.array([row["x1_px"] + row["x2_px"], row["y1_px"] + row["y2_px"]]) / 2
        assert np.abs(middle - marks.mean(0)).max() < 0.6 * np.ptp(marks[:, 0])


def test_a_rolling_shutter_moves_people_on_and_a_global_one_does_not(tmp_path):
    still, _, _ = filmed(tmp_path / "a", **CALM)
    moved, _, _ = filmed(tmp_path / "b", **CALM, line_time_us=300)
    before, after = (np.array(rows[1]["landmarks_px"][:2]) for rows in (still, moved))
    way = np.subtract(still[2]["landmarks_px"][:2], still[0]["landmarks_px"][:2])
    expected = way * LARGE.fps / 2 * after[1] * 300e-6
    assert after - before == pytest.approx(expected, abs=0.1 * np.abs(expected).max())


def test_truth_tells_blur_by_motion_shutter_focus_and_lens(tmp_path):
    calm = CALM | {"softness_px": 0.7}
    still, _, _ = filmed(tmp_path / "a", **calm, motion_blur=False)
    moving, _, _ = filmed(tmp_path / "b", **calm, shutter_s=0.05)
    unfocused, _, _ = filmed(tmp_path / "c", **calm, motion_blur=False, focus_m=0.5)
    assert still[1]["blur_px"] == pytest.approx(0.7)
    played = day(WALK, camera=LARGE)
    shown = scene(LARGE, played, places_of(LARGE, played), Streams(1))
    streak = np.hypot(*velocities_px_s(shown, LARGE.fps)[1]) * 0.05
    assert moving[1]["blur_px"] == pytest.approx(np.sqrt(0.49 + streak**2 / 12), rel=1e-4)
    assert unfocused[1]["blur_px"] > 1.5


def test_blurred_people_have_softer_edges(tmp_path):
    rows, sharp, _ = filmed(tmp_path / "a", **CALM, motion_blur=False)
    _, moving, _ = filmed(tmp_path / "b", **CALM, shutter_s=0.05)
    x, y = (int(place) for place in rows[1]["landmarks_px"][:2])
    eyes = [one[1, y - 3 : y + 3, x - 40 : x + 40, 2].astype(int) for one in (sharp, moving)]
    edges = [np.abs(np.diff(one, axis=1)).max() for one in eyes]
    assert edges[1] < 0.6 * edges[0]


def test_a_bright_window_behind_makes_faces_darker(tmp_path):
    plain, backlit = (
        filmed(tmp_path / str(lux), noise=False, backlight_lux=lux, backlight_box=WHOLE)[:2]
        for lux in (0, 20_000)
    )
    levels = []
    for rows, pictures in (plain, backlit):
        x, y = np.reshape(rows[1]["landmarks_px"], (5, 2)).mean(0).astype(int)
        levels.append(float(pictures[1, y - 3 : y + 3, x - 3 : x + 3].mean()))
    assert levels[1] < 0.7 * levels[0]


def test_darkness_brings_gain_and_gain_brings_noise(tmp_path):
    _, day_time, bright = filmed(tmp_path / "a", place="street")
    _, night, dark = filmed(tmp_path / "b", place="street", hour="night", white_balance_k=2200)
    assert (bright.gain_db, dark.gain_db > 10) == (0, True)
    grain = [np.diff(one[:, :40, :40].astype(float), axis=0).std() for one in (day_time, night)]
    assert grain[1] > 2 * grain[0]


def test_rain_is_another_each_frame_and_the_same_each_time(tmp_path):
    wet = {"place": "street", "rain_mm_per_h": 30}
    _, once, _ = filmed(tmp_path / "a", **wet)
    _, again, _ = filmed(tmp_path / "b", **wet)
    assert np.array_equal(once, again)
    assert not np.array_equal(once[0], once[1])


def test_a_camera_that_says_nothing_of_imaging_films_as_ever(tmp_path):
    record(LARGE, day(WALK, camera=LARGE), Marked(), Streams(1), tmp_path, lambda _: None)
    table = pq.read_table(tmp_path / "small.truth.parquet")
    assert set(table["blur_px"].to_pylist()) == {0.5}


def test_nobody_s_velocity_comes_from_somebody_else():
    played = day(WALK, [(3.0, 9.0), (3.0, 9.0), (3.0, 9.0)], camera=LARGE)
    shown = scene(LARGE, played, places_of(LARGE, played), Streams(1))
    velocity = velocities_px_s(shown, LARGE.fps)
    assert np.abs(velocity[shown.person == 1]).max() == 0
    assert (np.abs(velocity[shown.person == 0][:, 0]) > 50).all()


def test_a_camera_keeps_to_its_bitrate(tmp_path):
    sizes = []
    for rate in (4000, 800):
        filmed(tmp_path / str(rate), bitrate_kbps=rate, gain_db=30, shutter_s=0.0001)
        sizes.append((tmp_path / str(rate) / "small.mp4").stat().st_size)
    assert sizes[0] > 2.5 * sizes[1]
    assert sizes[1] < 1.7 * 800 * 1000 / 8


def taken_by_the_schema(drawn):
    """Those of the fields that a camera may have, alone and together."""
    kept = {}
    for (name,), value in drawn:
        with suppress(ValidationError):
            Imaging.model_validate({name: value})
            kept[name] = value
    camera = Camera.model_validate(SMALL.model_dump() | {"imaging": kept})
    return kept if not any(imaging_problems(camera)) else {}


@given(
    drawn=st.lists(
        st.sampled_from(list(leaves(Imaging))).flatmap(
            lambda leaf: st.tuples(st.just(leaf[0]), leaf[1])
        ),
        max_size=8,
    )
)
@settings(max_examples=12, derandomize=True, phases=[Phase.generate])
def test_whatever_imaging_the_schema_takes_makes_pictures(tmp_path_factory, drawn):
    rows, pictures, exposure = filmed(
        tmp_path_factory.mktemp("any"), camera=SMALL, **taken_by_the_schema(drawn)
    )
    assert pictures.shape[1:] == (SMALL.height_px, SMALL.width_px, 3)
    assert np.isfinite([exposure.gain_db, exposure.level_per_reflectance]).all()
    assert np.isfinite([row["blur_px"] for row in rows]).all()
