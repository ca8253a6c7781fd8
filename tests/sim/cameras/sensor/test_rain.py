import numpy as np
import pytest

from sim.cameras import optics
from sim.cameras.sensor.development import linear
from sim.cameras.sensor.rain import LEAST_M, Rain, extinction_per_m, fall_mps, slope_per_m
from tests.sim.cameras.stage import LEVEL


def test_drops_number_as_marshall_and_palmer_count_them():
    rain, slope = Rain(LEVEL, 10.0, 0.01), 4100 * 10**-0.21
    size = np.linspace(LEAST_M, 0.02, 20_000)
    per_m3 = np.trapezoid(8e6 * np.exp(-slope * size), size)
    volume = 1280 * 720 / optics.focal_px(LEVEL) ** 2 * (8**3 - 0.5**3) / 3
    assert rain.drops == pytest.approx(per_m3 * volume, rel=0.01)


def test_light_is_lost_to_twice_the_cross_sections_of_all_drops():
    size = np.linspace(0, 0.02, 50_000)
    number = 8e6 * np.exp(-slope_per_m(10) * size)
    expected = np.trapezoid(2 * np.pi / 4 * size**2 * number, size)
    assert extinction_per_m(10) == pytest.approx(expected, rel=1e-3)
    clear = Rain(LEVEL, 10.0, 0.01).clear(np.array([10.0, 20.0]))
    assert clear[1] == pytest.approx(clear[0] ** 2)


def test_streaks_are_as_long_as_drops_fall_while_the_shutter_is_open():
    drops = Rain(LEVEL, 20.0, 0.004).streaks(np.random.default_rng(1))
    _, _, length, wide, share = drops.T
    diameter_over_density = wide / length
    speed = fall_mps(np.array([LEAST_M, 6e-3]))
    assert (diameter_over_density >= LEAST_M / (speed[0] * 0.004) * 0.5).all()
    np.testing.assert_allclose(share, np.minimum(diameter_over_density, 1), rtol=1e-9)


def test_a_longer_shutter_makes_longer_and_fainter_streaks():
    short, long = (Rain(LEVEL, 20.0, t).streaks(np.random.default_rng(1)) for t in (0.001, 0.02))
    assert long[:, 2].mean() == pytest.approx(20 * short[:, 2].mean())
    assert long[:, 4].mean() < short[:, 4].mean() / 10


def test_streaks_bring_dark_things_nearer_to_the_light_around():
    black = np.zeros((720, 1280, 3), np.uint8)
    rained = Rain(LEVEL, 30.0, 0.002).fall(black, 0.4, np.random.default_rng(1))
    changed = rained[..., 0] > 0
    assert 0.001 < changed.mean() < 0.3
    assert linear(rained.max() / 255) <= 0.41
