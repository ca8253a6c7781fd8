import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SettingsError
from engine.pipeline import Analysis, Seen
from engine.stream.policies import Policy
from engine.stress.virtual import VirtualFarm, shown

NOTHING = Analysis((), (), (), np.zeros((0, 4), np.float32))
DROPPING = [Policy.drop_oldest, Policy.drop_newest]


class Silent:
    """A follower that sees nobody."""

    def follow(self, frame, look):
        return Seen(frame, look.faces, ())


def play(times_s, service_s, policy=Policy.drop_oldest, workers=1, queue=2):
    """One stream a row of times."""
    streams = [
        shown(str(k), np.array(due_s), 5.0, [NOTHING] * len(due_s), np.full(len(due_s), service_s))
        for k, due_s in enumerate(times_s)
    ]
    return VirtualFarm(streams, Silent, workers, policy, queue).play()


def told(played):
    return [(now_s, seen.frame.feed, seen.frame.index) for now_s, seen in played.decided]


def test_frames_that_come_slowly_are_decided_on_one_service_later():
    assert told(play([[0.0, 2.0, 4.0]], 1.0)) == [(1.0, "0", 0), (3.0, "0", 1), (5.0, "0", 2)]


@pytest.mark.parametrize(
    ("policy", "kept"), [(Policy.drop_oldest, [0, 1, 4, 5]), (Policy.drop_newest, [0, 1, 2, 3])]
)
def test_a_worker_holds_two_frames_the_queue_two_more_and_the_policy_drops_the_rest(policy, kept):
    played = play([[k / 100 for k in range(6)]], 1.0, policy)
    assert told(played) == [(n + 1.0, "0", index) for n, index in enumerate(kept)]


def test_two_workers_get_through_twice_as_much():
    times_s = [np.arange(100) / 10]
    counts = [len(play(times_s, 0.4, workers=n).decided) for n in (1, 2, 4)]
    assert counts[2] == 100
    assert counts[1] == pytest.approx(50, abs=4)
    assert counts[0] == pytest.approx(25, abs=4)


@given(
    st.lists(st.lists(st.floats(0, 9), min_size=1, max_size=25), min_size=1, max_size=4),
    st.floats(0.001, 2),
    st.sampled_from(DROPPING),
    st.integers(1, 3),
)
@settings(deadline=None, max_examples=60)
def test_books_close_times_rise_and_the_same_is_played_again(times_s, service_s, policy, workers):
    times_s = [sorted(one) for one in times_s]
    played = play(times_s, service_s, policy, workers)
    moments = [now_s for now_s, _ in played.decided]
    accounts = played.ledger.accounts
    assert moments == sorted(moments)
    assert played.ledger.balances
    assert [a.decoded for a in accounts.values()] == [len(one) for one in times_s]
    assert sum(a.processed for a in accounts.values()) == len(moments)
    assert all(now_s >= seen.frame.time_s + service_s - 1e-9 for now_s, seen in played.decided)
    assert told(play(times_s, service_s, policy, workers)) == told(played)


def test_a_policy_that_lets_readers_wait_is_refused():
    with pytest.raises(SettingsError, match="got the policy block"):
        play([[0.0]], 1.0, Policy.block)
