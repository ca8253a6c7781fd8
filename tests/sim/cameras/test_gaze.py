import numpy as np

from sim.cameras.gaze import DOWN_MEAN_DEG, YAW_SD_DEG, gaze
from sim.streams import Streams


def test_a_head_is_turned_the_same_whenever_it_is_asked_about():
    fine = np.arange(0, 30, 0.2)
    yaw, down = gaze(np.full(len(fine), 7, np.int32), fine, Streams(1))
    coarse = fine[::5]
    again = gaze(np.full(len(coarse), 7, np.int32), coarse, Streams(1))
    np.testing.assert_array_equal(yaw[::5], again[0])
    np.testing.assert_array_equal(down[::5], again[1])


def test_heads_turn_smoothly():
    times = np.arange(0, 60, 0.1)
    yaw, _ = gaze(np.full(len(times), 3, np.int32), times, Streams(1))
    assert np.abs(np.diff(yaw)).max() < 14


def test_people_look_ahead_on_the_whole_and_a_little_down():
    person = np.repeat(np.arange(400, dtype=np.int32), 50)
    yaw, down = gaze(person, np.tile(np.arange(50) * 7.3, 400), Streams(1))
    assert abs(yaw.mean()) < 5 * YAW_SD_DEG / np.sqrt(400)
    assert abs(yaw.std() - YAW_SD_DEG) < 1
    assert abs(down.mean() - DOWN_MEAN_DEG) < 1.3


def test_nobody_at_all_looks_nowhere():
    yaw, down = gaze(np.empty(0, np.int32), np.empty(0), Streams(1))
    assert len(yaw) == len(down) == 0
