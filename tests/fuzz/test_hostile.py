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


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, six):
    """Where all of them lie, those that are no films, and those that are."""
    folder = tmp_path_factory.mktemp("hostile")
    cases = hostile_cases(folder, [six.crop(k) for k in (0, 3, 5)])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FOOTFALL_WATCHLIST_KEY", KEY.hex())
        yield folder, cases, feed_cases(folder, folder / "assets")


@pytest.fixture(scope="module")
def dog(corpus):
    """One worker for all, once it did what must work."""
    folder, cases, _ = corpus
    warm = [case for case in cases if case.allowed == MUST_WORK]
    with Watchdog(folder, warm, LONGEST_S) as dog:
        yield dog


def brought(dog, cases):
    """The faults of cases by name, and how they ended."""
    found, ended = {}, Counter()
    for case in cases:
        verdict = dog.verdict(case)
        ended[verdict.outcome] += 1
        faults = [verdict.outcome, verdict.told] if verdict.outcome not in case.allowed else []
        if verdict.outcome == REFUSED and len(verdict.told) > LONGEST_LINE:
            faults.append("a long line")
        faults += [one for one in (verdict.printed, *verdict.left) if one]
        if faults:
            found[case.name] = faults
    return found, ended


def test_more_than_300_hostile_inputs_are_refused_in_one_line_or_right(corpus, dog):
    _, cases, _ = corpus
    found, ended = brought(dog, cases)
    assert len(cases) > 300
    assert found == {}
    assert ended[REFUSED] > 300
    assert dog.peak_bytes < MOST_BYTES
    names = [one.name() for one in psutil.Process().children(recursive=True)]
    assert not [name for name in names if name.startswith("footfall")]


def test_hostile_films_and_pictures_are_refused_in_one_line_or_right(corpus, dog):
    _, _, cases = corpus
    found, ended = brought(dog, cases)
    assert len(cases) > 80
    assert found == {}
    assert ended[REFUSED] > 30
    assert dog.peak_bytes < MOST_BYTES


def test_as_processes_they_end_alike_and_leave_no_process(corpus):
    """Some of each kind, each in a session of its own, which is empty afterwards."""
    _, cases, _ = corpus
    program = "from dashboards.cli import main; main()"
    for case in [one for one in cases if one.allowed == MUST_BE_REFUSED][::80]:
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
