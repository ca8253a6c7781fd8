import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import psutil
import pytest

from dashboards.cli.engine.stream import behind
from engine.film.video import write_video
from tests.conftest import WALK_FPS, WALK_PX
from tests.fuzz.doors import PROGRESS

pytestmark = pytest.mark.long

COMMAND = "from dashboards.cli import main; main()"
FRAMES = 60
"""Of a feed that is interrupted: twelve seconds, enough for a busy machine to notice an alert."""


@pytest.fixture(scope="module")
def long_walk(walk, tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "walk.mp4"
    with write_video(path, WALK_FPS, WALK_PX) as writer:
        for k in range(FRAMES):
            writer.add(walk[k % len(walk)])
    return path


def test_the_ledger_of_every_feed_is_printed(footfall, walk_video, watchlist, tmp_path):
    out = tmp_path / "out"
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(walk_video.read_bytes()[:-2000])
    command = ("engine", "stream", walk_video, cut, "--watchlist", watchlist, "--threshold", 0.55)
    told = footfall(*command, "--out", out, "--json")
    said = json.loads(told.out)
    kept = (out / "alerts.jsonl").read_text().splitlines()
    assert told.code == 0
    assert json.loads((out / "summary.json").read_text()) | {"out": str(out)} == said
    assert said["balances"]
    assert (said["feeds"]["walk"]["processed"], said["feeds"]["walk"]["alerts"]) == (12, 4)
    assert "damaged after" in said["feeds"]["cut"]["damage"]
    assert len(kept) == said["alerts"] >= 4


def test_a_missing_feed_is_refused_before_anything_starts(
    footfall, walk_video, watchlist, tmp_path
):
    command = ("engine", "stream", walk_video, "no.mp4", "--watchlist", watchlist)
    told = footfall(*command, "--out", tmp_path / "out")
    assert told.code == 2
    assert "no.mp4" in told.err
    assert not (tmp_path / "out").exists()


def test_latencies_and_frames_a_second_are_printed_by_feed(footfall, walk, watchlist, tmp_path):
    feed = tmp_path / "[b]quick"
    feed.mkdir()
    for number, bgr in enumerate(walk * 3):
        cv2.imwrite(str(feed / f"{number:03d}.png"), bgr)
    command = ("engine", "stream", feed, "--watchlist", watchlist, "--workers", 1)
    told = footfall(*command, "--out", tmp_path / "free")
    assert (told.code, "pace" in told.err) == (0, False)
    for words in (
        "[b]quick",
        "From when a frame was read until its decision stood",
        "p50",
        "p95",
        "p99",
    ):
        assert words in told.out
    assert "pace" not in told.out


def test_a_lost_pace_is_one_line_that_names_the_feed_furthest_behind():
    lost = {
        f"feed {k}": {"from_s": 1.0, "most_behind_s": float(k), "behind_at_end_s": 0.2}
        for k in range(1, 6)
    }
    said = behind({"slack_s": 0.5, "lost": lost})
    assert said.startswith("pace lost: feed 5 came up to 5.0 s behind its clock, from 1.0 s on")
    assert said.endswith("; and 2 more feeds")
    assert (behind({"slack_s": 0.5, "lost": {}}), behind(None)) == (None, None)


class Interrupted:
    """A stream that the keyboard interrupts once it has raised an alert: how it ended, which
    processes it had, which blocks of shared memory.
    """

    def __init__(self, feed, watchlist, out, again_s=()):
        command = [sys.executable, "-W", "error", "-c", COMMAND, "engine", "stream", str(feed)]
        command += ["--watchlist", str(watchlist), "--threshold", "0.55", "--out", str(out)]
        process = subprocess.Popen(
            [*command, "--pace"],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        alerts = out / "alerts.jsonl"
        while process.poll() is None and not (alerts.exists() and alerts.read_text()):
            time.sleep(0.02)
        told = psutil.Process(process.pid)
        self.children = told.children(recursive=True)
        paths = [one.path for one in told.memory_maps(grouped=False)]
        self.blocks = {Path(path) for path in paths if path.startswith("/dev/shm/")}
        os.killpg(process.pid, signal.SIGINT)
        for wait_s in again_s:
            time.sleep(wait_s)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
        self.said, self.complaint = process.communicate(timeout=30)
        self.code, self.kept = process.returncode, alerts.read_text().splitlines()
        self.summary = json.loads((out / "summary.json").read_text())


def check_end(ended, out):
    assert (ended.code, ended.said) == (130, "")
    said = [line for line in ended.complaint.splitlines() if not PROGRESS.fullmatch(line)]
    assert said == [f"footfall: interrupted; {len(ended.kept)} alerts kept in {out}"]
    assert ended.summary["balances"]
    assert len(ended.kept) == ended.summary["alerts"] >= 1
    assert 0 < ended.summary["feeds"]["walk"]["decoded"] < FRAMES
    assert ended.summary["feeds"]["walk"]["in_flight"] == 0
    assert len(ended.children) >= 2
    assert psutil.wait_procs(ended.children, timeout=5)[1] == []
    assert ended.blocks
    assert not any(block.exists() for block in ended.blocks)


def test_an_interruption_ends_cleanly_and_keeps_every_alert(long_walk, watchlist, tmp_path):
    out = tmp_path / "out"
    check_end(Interrupted(long_walk, watchlist, out), out)


@pytest.mark.parametrize("step_s", [0.003, 0.02, 0.15])
def test_interruptions_while_one_is_answered_change_nothing(step_s, long_walk, watchlist, tmp_path):
    out = tmp_path / "out"
    ended = Interrupted(long_walk, watchlist, out, again_s=[step_s] * round(1.5 / step_s))
    check_end(ended, out)
