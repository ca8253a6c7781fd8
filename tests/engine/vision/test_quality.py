import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.faces import Face
from engine.settings import EngineSettings
from engine.vision.analyser import align
from engine.vision.pose import pitch_deg, roll_deg, yaw_deg
from engine.vision.quality import LIMITS, TOO_SMALL, TURNED_AWAY, assess, too_poor
from tests.strategies import face_at


def turned(yaw, size_px=60.0):
    """Landmarks of a head turned by `yaw`: eyes on a plane, the nose 0.6 of it before them."""
    a = np.radians(yaw)
    eyes, nose = 0.5 * np.cos(a), 0.6 * np.sin(a)
    places = [[-eyes, 0], [eyes, 0], [nose, 0.55], [-0.8 * eyes, 1], [0.8 * eyes, 1]]
    landmarks = (100 + size_px * np.array(places)).astype(np.float32)
    return Face(np.array([0, 0, 200, 200], np.float32), landmarks, 0.9)


def plain(face):
    """The quality of a face whose crop is grey all over."""
    return assess(face, np.full((112, 112, 3), 128, np.uint8))


@given(st.floats(-70, 70))
def test_yaw_is_recovered_from_ideal_landmarks(yaw):
    assert yaw_deg(turned(yaw)) == pytest.approx(yaw, abs=0.1)


@given(st.floats(-60, 60))
def test_a_mirrored_face_is_turned_the_other_way(yaw):
    face = turned(yaw)
    mirrored = face.landmarks_px * [-1, 1]
    mirrored = mirrored[[1, 0, 2, 4, 3]].astype(np.float32)
    assert yaw_deg(Face(face.box_px, mirrored, 0.9)) == pytest.approx(-yaw_deg(face), abs=0.1)


def test_small_and_turned_faces_are_too_poor_and_say_why():
    settings = EngineSettings(minimum_interocular_px=12, maximum_yaw_deg=40)
    assert too_poor(plain(face_at(0, 0, 60)), settings) is None
    assert too_poor(plain(face_at(0, 0, 20)), settings) == TOO_SMALL
    assert too_poor(plain(turned(55)), settings) == TURNED_AWAY
    assert too_poor(plain(turned(-55)), settings) == TURNED_AWAY


def test_eyes_in_one_place_count_as_turned_away():
    assert yaw_deg(Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 0.9)) == 90


def test_real_frontal_faces_are_good_enough(six):
    crops = [align(six.bgr, face.landmarks_px) for face in six.faces]
    qualities = [assess(face, crop) for face, crop in zip(six.faces, crops, strict=True)]
    reasons = [too_poor(quality, EngineSettings()) for quality in qualities]
    assert reasons.count(None) >= 5


def pitched(pitch, yaw=0.0, size_px=60.0):
    """Landmarks of a head bowed by `pitch`: the nose tip 0.6 before a plane through the others."""
    p, y = np.radians(pitch), np.radians(yaw)
    down = 0.57 * np.cos(p) + 0.6 * np.sin(p)
    mouth, eyes = 1.154 * np.cos(p), 0.5 * np.cos(y)
    places = [[-eyes, 0], [eyes, 0], [0, down], [-0.8 * eyes, mouth], [0.8 * eyes, mouth]]
    landmarks = (100 + size_px * np.array(places)).astype(np.float32)
    return Face(np.array([0, 0, 200, 200], np.float32), landmarks, 0.9)


def rolled(face, roll):
    a = np.radians(roll)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    middle = face.landmarks_px.mean(0)
    landmarks = ((face.landmarks_px - middle) @ turn + middle).astype(np.float32)
    return Face(face.box_px, landmarks, face.score)


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(-80, 80))
def test_pitch_is_recovered_from_ideal_landmarks_at_any_yaw_and_roll(pitch, yaw, roll):
    assert pitch_deg(rolled(pitched(pitch, yaw), roll)) == pytest.approx(pitch, abs=0.1)


@given(st.floats(-50, 50), st.floats(-170, 170))
def test_roll_is_recovered_and_changes_no_yaw(yaw, roll):
    face = rolled(turned(yaw), roll)
    assert roll_deg(face) == pytest.approx(roll, abs=0.1)
    assert yaw_deg(face) == pytest.approx(yaw, abs=0.1)


@given(st.floats(-90, 90), st.floats(-80, 80), st.integers(0, 255))
def test_by_default_only_size_and_yaw_make_a_face_too_poor(pitch, roll, grey):
    flat = np.full((112, 112, 3), grey, np.uint8)
    face = rolled(pitched(pitch), roll)
    assert too_poor(assess(face, flat), EngineSettings()) is None


@pytest.mark.parametrize("limit", LIMITS[2:], ids=lambda limit: limit.reason)
def test_each_further_limit_acts_once_it_is_set(limit):
    crop = np.full((112, 112, 3), 0 if limit.reason != "too_bright" else 255, np.uint8)
    crop[:, :56] = 255 - crop[:, :56] if limit.reason == "uneven" else crop[:, :56]
    bound = {"maximum_pitch_deg": 20, "maximum_roll_deg": 20, "minimum_sharpness": 0.01}
    bound |= {"minimum_range_bits": 2, "minimum_uniformity": 0.5}
    face = rolled(pitched(40), 30 if limit.reason == "tilted" else 0)
    settings = EngineSettings(**{limit.setting: bound.get(limit.setting, 0.5)})
    assert too_poor(assess(face, crop), settings) == limit.reason


def test_smaller_turned_and_bowed_faces_weigh_less():
    weight = plain(pitched(0, size_px=40)).weight
    for worse in (pitched(0, size_px=20), pitched(25, size_px=40), turned(45, size_px=40)):
        assert 0 < plain(worse).weight < weight <= 1
