"""`footfall crowd validate` on a few of its corridors and tests."""

import json

import pytest

from sim.fidelity.crowds import diagram
from sim.fidelity.crowds.rimea import corridor, starting
from sim.fidelity.crowds.rimea import list as listed
from tests.sim.fidelity.crowds.test_recorded import write


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(diagram, "RUNS", ((0.6, 3.0),))
    monkeypatch.setattr(diagram, "RUN_S", 40.0)
    monkeypatch.setattr(listed, "APPLIED", (corridor.check, starting.check))


@pytest.mark.usefixtures("short")
def test_both_are_told_as_json_and_on_a_page(footfall, tmp_path):
    walk, out = write(tmp_path / "walk.txt"), tmp_path / "out"
    told = footfall("crowd", "validate", "--trajectories", walk, "--out", out, "--json")
    assert told.code == 0, told.err
    found = json.loads(told.out)["validations"]
    assert [one["walkers"] for one in found] == ["flow", "jupedsim"]
    for one in found:
        assert [test["number"] for test in one["checked"]] == [1, 2, 3, 4, 5, 8, 11, 13, 14]
        assert len(one["beside"]) == 12
        assert [replay["name"] for replay in one["replays"]] == ["walk"]
    page = (out / "crowd.html").read_text()
    assert "Walkers jupedsim" in page
    assert "10.34735/ped.2009.14" in page
    assert json.loads((out / "crowd.json").read_text())["validations"] == found


@pytest.mark.usefixtures("short")
def test_a_table_says_what_passes_and_what_does_not_apply(footfall):
    told = footfall("crowd", "validate", "--walkers", "flow")
    assert told.code == 0, told.err
    said = " ".join(told.out.split())
    assert "Walkers flow, population corridor" in said
    for word in ("apply", "yes", "NO"):
        assert word in said
    assert "jupedsim" not in said


def test_a_walk_that_is_none_is_refused(footfall, tmp_path):
    told = footfall("crowd", "validate", "--trajectories", tmp_path / "none.txt")
    assert told.code == 2
    assert "none.txt: got" in " ".join(told.err.split())
