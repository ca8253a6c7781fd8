import json
import os
import signal
import time
from dataclasses import asdict

import psutil
import pytest

from dashboards.work.registry import ENDED, KEPT_BY, PLACE, begin, cancel, find, forget, works
from sim.owner import this_process
from sim.reader import read_run

PATIENCE_S = 120


def ended(work, runs):
    """The work once it has ended."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        now = find(runs, work.id)
        if now.state != "running":
            return now
        time.sleep(0.05)
    raise AssertionError(f"{work.title} did not end")


def reached(work, runs, text):
    """Wait until the work says that it is there."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        if text in find(runs, work.id).progress.text:
            return
        time.sleep(0.05)
    raise AssertionError(f"{work.title} never came to {text!r}")


def test_work_runs_on_its_own_and_is_found_again(tmp_path):
    out = tmp_path / "day"
    begun = begin(tmp_path, "A day", ["run", "corridor", "--out", str(out)], out)
    assert begun.state == "running"
    done = ended(begun, tmp_path)
    assert done.state == "done"
    assert done.out == out
    assert read_run(out).complete


def test_work_that_is_refused_says_why(tmp_path):
    refused = ended(begin(tmp_path, "Nothing", ["run", "no-such-place"]), tmp_path)
    assert refused.state == "failed"
    assert "no-such-place" in refused.said[-1]


def test_work_is_cancelled_and_leaves_a_folder_that_says_so(tmp_path):
    out = tmp_path / "centre"
    begun = begin(tmp_path, "A day", ["run", "shopping_centre", "--fresh", "--out", str(out)], out)
    reached(begun, tmp_path, "Walk")
    cancel(find(tmp_path, begun.id))
    assert ended(begun, tmp_path).state == "cancelled"
    assert read_run(out).state == "interrupted"


def test_work_whose_keeper_was_killed_is_told_as_lost(tmp_path):
    begun = begin(tmp_path, "A day", ["run", "shopping_centre", "--fresh"], None)
    told = json.loads((begun.folder / KEPT_BY).read_text())
    psutil.wait_procs(killed(told["pid"], told["group"]), timeout=PATIENCE_S)
    assert ended(begun, tmp_path).state == "lost"
    cancel(find(tmp_path, begun.id))  # nobody is there to be interrupted


def killed(number, group):
    family = [psutil.Process(number), *psutil.Process(number).children(recursive=True)]
    os.killpg(group, signal.SIGKILL)
    return family


def test_a_keeper_s_number_that_is_another_s_by_now_is_left_alone(tmp_path):
    begun = ended(begin(tmp_path, "Nothing", ["run", "no-such-place"]), tmp_path)
    (begun.folder / ENDED).unlink()
    another = {**asdict(this_process()), "began": "long ago"}
    ours = another | {"group": os.getpgrp()}
    (begun.folder / KEPT_BY).write_text(json.dumps(ours))
    assert find(tmp_path, begun.id).state == "lost"
    cancel(find(tmp_path, begun.id))


def test_what_has_ended_is_forgotten_and_its_results_stay(tmp_path):
    out = tmp_path / "day"
    begun = begin(tmp_path, "A day", ["run", "corridor", "--out", str(out)], out)
    forget(begun)  # it still runs
    done = ended(begun, tmp_path)
    assert works(tmp_path) == [done]
    forget(done)
    assert works(tmp_path) == []
    assert read_run(out).complete


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"title": "A day"}', "\x00"])
def test_damaged_work_is_left_out(tmp_path, damage):
    folder = tmp_path / PLACE / "20260101-000000-abcdef"
    folder.mkdir(parents=True)
    (folder / "work.json").write_text(damage)
    assert works(tmp_path) == []
