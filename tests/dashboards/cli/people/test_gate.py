import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import cv2
import numpy as np
import pytest

from engine.packs.built import build
from engine.packs.names import SECOND
from sim.fidelity import kinship, population
from sim.jobs.running import run_jobs

pytestmark = pytest.mark.long

COUNT = 3


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Jobs are done in this process."""
    with ThreadPoolExecutor(1) as pool:
        for module in (population, kinship):
            monkeypatch.setattr(module, "run_jobs", partial(run_jobs, on=pool))
        yield


@pytest.fixture(autouse=True)
def changed_in_one_thing(monkeypatch):
    """One person is."""
    monkeypatch.setattr(population, "CHANGED", 1)


def test_a_gate_tells_who_is_admitted_and_what_holds(footfall, tmp_path):
    out, html = tmp_path / "gate.npz", tmp_path / "gate.html"
    command = ("people", "gate", "--count", COUNT, "--probes", 2, "--out", out, "--json")
    told = footfall(*command, "--html", html)
    found = json.loads(told.out)
    assert told.code == 0
    assert found["admitted"] + sum(found["rejected"].values()) == found["count"] == COUNT
    assert found["non_mated"]["worst_pairs"][0]["score"] <= found["look_alike"]
    assert found["cost"]["views"] == 10
    assert [cost["people"] for cost in found["costs"]] == [1, 1, 1, 0, 1]
    assert [one["cases"] for one in found["covered_or_growing"]] == [0, 0, 0]
    assert found["threshold"]["value"] is None
    with np.load(out) as kept:
        assert kept["admitted"].sum() == found["admitted"]
        assert kept["template"].shape[0] == COUNT
    for heading in ("The closest admitted", "Covered or growing", "What one change costs"):
        assert heading in html.read_text()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["gate.html", "gate.npz"]


def test_two_packs_admit_only_whom_each_would_and_are_told_beside_each_other(footfall, tmp_path):
    build(SECOND)
    out, html = tmp_path / "gate.npz", tmp_path / "gate.html"
    packs = ("--pack", "open", "--pack", "second", "--out", out, "--html", html)
    found = json.loads(
        footfall("people", "gate", "--count", 2, "--probes", 1, *packs, "--json").out
    )
    (other,) = found["others"]
    assert [one["pack"].split("-")[0] for one in (found, other)] == ["open", "second"]
    assert [one["look_alike"] for one in (found, other)] == [0.7, 0.951]
    assert found["admitted"] == other["admitted"] <= found["admitted_by_this_pack"]
    with np.load(out) as kept:
        assert (kept["template"].shape, kept["template_1"].shape) == ((2, 192), (2, 128))
        assert str(kept["pack_1"]) == other["pack"]
    assert html.read_text().count("<h2>Pack ") == 2


def test_an_interrupted_gate_says_that_it_can_go_on_and_does(footfall, tmp_path, monkeypatch):
    """Its check fails, as of two people nothing can be measured."""
    out = tmp_path / "gate.npz"
    command = ("people", "gate", "--count", 2, "--probes", 1, "--out", out, "--check")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(population, "probe", interrupted)
        stopped = footfall(*command)
    assert stopped.code == 130
    assert "goes on with" in stopped.err
    with monkeypatch.context() as patch:
        patch.setattr(population, "enrol", interrupted)
        checked = footfall(*command)
    assert checked.code == 1
    assert "not measured" in checked.out
    assert "covered or growing, no bound" in checked.out


def test_a_file_where_there_is_no_folder_is_refused_before_anything_is_drawn(footfall, tmp_path):
    refused = footfall("people", "gate", "--out", tmp_path / "none" / "gate.npz")
    assert refused.code == 2
    assert "wanted a file in a folder that exists" in refused.err


def test_kin_are_drawn_with_their_scores(footfall, tmp_path):
    out = tmp_path / "kin.png"
    told = footfall("people", "kin", out, "--of", 5, "--people", 2, "--json")
    found = json.loads(told.out)
    assert [*found["scores"]] == [
        "twin of 5",
        "sibling of 5",
        "sibling 2 of 5",
        "look-alike of 5",
    ]
    assert found["scores"]["twin of 5"] > 0.8
    assert found["resemblance"]["stranger"]["comparisons"] == 1
    assert cv2.imread(str(out)).shape[1] > 5 * kinship.CELL_PX
    assert "Draw the kin" in told.err


def test_kin_in_no_picture_are_refused(footfall, tmp_path):
    refused = footfall("people", "kin", tmp_path / "kin.txt")
    assert refused.code == 2
    assert "wanted a picture" in refused.err
