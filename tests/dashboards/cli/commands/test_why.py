import json
import re

import pytest

from sim.outcomes.why.misses import misses
from sim.reader import read_run
from sim.run import play


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "scores"
    return play("corridor", out=out, fidelity="scores").folder


def test_a_person_s_story_is_told_and_is_one_json_object(footfall, run):
    missed = next(one for one in misses(read_run(run)) if one.cameras)
    told = footfall("why", run, "--person", missed.person)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Person {missed.person} (listed person {missed.subject}): ")
    assert missed.words["west"][0] in told.out
    assert re.search(r"^  12:0\d:\d\d to 12:0\d:\d\d  ", told.out, re.MULTILINE)
    assert not re.search(r"\d\.\d s  ", told.out)
    as_json = footfall("why", run, "--person", missed.person, "--json")
    assert json.loads(as_json.out) == missed.to_json()


def test_without_a_person_everybody_missed_is_listed(footfall, run):
    missed = json.loads(footfall("why", run, "--json").out)["missed"]
    told = footfall("why", run).out
    assert told.startswith(f"{len(missed)} listed people missed.")
    assert all(one["verdict"] in told for one in missed if one["opportunity"])


def test_whoever_had_no_opportunity_is_counted_and_not_named(footfall, run):
    missed = json.loads(footfall("why", run, "--json").out)["missed"]
    never = [one["person"] for one in missed if not one["opportunity"]]
    told = footfall("why", run).out
    assert never
    assert not any(re.search(rf"Pe.*\b{person}\b.*:", told) for person in never)
    assert f"{len(never)} had no opportunity" in told


def test_a_track_s_story_is_told_and_is_one_json_object(footfall, tmp_path, walk_video, watchlist):
    out = tmp_path / "out"
    command = ("engine", "watch", walk_video, "--watchlist", watchlist, "--threshold", 0.55)
    part = ("--from", 0.4, "--to", 2.0, "--no-annotate", "--out", out, "--json")
    summary = json.loads(footfall(*command, *part).out)
    assert (summary["frames"], summary["cut"]["from_s"]) == (8, 0.4)
    track = summary["track_scores"][0]["track"]
    told = footfall("engine", "why", out, "--track", track)
    assert told.out.startswith(f"Track {track} of walk: ")
    assert "which decides nothing" in told.out
    as_json = json.loads(footfall("engine", "why", out, "--track", track, "--json").out)
    assert as_json["track_score"] == summary["track_scores"][0]
    assert all(one["words"] in told.out for one in as_json["stretches"])


def test_a_camera_s_track_of_a_run_folder_is_told(footfall, window):
    told = footfall("engine", "why", window.folder, "--camera", "west", "--track", 0)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Track 0 of west: ")


def test_without_a_track_every_one_is_listed_with_threshold_and_its_source(
    footfall, tmp_path, walk_video, watchlist
):
    out = tmp_path / "out"
    command = ("engine", "watch", walk_video, "--watchlist", watchlist, "--threshold", 0.55)
    summary = json.loads(footfall(*command, "--no-annotate", "--out", out, "--json").out)
    told = footfall("engine", "why", out)
    assert (told.code, told.err) == (0, "")
    assert f"walk: threshold 0.550, {summary['threshold_from']}" in told.out
    (feed,) = json.loads(footfall("engine", "why", out, "--json").out)["feeds"]
    assert len(feed["tracks"]) == summary["tracks"] > 0
    for line in feed["tracks"]:
        track = json.loads(footfall("engine", "why", out, "--track", line["track"], "--json").out)
        assert track["verdict"] == line["verdict"]
        assert line["from_s"] <= line["to_s"]


def test_of_a_run_folder_every_camera_is_listed(footfall, window):
    every, one = (
        json.loads(footfall("engine", "why", window.folder, *options, "--json").out)["feeds"]
        for options in ((), ("--camera", "west"))
    )
    assert every == one
    assert [feed["feed"] for feed in every] == ["west"]


def test_a_track_of_several_cameras_wants_one_that_is_there(footfall, tmp_path):
    for camera in ("east", "west"):
        (tmp_path / "watch" / camera).mkdir(parents=True)
    for options in (("--track", 0), ("--camera", "attic")):
        told = footfall("engine", "why", tmp_path, *options)
        assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
        assert "wanted one of east, west" in told.err


def test_what_is_not_there_is_refused_in_a_line(footfall, run, tmp_path):
    for command in (
        ("why", tmp_path),
        ("why", run, "--person", 99_999),
        ("engine", "why", tmp_path, "--track", 0),
        ("engine", "watch", "x.mp4", "--watchlist", tmp_path, "--from", 3, "--to", 2),
    ):
        told = footfall(*command)
        assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)


def test_of_a_run_without_the_engine_it_is_said_that_there_was_none(footfall, tmp_path):
    changes = {"duration_s": "30", "window": "null", "briefed": "{posts_m: [[16, 30]]}"}
    out = tmp_path / "run"
    play("corridor", out=out, fidelity="scores", overrides=changes)
    told = footfall("why", out)
    assert told.code == 0
    assert "this run is without the engine" in told.err
