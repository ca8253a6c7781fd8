"""A camera's screen around an alert: what was lost, late or stood still shows so."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.failures import Failure
from scenarios.loader import load_scenario
from sim.cameras.outages import BLACK, DARK, handed, lasting
from sim.streams import Streams
from sim.training.pictures.films import FPS, smaller
from sim.training.pictures.screen import blurred, on_screen, screen
from tests.sim.training.pictures.test_parts import shot

CAMERA = smaller(load_scenario("corridor").scenario.cameras[0])
BEFORE, AFTER = 15, 6
SEEN_S = 60.0


def failed(kind, from_s, to_s, **more):
    told = {"kind": kind, "from_s": from_s, "to_s": to_s, "what": CAMERA.id}
    return Failure.model_validate(told | more)


def showed(*failures, time_s=SEEN_S, seen_s=SEEN_S):
    """The moments at which the frames were taken that stood there, NaN for black."""
    about = replace(shot(), time_s=time_s, failures=failures)
    found = screen(CAMERA, about, seen_s, Streams(1))
    return np.where(found.shown == BLACK, np.nan, found.taken_s[found.shown])


def steps(first, last):
    return pytest.approx(SEEN_S + np.arange(first, last + 1) / FPS)


def test_without_failures_frames_stand_there_as_they_are_taken():
    assert showed() == steps(-BEFORE, AFTER)
    early = screen(CAMERA, shot(), 1.0, Streams(1))
    assert early.taken_s[0] == pytest.approx(0.0, abs=1e-6)


def test_a_camera_that_goes_out_shows_nothing_from_then_on():
    found = showed(failed("camera_out", SEEN_S + 0.4, 90))
    assert found[: BEFORE + 3] == steps(-BEFORE, 2)
    assert np.isnan(found[BEFORE + 3 :]).all()


def test_a_camera_that_comes_back_shows_nothing_before():
    found = showed(failed("camera_out", 10, SEEN_S - 0.9))
    assert np.isnan(found[: BEFORE - 5]).all()
    assert found[BEFORE - 5 :] == steps(-5, AFTER)


def test_a_picture_that_stands_still_is_shown_for_as_long_as_it_does():
    found = showed(failed("feed_frozen", SEEN_S + 0.1, 90))
    assert found[: BEFORE + 1] == steps(-BEFORE, 0)
    assert np.ptp(found[BEFORE:]) == 0


def test_an_alert_on_a_picture_that_stands_still_shows_nothing_else():
    found = showed(failed("feed_frozen", SEEN_S + 0.1, 90), time_s=80.0)
    assert len(found) == BEFORE + 1 + AFTER
    assert found == pytest.approx(SEEN_S)


def test_frames_that_get_lost_are_black_but_never_the_alert_s_own():
    found = showed(failed("network_loss", 0, 90, amount=0.9))
    assert np.isnan(found).mean() > 0.6
    assert found[BEFORE] == SEEN_S
    assert found[~np.isnan(found)] == pytest.approx(
        (SEEN_S + np.arange(-BEFORE, AFTER + 1) / FPS)[~np.isnan(found)]
    )


def test_frames_that_are_all_late_alike_show_as_they_were_taken():
    assert showed(failed("network_delay", 0, 90, amount=7), time_s=67.0) == steps(-BEFORE, AFTER)


def test_until_the_first_late_frame_comes_the_one_before_stands():
    late = failed("network_delay", SEEN_S, 90, amount=7)
    found = showed(late, time_s=SEEN_S + 7)
    assert found[:BEFORE] == pytest.approx(SEEN_S - 1 / FPS)
    assert found[BEFORE:] == steps(0, AFTER)


def test_after_the_last_late_frame_what_waited_behind_it_comes_at_once():
    late = failed("network_delay", 0, SEEN_S + 0.1, amount=7)
    found = showed(late, time_s=SEEN_S + 7)
    assert found[:BEFORE] == steps(-BEFORE, -1)
    assert found[BEFORE] >= SEEN_S + 6.9
    assert (np.diff(found[BEFORE:]) > 0).all()


def test_what_is_shown_is_filmed_in_runs():
    late = failed("network_delay", 0, SEEN_S + 0.1, amount=7)
    found = screen(CAMERA, replace(shot(), time_s=SEEN_S + 7, failures=(late,)), SEEN_S, Streams(1))
    assert [len(one) for one in found.runs()] == [BEFORE, AFTER + 1]


def test_a_camera_out_of_focus_has_less_detail():
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    spread = [float(blurred(noise, times).std()) for times in (1.0, 2.0, 4.0)]
    assert spread[0] > spread[1] > spread[2]
    assert (blurred(noise, 1.0) == noise).all()


MOMENTS = st.integers(0, 40)
TROUBLED = st.lists(
    st.tuples(
        st.sampled_from(["camera_out", "feed_frozen", "network_delay"]),
        MOMENTS,
        st.integers(1, 30),
        st.integers(1, 20),
    ),
    max_size=3,
)


@given(troubles=TROUBLED, now_s=MOMENTS)
def test_a_screen_s_picture_is_the_one_that_its_film_would_show(troubles, now_s):
    failures = [
        failed(kind, from_s, from_s + lasts_s, **({"amount": much} if "delay" in kind else {}))
        for kind, from_s, lasts_s, much in troubles
    ]
    taken_s = np.arange(0, now_s * FPS + 1) / FPS
    came = handed(CAMERA, taken_s, [one for one in failures if one.kind in DARK], Streams(1))
    delays = [one for one in failures if one.kind == "network_delay"]
    late_s = sum(
        (np.where(lasting(one, taken_s), one.much, 0.0) for one in delays), np.zeros(len(taken_s))
    )
    arrived = np.flatnonzero(np.maximum.accumulate(taken_s + late_s) <= now_s + 1e-6)
    picture = came.picture[arrived[-1]] if len(arrived) else BLACK
    found = on_screen(CAMERA, float(now_s), failures)
    if picture == BLACK:
        assert found is None
    else:
        assert found == pytest.approx(taken_s[picture], abs=1e-6)


def test_of_delays_that_are_over_long_ago_each_is_looked_at_once(monkeypatch):
    late = [failed("network_delay", 20 * k, 20 * k + 10, amount=7) for k in range(100)]
    asked, much = [], Failure.much.fget
    monkeypatch.setattr(Failure, "much", property(lambda one: asked.append(one) or much(one)))
    assert on_screen(CAMERA, 2_005.0, late) == 2_005.0
    assert on_screen(CAMERA, 1_989.0, late) == 1_982.0
    assert len(asked) < 5 * len(late)
