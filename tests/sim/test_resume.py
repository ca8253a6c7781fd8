"""A run that ended before its time is taken up where it was, and ends as one left alone."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from engine.disk.places import held_folder
from engine.errors import SettingsError
from sim.errors import DamagedError, SimError
from sim.folder import ASIDE, SCHEMA
from sim.jobs.notes import UNFINISHED
from sim.reader import read_run
from sim.run import play, resume
from sim.stages.line import LINES
from tests.sim.killed import killed, steps_of
from tests.windows import TWO_SECONDS

pytestmark = pytest.mark.long
MOMENTS = 20
SHORT = {"duration_s": "60", "window": "null"}


def files_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but those that say when."""
    every = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in every
        if file.name not in ASIDE
    }


def record_of(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text())


def begun(out: Path, told: str = "Search the watchlist", **how) -> Path:
    """A run of which somebody interrupts the stage that is told so."""

    def stop(stage: str, _share: float) -> None:
        if stage == told:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play("corridor", out=out, fidelity="scores", overrides=SHORT, progress=stop, **how)
    return out


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


@pytest.mark.parametrize("step", range(7))
def test_a_run_killed_before_its_first_record_says_so_and_leaves_its_folder_to_another(
    alone, tmp_path, step
):
    out = tmp_path / "run"
    killed(out, "scores", SHORT, step, early=True)
    if step == 0:
        assert [*out.iterdir()] == []
    else:
        assert not (out / "run.json").exists()
        with pytest.raises(SimError, match=rf"killed before .*`footfall run SCENARIO --out {out}`"):
            resume(out)
    play("corridor", out=out, fidelity="scores", overrides=SHORT)
    assert files_of(out) == files_of(alone[0])


@pytest.mark.parametrize("mine", ["notes.txt", "unfinished/mine", "scenario.yaml"])
def test_a_folder_with_something_else_is_left_alone(tmp_path, mine):
    out = tmp_path / "run"
    killed(out, "scores", SHORT, 5, early=True)
    if mine == "scenario.yaml":
        (out / "unfinished").rmdir()
    else:
        (out / mine).write_text("mine")
    left = files_of(out)
    with pytest.raises(SettingsError, match="wanted a new or empty folder"):
        play("corridor", out=out)
    with pytest.raises(DamagedError, match=r"run\.json: got no such file"):
        resume(out)
    assert files_of(out) == left


def test_the_moments_lie_in_every_stage(alone):
    steps = alone[1]
    assert len(steps) >= MOMENTS
    for stage in LINES["scores"]:
        always = [file for file in stage.files if "*" not in file]
        assert all(any(f"{file}.part" in step for step in steps) for file in always)


def test_what_was_filmed_to_its_end_is_not_filmed_again(two_seconds, tmp_path):
    out = tmp_path / "run"
    killed(out, "pixels", TWO_SECONDS, named=f"*/{UNFINISHED}/*/film small.json")
    filmed_ns = (out / "feeds" / "small.mp4").stat().st_mtime_ns
    assert not (out / "feeds" / "larger.mp4").exists()
    resumed = resume(out)
    assert files_of(out) == files_of(two_seconds)
    assert (out / "feeds" / "small.mp4").stat().st_mtime_ns == filmed_ns
    assert resumed.sources["world"] == "earlier"


def test_what_changed_since_it_was_interrupted_is_made_anew_and_half_files_go(alone, tmp_path):
    out = begun(tmp_path / "run")
    (out / "crowd.parquet").write_bytes(b"half")
    (out / "searched.parquet.part").write_bytes(b"half")
    (out / "notes.txt").write_text("mine")
    resumed = resume(out)
    assert resumed.sources["world"] == "made"
    assert resumed.sources["sightings"] == "earlier"
    assert files_of(out).items() - files_of(alone[0]).items() == {
        ("notes.txt", sha256(b"mine").hexdigest())
    }


def test_a_run_may_end_early_more_than_once(alone, tmp_path):
    def stop(stage: str, _share: float) -> None:
        if stage == "Search the watchlist":
            raise ValueError(stage)

    out = begun(tmp_path / "run", "Look through the cameras")
    with pytest.raises(ValueError, match="Search"):
        resume(out, progress=stop)
    assert resume(out).sources["sightings"] == "earlier"
    assert [one["state"] for one in record_of(out)["resumed"]] == ["interrupted", "failed"]
    assert files_of(out) == files_of(alone[0])


def test_a_complete_run_one_that_is_played_and_no_run_are_refused(alone, tmp_path):
    with pytest.raises(SimError, match=r"got a complete run, wanted .*nothing to do"):
        resume(alone[0])
    with pytest.raises(DamagedError, match=r"run\.json: got no such file"):
        resume(tmp_path)
    out, seen = tmp_path / "run", []

    def look(_stage: str, _share: float) -> None:
        with pytest.raises(SimError, match=r"got a run that process \d+ plays"):
            resume(out)
        with pytest.raises(SimError, match=r"got a run that process \d+ plays"):
            play("corridor", out=out)
        seen.append(read_run(out).state)

    play("corridor", out=out, fidelity="scores", overrides=SHORT, progress=look)
    assert set(seen) == {"running"}


def test_a_folder_with_a_run_that_ended_early_says_how_it_goes_on(tmp_path):
    out = begun(tmp_path / "run")
    with pytest.raises(SimError, match=rf"was interrupted, .*`footfall run --resume {out}`"):
        play("corridor", out=out)
    with held_folder(out), pytest.raises(SettingsError, match="in use"):
        resume(out)


def test_another_scenario_or_schema_than_was_begun_is_refused(tmp_path):
    out = begun(tmp_path / "run")
    file = out / "scenario.yaml"
    file.write_text(file.read_text().replace("seed: 1", "seed: 2"))
    with pytest.raises(DamagedError, match=r"scenario\.yaml: got something else than was kept"):
        resume(out)
    told = record_of(out)
    del told["digest"]
    (out / "run.json").write_text(json.dumps(told | {"schema": 1}))
    with pytest.raises(DamagedError, match=rf"run\.json: schema: got 1, wanted {SCHEMA}"):
        resume(out)
