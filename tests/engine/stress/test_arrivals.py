import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feeds.recorded import MemoryFeed
from engine.stress.arrivals import TimedFeed, poisson

PICTURES = [np.full((2, 2, 3), k, np.uint8) for k in range(5)]


def timed(times_s):
    return TimedFeed(MemoryFeed(PICTURES, fps=4.0), np.array(times_s), "late")


def test_a_timed_feed_gives_the_frames_of_another_at_its_own_times():
    feed = timed([0.1, 0.1, 2.5])
    told = [(one.feed, one.index, one.time_s, int(one.bgr[0, 0, 0])) for one in feed]
    assert told == [("late", 0, 0.1, 0), ("late", 1, 0.1, 1), ("late", 2, 2.5, 2)]
    assert (feed.fps, feed.frames, feed.size_px) == (4.0, 3, (2, 2))


def test_a_timed_feed_may_begin_later_and_leave_frames_out():
    assert [one.index for one in timed([0.0, 1.0, 2.0, 3.0, 4.0]).since(1.0, 2)] == [2, 4]


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 1000), st.integers(1, 50))
@settings(deadline=None, max_examples=40)
def test_random_times_rise_and_are_the_same_from_the_same_chance(seed, rate_hz, count):
    first, again = (poisson(np.random.default_rng(seed), rate_hz, count) for _ in range(2))
    assert (np.diff(first) >= 0).all()
    assert first.tolist() == again.tolist()


def test_random_times_come_at_the_rate_and_as_unevenly_as_poisson_s():
    gaps_s = np.diff(poisson(np.random.default_rng(1), 20.0, 20_001))
    error = 5 / np.sqrt(len(gaps_s))
    assert gaps_s.mean() * 20 == pytest.approx(1.0, abs=error)
    assert (gaps_s.std() * 20) ** 2 == pytest.approx(1.0, abs=np.sqrt(8) * error)
