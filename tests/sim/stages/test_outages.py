"""A window on film in which something goes wrong, beside the one in which nothing does."""

import pyarrow.parquet as pq
import pytest

from dashboards.app.films import films
from engine.feeds.recorded import open_feed
from scenarios.failures import taken
from sim.events import FaceDetected, FailureEnded, PersonInView
from sim.outcomes.why.misses import looked
from sim.reader import read_run
from sim.run import play
from tests.windows import TWO_SECONDS

FAILURES = (
    "{kind: camera_out, from_s: 60, to_s: 61, what: small}",
    "{kind: network_loss, from_s: 60, to_s: 62, what: small, amount: 1}",
    "{kind: feed_frozen, from_s: 60.5, to_s: 62, what: larger}",
    "{kind: network_delay, from_s: 60, to_s: 62, what: larger, amount: 5}",
    "{kind: operator_away, from_s: 70, to_s: 80}",
)


@pytest.fixture(scope="module")
def failing(two_seconds, tmp_path_factory):
    changes = TWO_SECONDS | {"failures": f"[{', '.join(FAILURES)}]"}
    out = tmp_path_factory.mktemp("runs") / "failing"
    play("corridor", out=out, fidelity="pixels", overrides=changes, from_run=two_seconds)
    return read_run(out)


def of(run, kind, camera):
    return [event for event in run.events(kind) if event.camera == camera]


def test_what_each_failure_took_is_told_and_the_books_close(failing, two_seconds):
    truth = pq.read_table(two_seconds / "feeds" / "small.truth.parquet")["frame"].to_numpy()
    ended = {one.failure: (one.offered, one.lost) for one in failing.events(FailureEnded)}
    out, lost = int((truth < 2).sum()), int((truth >= 2).sum())
    assert ended["camera_out"] == (out, out)
    assert ended["network_loss"] == (lost, lost)
    larger = pq.read_table(two_seconds / "feeds" / "larger.truth.parquet")["frame"].to_numpy()
    assert ended["network_delay"] == (int((larger < 3).sum()), 0)
    assert ended["operator_away"] == (0, 0)
    told = failing.outcomes()
    assert sum(told["books"].values()) == told["passers_by"]


def test_people_are_in_view_of_lost_frames_and_not_of_a_camera_that_is_out(failing, two_seconds):
    assert {one.time_s for one in of(failing, PersonInView, "small")} == {61.0}
    before = of(read_run(two_seconds), PersonInView, "small")
    assert {one.time_s for one in before} == {60.0, 60.5}
    assert not of(failing, FaceDetected, "small")


def test_black_frames_keep_their_place_in_the_film(failing):
    frames = [*open_feed(failing.path / "feeds" / "small.mp4")]
    assert [frame.time_s for frame in frames] == [0, 0.5, 1, 1.5]
    assert all(frame.bgr.max() < 20 for frame in frames)


def test_an_alert_on_a_frozen_picture_is_about_whoever_stands_in_it_and_comes_late(failing):
    (alert,) = failing.planned_alerts()
    (claim,) = next(one for one in films(failing) if one.camera == "larger").claims
    assert claim.frame == 3
    assert alert.time_s == pytest.approx(65 + claim.frame / 6, abs=1e-3)
    assert alert.true
    assert claim.truth == alert
    assert {one.time_s for one in of(failing, FaceDetected, "larger")} == {65.0}


def test_who_came_only_while_the_picture_stood_still_was_never_in_view(failing, two_seconds):
    new = {one.person for one in of(read_run(two_seconds), PersonInView, "larger")}
    still = new - {one.person for one in of(failing, PersonInView, "larger")}
    assert len(still) == 1
    seen = failing.table("sightings.parquet")
    assert not still & {*seen["person"].to_pylist()}
    assert max(seen["time_s"].to_pylist()) == 61.5


def test_a_story_tells_of_looks_that_were_lost(failing):
    (alert,) = failing.planned_alerts()
    story = looked(failing).story(alert.person)
    assert taken()["network_loss"] in story.words["small"]
    assert not {*taken().values()} & {*story.words["larger"]}
    assert "network loss at small from 12:01:00 to 12:01:02" in story.meanwhile
    assert len(story.meanwhile) == len(FAILURES)
