import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.schema import Camera, Imaging
from sim.cameras import optics
from sim.cameras.sensor.exposure import expose, shutter_s
from sim.cameras.sensor.sharpness import (
    CIRCLE_GRAIN_PX,
    SOFT_GRAIN_PX,
    STREAK_GRAIN_PX,
    sharpness,
    sharpness_of,
)
from tests.sim.cameras.stage import LEVEL, seen

AT, STILL = np.array([[6.0, 10.0, 1.59]]), np.zeros((1, 2))
ACROSS, TOWARDS = np.array([[0.0, 1.3]]), np.array([[-1.3, 0.0]])
PER_M = float(optics.focal_px(LEVEL)) / 5


def filming(**imaging) -> Camera:
    return LEVEL.model_copy(update={"imaging": Imaging(**imaging)})


def test_an_ordinary_camera_has_everybody_sharp():
    assert sharpness_of(LEVEL, AT, 9 * ACROSS).tolist() == [1.0]
    assert sharpness_of(filming(), AT, STILL).tolist() == [1.0]


def test_each_way_of_spreading_alone_takes_as_much_at_its_grain():
    none = np.zeros(1)
    spread = [
        sharpness(float(np.hypot(0.5, SOFT_GRAIN_PX)), none, none),
        sharpness(0.5, none + CIRCLE_GRAIN_PX, none),
        sharpness(0.5, none, none + STREAK_GRAIN_PX),
    ]
    np.testing.assert_allclose(np.concatenate(spread), np.sqrt(0.5))


def test_whoever_crosses_is_smeared_by_their_way_while_the_shutter_is_open():
    slow = filming(shutter_s=0.02)
    streak = 1.3 * 0.02 * PER_M
    expected = sharpness(0.5, np.zeros(1), np.array([streak]))
    np.testing.assert_allclose(sharpness_of(slow, AT, ACROSS), expected)
    assert sharpness_of(slow, AT, TOWARDS)[0] == pytest.approx(1)
    assert sharpness_of(filming(shutter_s=0.02, motion_blur=False), AT, ACROSS)[0] == 1


def test_less_light_opens_the_shutter_and_smears_more():
    by_lux = [
        float(sharpness_of(filming(illuminance_lux=lux), AT, ACROSS)[0]) for lux in (4000, 400, 4)
    ]
    assert 1 > by_lux[0] > by_lux[1] > by_lux[2]


def test_who_stands_where_the_lens_is_focused_is_sharp_and_nobody_else():
    away = np.array([[3.0, 10.0, 1.59], [6.0, 10.0, 1.59], [16.0, 10.0, 1.59]])
    near, sharp, far = sharpness_of(filming(focus_m=5.0), away, np.zeros((3, 2)))
    assert sharp == pytest.approx(1)
    assert near < 1
    assert far < 1


@given(st.floats(0.02, 0.9), st.floats(1, 1e5), st.sampled_from([None, 0.0, 12.0]))
def test_the_shutter_is_that_of_the_film(reflectance, lux, gain_db):
    imaging = Imaging(illuminance_lux=lux, gain_db=gain_db)
    assert shutter_s(imaging, reflectance) == expose(imaging, reflectance).shutter_s


def test_sightings_go_by_the_way_from_the_tick_before_to_the_next_one():
    walk = [(6.0, 10.0), (6.0, 10.0), (6.0, 10.5), (6.0, 11.0)]
    found = seen(walk, camera=filming(shutter_s=0.02))
    streak = np.array([0, 0.5, 1.0, 1.0]) * 0.02 * PER_M
    np.testing.assert_allclose(found.sharpness, sharpness(0.5, np.zeros(4), streak), rtol=1e-6)
