"""An overloaded engine drops what its own farm drops, and no frame is counted twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.stream.policies import Policy
from engine.stress.virtual import VirtualFarm, shown
from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.recognition.overloaded import borne, overloaded

MINUTE = {"from_s": 10.0, "to_s": 70.0}
LOOK = object()
AT_ONCE = {"west": 0.0, "east": 0.5, "hall": 0.25}


class Patient:
    """A follower who only takes note."""

    def follow(self, frame, _look):
        return frame


def cameras(**fps: float) -> list[Camera]:
    return [Camera(id=name, at_m=(0, 0), heading_deg=0, fps=hz) for name, hz in fps.items()]


def overload(out=(), of=None, **how) -> dict:
    one = Failure(kind="engine_overload", **MINUTE, **how)
    return overloaded(one, of or cameras(west=10.0, east=10.0, hall=10.0), out, AT_ONCE)


TIMES = st.lists(st.integers(0, 60), max_size=25, unique=True).map(
    lambda ticks: np.sort(np.array(ticks, float)) / 10
)


@given(st.lists(TIMES, min_size=1, max_size=3), st.sampled_from([0.13, 0.41, 0.97]),
       st.integers(1, 3), st.integers(1, 4))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_the_same_frames_are_looked_at_as_by_the_engine_s_own_traffic(
    due_s, service_s, many, queue
):
    streams = [
        shown(f"camera {k}", one, 10.0, [LOOK] * len(one), np.full(len(one), service_s))
        for k, one in enumerate(due_s)
    ]
    farm = VirtualFarm(streams, Patient, many, Policy.drop_oldest, queue)
    played = farm.play()
    ours = borne(due_s, service_s, many, queue)
    theirs = [
        sorted(seen.index for _, seen in played.decided if seen.feed == f"camera {k}")
        for k in range(len(due_s))
    ]
    assert [np.flatnonzero(~np.isnan(one)).tolist() for one in ours] == theirs
    accounts = played.ledger.accounts.values()
    assert [one.processed for one in accounts] == [len(one) for one in theirs]


def test_every_frame_is_looked_at_or_dropped_and_as_many_as_the_engine_bears():
    books = overload(bears_hz=12.0)
    accounts = [book.account for book in books.values()]
    assert all(one.balances for one in accounts)
    assert sum(one.decoded for one in accounts) == 3 * 10 * 60
    assert sum(one.processed for one in accounts) == pytest.approx(12 * 60, abs=20)
    assert all((np.diff(book.done_s[~np.isnan(book.done_s)]) >= 0).all() for book in books.values())


def test_an_engine_that_bears_all_that_comes_loses_nothing_and_is_not_late():
    for book in overload(bears_hz=90.0).values():
        gone, late_s = book.looks(np.arange(10.0, 70.0, 0.5), np.full(120, 0.4))
        assert not gone.any()
        assert late_s.max() < 0.03


def test_what_all_cameras_send_divided_by_the_amount_is_what_it_bears():
    by_load, by_rate = overload(amount=3.0), overload(bears_hz=10.0)
    for name, book in by_load.items():
        assert np.array_equal(book.done_s, by_rate[name].done_s, equal_nan=True)


def test_cameras_that_are_out_or_look_elsewhere_leave_more_to_the_others():
    out = [Failure(kind="camera_out", what="east", **MINUTE)]
    away = cameras(west=10.0, east=10.0, hall=10.0)
    away[1] = away[1].model_copy(update={"active_s": ((0.0, 10.0), (70.0, 90.0))})
    alone = overload(bears_hz=12.0)["west"].account.processed
    for books in (overload(out, bears_hz=12.0), overload(of=away, bears_hz=12.0)):
        assert not books["east"].account.decoded
        assert books["west"].account.processed == pytest.approx(1.5 * alone, rel=0.05)


def test_queues_taken_from_in_turn_leave_a_fast_camera_no_more_frames_than_a_slow_one():
    books = overload(of=cameras(west=20.0, east=10.0), bears_hz=10.0)
    fast, slow = (books[name].account.processed for name in ("west", "east"))
    assert fast == pytest.approx(slow, rel=0.05)


def test_a_look_comes_as_late_as_its_frame_waited():
    book = overload(of=cameras(west=10.0), bears_hz=5.0)["west"]
    gone, late_s = book.looks(np.arange(20.0, 60.0, 0.5), np.linspace(0, 0.99, 80))
    assert 0.4 < gone.mean() < 0.6
    waits_s = late_s[~gone]
    assert 0.0 < waits_s.min() < waits_s.max() < (4 + 2 * 2) / 5.0
