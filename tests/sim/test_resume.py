"""A run that ended before its time is taken up where it was, and ends as one left alone."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from sim.folder import TIMED
from sim.reader import read_run
from sim.run import resume
from tests.sim.killed import killed, steps_of

pytestmark = pytest.mark.long
MOMENTS = 20
SHORT = {"duration_s": "60", "window": "null"}


def files_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but those that say when."""
    every = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in every
        if file.name not in TIMED
    }


def record_of(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text())


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> tuple[Path, list[str]]:
    """A run that nobody disturbed, and the steps it took."""
    out = tmp_path_factory.mktemp("runs") / "alone"
    return out, steps_of(out, "scores", SHORT)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_run_killed_at_any_moment_is_resumed_to_the_same_last_byte(alone, tmp_path, moment):
    left, steps = alone
    out = tmp_path / "run"
    killed(out, "scores", SHORT, int(np.linspace(0, len(steps) - 1, MOMENTS)[moment]))
    assert read_run(out).state == "killed"
    resumed = resume(out)
    assert files_of(out) == files_of(left)
    assert record_of(out)["hashes"] == record_of(left)["hashes"] == files_of(left)
    assert [one["state"] for one in record_of(out)["resumed"]] == ["killed"]
    assert set(resumed.sources.values()) <= {"earlier", "made"}
