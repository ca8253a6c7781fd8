"""A window on film while the engine is overloaded, or while everybody leaves."""

import json

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from engine.feeds.recorded import open_feed
from scenarios.failures import taken
from sim.events import FaceDetected, FailureEnded, PersonEntered, PersonInView
from sim.outcomes.why.misses import looked
from sim.reader import read_run
from sim.recognition.traffic import read_traffic
from sim.run import play
from tests.windows import TWO_SECONDS

CAMERAS = ("small", "larger")
KEPT = ("frame", "x1_px", "y1_px", "x2_px", "y2_px", "subject", "score")


@pytest.fixture(scope="module")
def overloaded(two_seconds, tmp_path_factory):
    """Eight frames a second come, and two can be looked at."""
    failures = "[{kind: engine_overload, from_s: 55, to_s: 61.5, bears_hz: 2}]"
    out = tmp_path_factory.mktemp("runs") / "overloaded"
    changes = TWO_SECONDS | {"failures": failures}
    run = play("corridor", out=out, fidelity="pixels", overrides=changes, from_run=two_seconds)
    assert run.sources["film"] == "run"
    return read_run(out)


def traffic(run, camera):
    found = read_traffic(run.path / "watch" / camera)
    assert found is not None
    return found


def faces(path, camera):
    return pq.read_table(path / "watch" / camera / "faces.parquet")


def test_frames_that_are_dropped_are_not_looked_at_and_all_others_as_ever(overloaded, two_seconds):
    for camera in CAMERAS:
        dropped = traffic(overloaded, camera).dropped
        assert dropped or camera == "small"
        before = faces(two_seconds, camera)
        looked_at = pc.invert(pc.is_in(before["frame"], pc.cast([*dropped], "int32")))
        assert faces(overloaded.path, camera).select(KEPT) == before.filter(looked_at).select(KEPT)


def test_the_ledger_balances_and_the_drawn_film_has_all_frames(overloaded):
    for camera, frames in zip(CAMERAS, (4, 12), strict=True):
        account = traffic(overloaded, camera).account
        assert account.balances
        assert account.decoded == frames
        summary = json.loads(overloaded.file(f"watch/{camera}/summary.json").read_text())
        assert summary["frames"] == frames
        assert summary.get("dropped", 0) == frames - account.processed
        assert len([*open_feed(overloaded.path / "watch" / camera / "annotated.mp4")]) == frames


def test_looks_at_people_are_offered_and_lost_as_the_truth_has_them(overloaded):
    offered = lost = 0
    for camera in CAMERAS:
        frame = overloaded.table(f"feeds/{camera}.truth.parquet")["frame"].to_pylist()
        lasted = [k for k in frame if k < (3 if camera == "small" else 9)]
        offered += len(lasted)
        lost += sum(k in traffic(overloaded, camera).dropped for k in lasted)
    (ended,) = overloaded.events(FailureEnded)
    assert (ended.offered, ended.lost) == (offered, lost)
    assert 0 < lost < offered
    told = overloaded.outcomes()
    assert sum(told["books"].values()) == told["passers_by"]


def test_people_are_in_view_as_before_and_looked_at_as_late_as_frames_waited(
    overloaded, two_seconds
):
    assert overloaded.events(PersonInView) == read_run(two_seconds).events(PersonInView)
    fps = {"small": 2, "larger": 6}
    late = {
        (camera, round(60 + frame / fps[camera] + wait, 6))
        for camera in CAMERAS
        for frame, wait in enumerate(traffic(overloaded, camera).waited_s.tolist())
    }
    found = {(one.camera, round(one.time_s, 6)) for one in overloaded.events(FaceDetected)}
    assert found
    assert found <= late


def test_a_story_tells_of_frames_that_were_dropped(overloaded):
    seen = {one.person for one in overloaded.events(PersonInView)}
    lines = [
        line
        for person in seen
        for camera in looked(overloaded).story(person).words.values()
        for line in camera
    ]
    assert taken()["engine_overload"] in lines
    assert not any("went wrong" in line for line in lines)


def test_a_film_shows_the_crowd_as_it_leaves(two_seconds, tmp_path):
    """It has the same people until half a second before all have turned round."""
    failures = "[{kind: evacuation, from_s: 61, to_s: 90}]"
    changes = TWO_SECONDS | {"failures": failures}
    folder = play("corridor", out=tmp_path / "run", fidelity="pixels", overrides=changes).folder
    run, whole = read_run(folder), read_run(two_seconds)
    left, before = (one.table("feeds/larger.truth.parquet") for one in (run, whole))
    where = ("frame", "person")
    early, later = pc.field("frame") <= 3, pc.field("frame") >= 6
    assert left.filter(early).select(where) == before.filter(early).select(where)
    assert left.filter(later).select(where) != before.filter(later).select(where)
    assert not [one for one in run.events(PersonEntered) if 61 <= one.time_s < 90]
    assert [one.failure for one in run.events(FailureEnded)] == ["evacuation"]
    told = run.outcomes()
    assert sum(told["books"].values()) == told["passers_by"]
