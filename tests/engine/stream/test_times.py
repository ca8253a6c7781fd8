"""Latencies and pace by a clock that the test turns."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stream.times import SLACK_S, FeedTimes, Latencies, pace_json, times_json


def times(*moments_s):
    """A feed's stopwatch that reads these times one after another."""
    left = deque(moments_s)
    return FeedTimes(clock=left.popleft)


@given(st.lists(st.floats(1e-4, 1e5), min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 0.99]))
def test_quantiles_are_those_by_nearest_rank_within_a_hundredth(latencies_s, share):
    held = Latencies()
    for one in latencies_s:
        held.add(one)
    wanted = np.quantile(latencies_s, share, method="inverted_cdf")
    assert held.quantile(share) == pytest.approx(wanted, rel=0.0101)
    assert held.greatest_s == max(latencies_s)


def test_an_endless_feed_takes_no_more_memory():
    held, rng = Latencies(), np.random.default_rng(1)
    for latency_s in 10.0 ** rng.uniform(-7, 7, 100_000):
        held.add(latency_s)
    assert held.count == 100_000
    assert len(held.bins) < 1500


def test_nothing_decided_has_no_quantiles_and_no_rate():
    told = times().to_json()
    assert told["frames_per_s"] is None
    assert set(told["latency"].values()) == {None, 0}


def test_a_frame_is_waited_for_since_it_was_read_or_where_paced_since_it_was_due():
    read, due = times(10.0, 10.5), times(10.0, 10.5)
    read.decide(read.come(0.0, None))
    due.decide(due.come(0.0, 9.9))
    assert (read.latencies.greatest_s, round(due.latencies.greatest_s, 6)) == (0.5, 0.6)
    assert (read.behind_s, read.lost()) == (0.0, None)


def test_frames_a_second_are_from_the_first_read_to_the_last_decision():
    one, other = times(0.0, 1.0, 1.0, 2.0), times(3.0, 4.0)
    for _ in range(2):
        one.decide(one.come(0.0, None))
    other.decide(other.come(0.0, None))
    found = times_json({"a": one, "b": other}, paced=False)
    rates = [found["feeds"][name]["frames_per_s"] for name in "ab"]
    assert (rates, found["frames_per_s"], found["latency"]["count"]) == ([1.0, 1.0], 0.75, 3)
    assert found["since"] == "read"


def test_pace_is_lost_from_the_first_frame_that_comes_later_than_the_slack():
    kept, lost = times(0.0, 1.0 + SLACK_S), times(0.0, 2.0, 5.0, 3.5)
    for second in (0.0, 1.0):
        kept.come(second, second)
    for second in (0.0, 1.0, 2.0, 3.0):
        lost.come(second, second)
    assert pace_json({"kept": kept, "lost": lost}) == {
        "slack_s": SLACK_S,
        "lost": {"lost": {"from_s": 1.0, "most_behind_s": 3.0, "behind_at_end_s": 0.5}},
    }
