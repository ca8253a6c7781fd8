import numpy as np
import pytest

from sim.cameras.sensor.imaging import NOISE, Sensor
from sim.streams import Streams
from tests.sim.cameras.stage import SMALL

GREY = np.full((SMALL.height_px, SMALL.width_px, 3), 120, np.uint8)


def test_noise_is_a_frame_s_own_and_the_same_each_time_it_is_taken():
    sensor, other = (Sensor(SMALL, Streams(1)) for _ in range(2))
    assert np.array_equal(sensor.take(GREY, 3), other.take(GREY, 3))
    assert not np.array_equal(sensor.take(GREY, 3), sensor.take(GREY, 4))


def test_noise_makes_a_picture_neither_brighter_nor_darker():
    taken = Sensor(SMALL, Streams(1)).take(GREY, 0).astype(float)
    assert taken.mean() == pytest.approx(120, abs=0.1)
    assert taken.std() == pytest.approx(NOISE, rel=0.05)
