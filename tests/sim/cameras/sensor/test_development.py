import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cameras.sensor.development import Wells, coded, develop, linear
from sim.cameras.sensor.sharpening import sharpened

SILENT = np.zeros((0, 0, 3), np.float32)
SIDE = 200
UNITY = np.ones(3)


def flat(value: int) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), value, np.uint8)


def noisy(value: int, wells: Wells, factor: float = 1.0) -> np.ndarray:
    """Linear levels of a flat picture."""
    drawn = np.random.default_rng(1).standard_normal((SIDE, SIDE, 3), np.float32)
    return linear(develop(flat(value), UNITY * factor, drawn, wells) / 255)


def test_without_noise_and_at_level_one_pictures_come_back_as_they_were():
    every = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2)
    same = develop(every, UNITY, SILENT, Wells(1e4, 3, 1))
    assert np.abs(same.astype(int) - every).max() <= 1


def test_coding_undoes_linearising():
    share = np.linspace(0, 1, 101)
    np.testing.assert_allclose(coded(linear(share)), share, atol=1e-4)


@pytest.mark.parametrize(("gain", "value"), [(1.0, 128), (10.0, 128), (30.0, 90)])
def test_noise_has_the_variance_of_shot_and_read_noise(gain, value):
    wells, level = Wells(10_000, 5, gain), float(linear(np.array(value / 255)))
    electrons = level * 10_000 / gain
    expected = np.sqrt(electrons + 25) * gain / 10_000
    found = noisy(value, wells)
    assert wells.level_sd(np.array(level)) == pytest.approx(expected)
    assert found.mean() == pytest.approx(level, rel=0.01)
    step = float(np.diff(linear(np.array([value, value + 1]) / 255))[0])
    assert found.std() == pytest.approx(np.hypot(expected, step / np.sqrt(12)), rel=0.06)


@settings(deadline=None, max_examples=30)
@given(st.floats(1, 60), st.floats(1.1, 4))
def test_more_gain_at_one_level_is_more_noise(gain, times):
    level = np.array(0.18)
    assert Wells(1e4, 3, gain * times).level_sd(level) > Wells(1e4, 3, gain).level_sd(level)


def test_levels_are_multiplied_in_linear_light_and_clip_at_white():
    half = develop(flat(200), UNITY * 0.5, SILENT, Wells(1e4, 3, 1))
    assert linear(half[0, 0, 0] / 255) == pytest.approx(linear(200 / 255) / 2, rel=0.02)
    assert develop(flat(200), UNITY * 9, SILENT, Wells(1e4, 3, 1)).min() == 255


def test_light_from_behind_glass_reaches_only_what_is_there():
    lit = np.ones((SIDE, SIDE), np.float32)
    lit[:, 100:] = 4
    taken = linear(develop(flat(100), UNITY, SILENT, Wells(1e4, 3, 1), lit=lit) / 255)
    assert taken[0, 150, 0] == pytest.approx(4 * taken[0, 50, 0], rel=0.03)


def test_air_takes_light_away_and_gives_its_own():
    clear = np.full((SIDE, SIDE), 0.25, np.float32)
    wells, light = Wells(1e4, 3, 1), linear(np.array(200 / 255))
    taken = develop(flat(200), UNITY, SILENT, wells, clear=clear, air=0.2)
    assert linear(taken[0, 0, 0] / 255) == pytest.approx(light / 4 + 0.15, rel=0.02)


def test_an_edge_overshoots_by_what_the_unsharp_mask_adds():
    edge = flat(80)
    edge[:, 100:] = 160
    soft = cv2.GaussianBlur(edge, (0, 0), 2.0).astype(float)
    found = sharpened(edge, 0.5, 2.0)
    np.testing.assert_allclose(found, edge + 0.5 * (edge - soft), atol=1)
    assert found[0, 100, 0] > 170
    assert found[0, 0, 0] == 80
    assert sharpened(edge, 0, 2.0) is edge
