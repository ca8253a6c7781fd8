"""The commands: what they print and keep, and that a refusal leaves nothing."""

import json

import pytest

SMALL = ("--set", "duration_s=20", "--set", "window=null", "--workers", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("experiments")


def test_a_scenario_is_played_again_and_again(footfall, folder):
    asked = ("replicate", "corridor", "-n", "3", "--what", "answer", "--out", folder / "r", *SMALL)
    told = footfall(*asked, "--json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert found["replications"] == found["outcomes"]["stops"]["count"] == 3
    assert json.loads((folder / "r" / "results.json").read_text()) == found
    again = footfall(*asked)
    for words in ("3 replications", "Passers-by", "95 % interval", "answers one day anew"):
        assert words in again.out


def test_it_is_played_until_its_interval_is_narrow_enough(footfall, tmp_path):
    asked = ("replicate", "corridor", "-n", "12", "--what", "answer", "--out", tmp_path / "u")
    told = footfall(*asked, "--until", "stops=5", "--until", "alerts_confirmed=5", *SMALL)
    assert told.code == 0, told.err
    assert "10 replications" in told.out or "12 replications" in told.out
    assert "narrow as wanted" in told.out


def test_designs_are_told_beside_each_other(footfall, folder):
    asked = ("compare", "corridor", "corridor engine.threshold=.6", "-n", "3", *SMALL)
    told = footfall(*asked, "--out", folder / "c", "--measure", "alerts")
    assert told.code == 0, told.err
    for words in ("corridor engine.threshold=.6", "p (Holm)", "gain", "Bonferroni"):
        assert words in told.out
    again = footfall("compare", folder / "c", "--measure", "alerts", "--json")
    assert json.loads(again.out)["differences"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("replicate", "corridor"), "out: got nothing"),
        (("replicate", "corridor", "--out", "x", "--set", "fidelity=pixels"), "fidelity: got"),
        (("replicate", "corridor", "--out", "x", "--until", "tpir"), "until: got 'tpir'"),
        (("replicate", "corridor", "--out", "x", "--measure", "luck"), "measure: got 'luck'"),
        (("replicate", "corridor", "--out", "x", "--set", "officers.speed=3"), "officers.speed"),
        (("replicate", "corridor", "--out", "x", "-n", "0"), "greater than or equal to 1"),
        (
            ("replicate", "corridor", "--out", "x", "--cluster", "tcp://127.0.0.1:1"),
            "cluster: got nobody at 'tcp://127.0.0.1:1'",
        ),
        (("compare", "corridor", "--out", "x"), "designs: got 1, wanted 2"),
        (("compare", "corridor", "corridor", "--out", "x"), "twice"),
    ],
)
def test_what_cannot_be_played_is_refused_and_nothing_is_written(footfall, tmp_path, asked, said):
    told = footfall(*asked)
    assert told.code == 2
    assert said in told.err
    assert [*tmp_path.iterdir()] == []


def test_experiments_are_asked_in_sql(footfall, folder, tmp_path):
    sql = "SELECT replication, alerts FROM replications ORDER BY replication"
    told = footfall("query", folder / "r", sql, "--csv", tmp_path / "a.csv")
    assert told.code == 0, told.err
    assert "alerts" in told.out
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 4
    found = json.loads(footfall("query", folder / "r", sql, "--json").out)
    assert [row["replication"] for row in found] == [0, 1, 2]
    refused = footfall("query", "SELECT 1")
    assert (refused.code, "wanted a folder and SQL behind it" in refused.err) == (2, True)
