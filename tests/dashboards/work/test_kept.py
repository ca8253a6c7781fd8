import json

import pytest

from dashboards.work.kept import delete, give_name, own_name, weight
from dashboards.work.registry import PLACE, WORK, works
from engine.disk.places import held_folder
from engine.errors import SettingsError
from sim.damage import damage
from sim.errors import SimError
from sim.owner import this_process
from sim.reader import find_runs, read_run
from tests.dashboards.made import make_run


@pytest.fixture
def run(tmp_path):
    return read_run(make_run(tmp_path / "one"))


def test_a_name_is_kept_and_damages_nothing(run):
    assert own_name(run) == ""
    give_name(run, "  two more\ncameras ")
    assert own_name(run) == "two more cameras"
    assert not damage(run)
    give_name(run, "x" * 200)
    assert own_name(run) == "x" * 80
    give_name(run, " ")
    assert own_name(run) == ""
    assert not (run.path / "name.txt").exists()


def test_a_name_that_cannot_be_read_is_none(run):
    (run.path / "name.txt").write_bytes(b"\xff\xfe\x00")
    assert own_name(run) == ""


def test_a_run_is_deleted_with_all_of_it_and_what_tells_of_its_making(run, tmp_path):
    make_run(tmp_path / "two")
    (run.path / "deep").mkdir()
    (run.path / "deep" / "more.bin").write_bytes(b"12345")
    place = tmp_path / PLACE / "20260101-000000-abcdef"
    place.mkdir(parents=True)
    told = {"title": "A day", "arguments": [], "out": str(run.path), "began_at": "2026-01-01"}
    (place / WORK).write_text(json.dumps(told))
    assert len(works(tmp_path)) == 1
    files = [one for one in run.path.rglob("*") if one.is_file()]
    assert weight(run).files == len(files)
    assert weight(run).size_bytes == sum(one.stat().st_size for one in files)
    delete(run, tmp_path)
    assert [one.path.name for one in find_runs(tmp_path)[0]] == ["two"]
    assert works(tmp_path) == []
    assert sorted(one.name for one in tmp_path.iterdir()) == [PLACE, "two"]


def test_what_is_no_run_of_the_folder_is_not_deleted(run, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(run.path)
    for folder, runs in ((link, tmp_path), (run.path, run.path), (run.path, tmp_path.parent)):
        with pytest.raises(SimError, match="wanted a run that can be deleted"):
            delete(read_run(folder), runs)
    assert not damage(run)


def test_a_run_that_is_played_or_held_is_not_deleted(run, tmp_path):
    with held_folder(run.path), pytest.raises(SettingsError, match="nobody writes into"):
        delete(run, tmp_path)
    owner = this_process()
    record = json.loads((run.path / "run.json").read_text())
    record |= {
        "state": "running",
        "process": {"pid": owner.pid, "began": owner.began, "host": owner.host},
    }
    (run.path / "run.json").write_text(json.dumps(record))
    with pytest.raises(SimError, match="being played"):
        delete(read_run(run.path), tmp_path)
    assert run.path.is_dir()
