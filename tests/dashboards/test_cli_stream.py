import json
import os
import signal
import subprocess
import sys
import time

import psutil

COMMAND = "from dashboards.cli import main; main()"


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


def test_an_interruption_ends_cleanly_and_keeps_every_alert(walk_video, watchlist, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-W", "error", "-c", COMMAND, "engine", "stream", str(walk_video)]
    command += ["--watchlist", str(watchlist), "--threshold", "0.55", "--out", str(out), "--pace"]
    process = subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    alerts = out / "alerts.jsonl"
    while process.poll() is None and not (alerts.exists() and alerts.read_text()):
        time.sleep(0.02)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    said, complaint = process.communicate(timeout=30)
    summary = json.loads((out / "summary.json").read_text())
    kept = alerts.read_text().splitlines()
    assert (process.returncode, said) == (130, "")
    assert complaint == f"footfall: interrupted; {len(kept)} alerts are kept in {out}\n"
    assert summary["balances"]
    assert len(kept) == summary["alerts"] >= 1
    assert 0 < summary["feeds"]["walk"]["decoded"] < 12
    assert summary["feeds"]["walk"]["in_flight"] == 0
    assert len(children) >= 2
    assert psutil.wait_procs(children, timeout=5)[1] == []
