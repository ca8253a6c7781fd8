"""Folders of runs as people keep them: many, moved, unreadable, taken away meanwhile."""

import os
import shutil
from dataclasses import asdict

import pytest

from sim.errors import DamagedError
from sim.folder import SCHEMA, RunFolder
from sim.owner import this_process
from sim.reader import find_runs, read_run, run_folders

HEAD = {
    "schema": SCHEMA,
    "scenario": "corridor",
    "title": "A run",
    "fidelity": "scores",
    "seed": 1,
    "replication": 0,
    "preset": "rendered",
    "preset_origin": "made up",
    "window": None,
    "starts_at": "12:00",
    "duration_s": 60.0,
    "versions": {},
}


def make(folder, number, **told):
    """A run of the number's minute."""
    head = HEAD | {"state": "complete", "started_at": f"2026-01-02T03:{number:02d}:00+00:00"}
    path = folder / f"run-{number}"
    RunFolder(path).json("run.json", head | told)
    os.utime(path / "run.json", (number, number))
    return path


def test_of_many_runs_only_those_written_to_last_are_opened(tmp_path, monkeypatch):
    made = [make(tmp_path, number) for number in range(50)]
    opened = []

    def read(path):
        opened.append(path)
        return read_run(path)

    monkeypatch.setattr("sim.reader.read_run", read)
    runs, refused = find_runs(tmp_path, 5)
    assert [run.path for run in runs] == made[:-6:-1] == opened
    assert refused == []
    assert run_folders(tmp_path) == made[::-1]


def test_a_run_is_played_as_long_as_its_process_lives(tmp_path):
    ours = asdict(this_process())
    told = (ours, ours | {"began": "before"}, ours | {"host": "elsewhere"}, None)
    runs = [
        read_run(make(tmp_path, number, state="running", process=one))
        for number, one in enumerate(told)
    ]
    assert [run.state for run in runs] == ["running", "killed", "running", "killed"]
    assert read_run(make(tmp_path, 9, state="failed", process=ours)).state == "failed"


def test_what_cannot_be_opened_is_told_and_the_rest_is_found(tmp_path):
    good = make(tmp_path, 1)
    make(tmp_path, 2, seed="one")
    for name in ("circle", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "circle" / "run.json").symlink_to("run.json")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "run.json")
    (tmp_path / "notes.txt").write_text("mine")
    runs, refused = find_runs(tmp_path)
    assert [run.path for run in runs] == [good]
    told = " ".join(refused)
    for words in ("seed: got 'one'", "circle/run.json: got", "a named pipe"):
        assert words in told


def test_a_folder_of_runs_that_is_none_is_refused_and_nothing_there_is_no_run(tmp_path):
    (tmp_path / "file").write_text("no runs")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(DamagedError, match="file: got a file, wanted a folder of runs"):
        find_runs(tmp_path / "file")
    with pytest.raises(DamagedError, match=r"loop: got .*, wanted a folder of runs"):
        find_runs(tmp_path / "loop")
    assert find_runs(tmp_path / "none") == ([], [])


def test_a_run_taken_away_while_it_is_looked_at_is_named(tmp_path):
    run = read_run(make(tmp_path, 1))
    shutil.rmtree(run.path)
    for ask in (run.outcomes, run.scenario, run.people, run.planned_alerts, run.event_table):
        with pytest.raises(DamagedError, match="got no such file"):
            ask()
    with pytest.raises(DamagedError, match="no plan"):
        run.place()
    with pytest.raises(DamagedError, match=r"run\.json: got no such file"):
        read_run(run.path)
