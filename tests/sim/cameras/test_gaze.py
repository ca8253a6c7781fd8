from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cameras.gaze import DOWN_MEAN_DEG, PEAK_DPS, YAW_SD_DEG, companions, gaze
from sim.streams import Streams
from sim.world.manners import CALL, ORDINARY, PHONE
from tests.sim.cameras.stage import people

EVERYBODY = 400
MANNER = st.integers(0, 6)


def looks(number, times, manner=ORDINARY, seed=1, group=None):
    """One person's gaze over time."""
    crowd = people(EVERYBODY)
    crowd = replace(crowd, manner=np.full(EVERYBODY, manner, np.int8))
    crowd = crowd if group is None else replace(crowd, group=np.asarray(group, np.int32))
    return gaze(np.full(len(times), number, np.int32), np.asarray(times), crowd, Streams(seed))


def sampled(manner=ORDINARY, group=None):
    """Yaw and pitch (people, moments) of everybody."""
    crowd = replace(people(EVERYBODY), manner=np.full(EVERYBODY, manner, np.int8))
    crowd = crowd if group is None else replace(crowd, group=group)
    person = np.repeat(np.arange(EVERYBODY, dtype=np.int32), 100)
    times = np.tile(np.arange(100) * 7.3, EVERYBODY)
    return [one.reshape(EVERYBODY, 100) for one in gaze(person, times, crowd, Streams(1))]


def test_a_head_is_turned_the_same_whenever_it_is_asked_about():
    fine = np.arange(0, 30, 0.2)
    yaw, down = looks(7, fine)
    again = looks(7, fine[::5])
    np.testing.assert_array_equal(yaw[::5], again[0])
    np.testing.assert_array_equal(down[::5], again[1])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, EVERYBODY - 1), MANNER, st.integers(0, 99), st.floats(0, 1e5), st.booleans())
def test_no_head_ever_turns_faster_than_heads_do(number, manner, seed, start_s, together):
    times = start_s + np.arange(0, 60, 0.02)
    group = np.arange(EVERYBODY) // (2 if together else 1)
    for turned in looks(number, times, manner, seed, group):
        assert np.abs(np.diff(turned)).max() <= 0.02 * PEAK_DPS * 1.01
        assert np.abs(turned).max() < 90


def test_people_look_ahead_on_the_whole_and_a_little_down():
    yaw, down = sampled()
    assert abs(yaw.mean()) < 5 * YAW_SD_DEG / np.sqrt(EVERYBODY)
    assert abs(yaw.std() - YAW_SD_DEG) < 1
    assert abs(down.mean() - DOWN_MEAN_DEG) < 1.3


def test_who_reads_a_phone_looks_down_for_spells_and_up_between_them():
    _, down = looks(3, np.arange(0, 300, 0.1), PHONE)
    reading = down > 20
    assert 0.6 < reading.mean() < 0.95
    spells = np.diff(np.flatnonzero(np.diff(reading)))
    assert spells.max() * 0.1 > 5
    _, all_down = sampled(PHONE)
    assert ((all_down > 22) & (all_down < 46)).mean() == pytest.approx(0.78, abs=0.04)


def test_who_holds_a_phone_to_the_ear_turns_less():
    assert sampled(CALL)[0].std() < 0.75 * sampled()[0].std()


def test_companions_turn_to_each_other_and_take_turns():
    yaw, _ = sampled(group=np.arange(EVERYBODY, dtype=np.int32) // 2)
    to_right, to_left = yaw[::2] < -28, yaw[1::2] > 28
    assert to_right.mean() > 2 * (yaw[::2] > 28).mean()
    assert to_left.mean() > 2 * (yaw[1::2] < -28).mean()
    both = (to_right & to_left).mean()
    assert (to_right | to_left).mean() > 2 * both > 0


def test_of_three_the_last_walks_behind_with_nobody_beside():
    crowd = replace(people(6), group=np.array([0, 0, 0, 1, 2, 2], np.int32))
    assert companions(crowd).tolist() == [-1, 1, 0, 0, -1, 1]


def test_nobody_at_all_looks_nowhere():
    yaw, down = gaze(np.empty(0, np.int32), np.empty(0), people(0), Streams(1))
    assert len(yaw) == len(down) == 0
