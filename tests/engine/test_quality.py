import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.faces import Face
from engine.settings import EngineSettings
from engine.vision.quality import TOO_SMALL, TURNED_AWAY, too_poor, yaw_deg
from tests.strategies import face_at


def turned(yaw, size_px=60.0):
    """Landmarks of a head turned by `yaw`: eyes on a plane, the nose 0.6 of it before them."""
    a = np.radians(yaw)
    eyes, nose = 0.5 * np.cos(a), 0.6 * np.sin(a)
    places = [[-eyes, 0], [eyes, 0], [nose, 0.55], [-0.8 * eyes, 1], [0.8 * eyes, 1]]
    landmarks = (100 + size_px * np.array(places)).astype(np.float32)
    return Face(np.array([0, 0, 200, 200], np.float32), landmarks, 0.9)


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
    assert too_poor(face_at(0, 0, 60), settings) is None
    assert too_poor(face_at(0, 0, 20), settings) == TOO_SMALL
    assert too_poor(turned(55), settings) == TURNED_AWAY
    assert too_poor(turned(-55), settings) == TURNED_AWAY


def test_eyes_in_one_place_count_as_turned_away():
    assert yaw_deg(Face(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 0.9)) == 90


def test_real_frontal_faces_are_good_enough(six):
    reasons = [too_poor(face, EngineSettings()) for face in six.faces]
    assert reasons.count(None) >= 5
