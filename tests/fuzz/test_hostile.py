"""300 hostile inputs brought to the command: refused in one line, or right, and nothing left."""

import os
import subprocess
import sys
from collections import Counter

import psutil
import pytest

from tests.fuzz.cases import MUST_BE_REFUSED, MUST_WORK, REFUSED
from tests.fuzz.doors import KEY
from tests.fuzz.hostile import hostile_cases
from tests.fuzz.hostile_feeds import feed_cases
from tests.fuzz.worker import Watchdog

pytestmark = pytest.mark.long

LONGEST_LINE, MOST_BYTES, LONGEST_S = 2100, 2 << 30, 30.0


@pytest.fixture
def keyed(monkeypatch):
    monkeypatch.setenv("FOOTFALL_WATCHLIST_KEY", KEY.hex())


def brought(folder, cases):
    """The faults of cases by name, how they ended, and the most memory held."""
    warm = [case for case in cases if case.allowed == MUST_WORK]
    found, ended = {}, Counter()
    with Watchdog(folder, warm, LONGEST_S) as dog:
        for case in cases:
            verdict = dog.verdict(case)
            ended[verdict.outcome] += 1
            faults = [verdict.outcome, verdict.told] if verdict.outcome not in case.allowed else []
            if verdict.outcome == REFUSED and len(verdict.told) > LONGEST_LINE:
                faults.append("a long line")
            faults += [one for one in (verdict.printed, *verdict.left) if one]
            if faults:
                found[case.name] = faults
    return found, ended, dog.peak_bytes


@pytest.mark.usefixtures("keyed")
def test_more_than_300_hostile_inputs_are_refused_in_one_line_or_right(tmp_path, six):
    cases = hostile_cases(tmp_path, [six.crop(k) for k in (0, 3, 5)])
    found, ended, peak = brought(tmp_path, cases)
    assert len(cases) > 300
    assert found == {}
    assert ended[REFUSED] > 300
    assert peak < MOST_BYTES
    names = [one.name() for one in psutil.Process().children(recursive=True)]
    assert not [name for name in names if name.startswith("footfall")]


@pytest.mark.usefixtures("keyed")
def test_hostile_films_and_pictures_are_refused_in_one_line_or_right(tmp_path, six):
    others = hostile_cases(tmp_path, [six.crop(k) for k in (0, 3, 5)])
    cases = [case for case in others if case.allowed == MUST_WORK]
    cases += feed_cases(tmp_path, tmp_path / "assets")
    found, ended, peak = brought(tmp_path, cases)
    assert len(cases) > 90
    assert found == {}
    assert ended[REFUSED] > 30
    assert peak < MOST_BYTES


@pytest.mark.usefixtures("keyed")
def test_as_processes_they_end_alike_and_leave_no_process(tmp_path, six):
    """Some of each kind, each in a session of its own, which is empty afterwards."""
    cases = [one for one in hostile_cases(tmp_path, [six.crop(k) for k in (0, 3, 5)])
             if one.allowed == MUST_BE_REFUSED][:: 45]  # fmt: skip
    program = "from dashboards.cli import main; main()"
    for case in cases:
        before = sorted(case.path.rglob("*"))
        process = subprocess.Popen(
            [sys.executable, "-c", program, *case.arguments], cwd=case.path, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out) == (2, ""), (case.name, err)
        assert err.count("\n") == 1, (case.name, err)
        assert sorted(case.path.rglob("*")) == before, case.name
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
