"""Frames of films that an overloaded engine drops: its own queues, begun before the film did."""

import numpy as np
import pytest

from scenarios.failures import Failure
from scenarios.schema import Camera
from sim.recognition.overloaded import borne
from sim.recognition.traffic import Traffic, read_traffic, traffic_of

CAMERAS = [Camera(id=name, at_m=(0, 0), heading_deg=0, fps=10.0) for name in ("west", "east")]
START_S, FRAMES = 30.0, 200
"""A film of 20 s."""


def overload(from_s: float, to_s: float, **more) -> Failure:
    given = {"kind": "engine_overload", "from_s": from_s, "to_s": to_s} | more
    return Failure.model_validate(given)


def films(*failures: Failure, cameras=CAMERAS) -> list[Traffic]:
    return traffic_of(cameras, [FRAMES] * len(cameras), START_S, failures)


def test_a_film_s_frames_are_dropped_as_the_queues_drop_them():
    due_s = START_S + np.arange(FRAMES) / 10
    done_s = borne([due_s, due_s], 2 / 8.0)
    for film, done in zip(films(overload(30.0, 50.0, bears_hz=8.0)), done_s, strict=True):
        gone = np.isnan(done)
        assert film.dropped == {*np.flatnonzero(gone)}
        assert film.waited_s[~gone] == pytest.approx((done - due_s - 2 / 8.0)[~gone], abs=1e-9)
        assert not film.waited_s[gone].any()


def test_every_frame_is_looked_at_or_dropped():
    found = films(overload(35.0, 45.0, amount=4))
    assert all(one.account.balances and one.account.decoded == FRAMES for one in found)
    assert sum(len(one.dropped) for one in found) == pytest.approx(0.75 * 200, abs=10)
    assert all(50 <= frame < 150 for one in found for frame in one.dropped)


def test_an_overload_that_began_before_the_film_has_full_queues_in_its_first_frames():
    fresh, old = (films(overload(from_s, 50.0, bears_hz=2.0))[0] for from_s in (30.0, 10.0))
    assert fresh.dropped.isdisjoint(range(1))
    first_s = [one.waited_s[min({*range(FRAMES)} - one.dropped)] for one in (fresh, old)]
    assert first_s[0] < 0.01
    assert first_s[1] > 1.0


@pytest.mark.parametrize("from_s", [29.95, 30.0, 30.05, 31.0 / 3 + 20])
def test_an_overload_that_begins_between_frames_takes_the_next_one(from_s):
    found = films(overload(from_s, 50.0, bears_hz=1e-3))
    times_s = START_S + np.arange(FRAMES) / 10
    begun = np.flatnonzero(times_s >= from_s - 1e-6)
    for one in found:
        assert one.dropped <= {*begun}
        assert len(begun) - len(one.dropped) <= 4 + 2 * 2


def test_a_camera_that_is_out_leaves_the_engine_to_the_other():
    out = Failure(kind="camera_out", what="east", from_s=30, to_s=50)
    loaded = overload(30.0, 50.0, bears_hz=10.0)
    west, east = films(out, loaded)
    assert not east.dropped
    assert len(west.dropped) < 5 < len(films(loaded)[0].dropped)


def test_of_two_overloads_the_first_takes_a_frame():
    twice = films(overload(30.0, 40.0, amount=2), overload(35.0, 50.0, amount=8))
    once = films(overload(30.0, 40.0, amount=2))
    for both, one in zip(twice, once, strict=True):
        assert np.array_equal(both.failure[:50], one.failure[:50])
        assert {*np.flatnonzero(both.failure == 0)} == one.dropped
        assert (both.failure[110:] == 1).mean() > 0.8


def test_what_was_kept_is_read_again(tmp_path):
    (west, _) = films(overload(30.0, 40.0))
    assert read_traffic(tmp_path) is None
    west.keep(tmp_path)
    again = read_traffic(tmp_path)
    assert again is not None
    assert again.dropped == west.dropped
    assert np.array_equal(again.waited_s, west.waited_s)
