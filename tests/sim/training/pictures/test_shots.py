"""What is to be pictured of an alert, as failures and injects have made its camera."""

import json
from dataclasses import replace

import pytest

from scenarios.failures import Failure
from sim.people.ties import TWIN
from sim.training.events import INSTRUCTOR, Resumed
from sim.training.injects.effects import Blurred, Cast, Failed, ThresholdMoved
from sim.training.injects.inject import act_of
from sim.training.pictures.shots import Candidate, shot_of, shot_of_json
from sim.training.probes import Probe
from tests.sim.training.injects.test_steering import inject
from tests.sim.training.test_session import run


def failed(kind, from_s, to_s, what="", **more):
    told = {"kind": kind, "from_s": from_s, "to_s": to_s, "what": what}
    return Failed(Failure.model_validate(told | more))


@pytest.fixture
def alert(scene):
    return scene.alerts[2]


def name_after(scene, alert, *changes):
    return shot_of(scene.after(changes), alert).name("secret")


def test_what_fails_before_that_camera_then_is_pictured_and_nothing_else(scene, alert):
    at_s, plain = alert.time_s, name_after(scene, alert)
    others = (
        failed("camera_out", at_s - 3, at_s - 1, "elsewhere"),
        failed("camera_out", 0, at_s - 20),
        failed("feed_frozen", at_s + 5, 180),
        failed("radio_down", at_s - 3, at_s + 3),
    )
    assert name_after(scene, alert, *others) == plain
    for kind, more in (("feed_frozen", {}), ("network_loss", {"amount": 0.5})):
        change = failed(kind, at_s - 3, at_s + 3, alert.camera, **more)
        assert shot_of(scene.after([change]), alert).failures == (change.failure,)
        assert name_after(scene, alert, change) != plain


def test_what_is_brought_about_after_an_alert_leaves_its_pictures_as_they_are(scene, alert):
    change = failed("camera_out", alert.time_s + 0.5, 180)
    assert name_after(scene, alert, change) == name_after(scene, alert)
    laid = replace(scene, scenario=scene.scenario.model_copy(update={"failures": [change.failure]}))
    assert shot_of(laid, alert).failures == (change.failure,)


def test_a_camera_out_of_focus_is_so_in_the_pictures_while_it_lasts(scene, alert):
    at_s, camera = alert.time_s, alert.camera
    blurs = (Blurred(at_s - 1, 180, camera, 2.0), Blurred(0, 180, "", 1.5))
    assert shot_of(scene.after(blurs), alert).blur == 3.0
    assert shot_of(scene.after([Blurred(0, at_s, camera, 2.0)]), alert).blur == 1.0


def test_the_threshold_of_a_picture_is_that_of_its_moment(scene, alert):
    moved = scene.after([ThresholdMoved(alert.time_s - 1, -0.1)])
    assert shot_of(moved, alert).threshold == pytest.approx(scene.threshold - 0.1)


def test_an_alert_after_a_surge_by_hand_is_pictured_in_the_day_that_it_made(scene, alert):
    surge = failed("crowd_surge", alert.time_s - 5, 180, amount=50)
    assert shot_of(scene.after([surge]), alert).failures == (surge.failure,)
    late = failed("crowd_surge", alert.time_s + 5, 180, amount=50)
    assert shot_of(scene.after([late]), alert).failures == ()


def looks(*claims):
    return [Probe(time_s, 40.0, 0.0, subject, score) for time_s, subject, score in claims]


def test_those_whom_further_faces_of_the_track_are_most_like_are_further_candidates(scene, alert):
    listed, at_s = int(scene.day.people.subject[alert.person]), alert.time_s
    seen = looks(
        (at_s - 2, 7, 0.4), (at_s - 1, 8, 0.5), (at_s, alert.subject, 0.9), (at_s, 7, 0.6),
        (at_s, 9, 0.3), (at_s + 1, 10, 0.8),
    )  # fmt: skip
    found = shot_of(scene, alert, looks=seen)
    assert found.others == (Candidate(7, 0.6, true=False), Candidate(8, 0.5, true=False))
    assert found.name("secret") == shot_of(scene, alert).name("secret")
    wrong = replace(alert, subject=7, true=False)
    (them, *_) = shot_of(scene, wrong, looks=looks((at_s, listed, 0.6))).others
    assert them == Candidate(listed, 0.6, true=True)


def test_somebody_who_was_cast_is_who_they_play(scene, alert):
    seen = looks((alert.time_s, 9, 0.6))
    for kin, true in (("", True), (TWIN, False)):
        cast = Cast(alert.person, 9, alert.time_s, kin)
        assert shot_of(scene, alert, cast, seen).others == (Candidate(9, 0.6, true=true),)


def test_a_shot_is_told_and_read_again(scene, alert):
    change = failed("network_delay", 0, 180, amount=7)
    shot = shot_of(scene.after([change]), alert, looks=looks((alert.time_s, 9, 0.6)))
    assert shot_of_json(json.loads(json.dumps(shot.to_json()))) == shot


def test_in_a_session_a_failure_by_hand_makes_pictures_to_come_anew(folder, opened, watch):
    session = opened(folder)
    session.do(INSTRUCTOR, Resumed())
    run(session, watch, 5.0)
    before = {name for _, name, _ in session.wanted()}
    about = {"what": session.ground.decisions.alerts[0].camera, "lasts_s": 170}
    session.do(INSTRUCTOR, act_of(inject("network_loss", amount=0.4, **about)))
    after = {shot: name for _, name, shot in session.wanted()}
    assert after
    assert before.isdisjoint(after.values())
    assert all(shot.failures for shot in after)
