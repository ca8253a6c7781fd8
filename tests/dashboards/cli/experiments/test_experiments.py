"""The commands: what they print and keep, and that a refusal leaves nothing."""

import json

import pytest
from distributed import LocalCluster

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
        (
            ("replicate", "corridor", "--out", "x", "--set", "fidelity=pixels", "--what", "answer"),
            "what: got answer with fidelity pixels",
        ),
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
        (("sweep", "corridor", "--out", "x"), "vary: got nothing"),
        (("sweep", "corridor", "--vary", "seed", "--out", "x"), "vary: got 'seed'"),
        (("sweep", "corridor", "--vary", "officers.speed=1,2", "--out", "x"), "officers.speed"),
        (("sensitivity", "corridor", "--out", "x"), "vary: got nothing"),
        (
            ("sensitivity", "corridor", "--vary", "seed=9:1", "--out", "x"),
            "wanted FIELD=LOW:HIGH, low before high",
        ),
        (("select", "corridor", "mall", "--out", "x"), "got neither --max nor --min"),
        (("select", "corridor", "corridor seed=1", "--max", "--out", "x"), "zone: got 0"),
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


def test_points_are_told_in_a_table_and_as_json(footfall, tmp_path):
    asked = ("sweep", "corridor", "--vary", "engine.threshold=.6,.7", *SMALL)
    told = footfall(*asked, "--out", tmp_path / "s", "--measure", "alerts")
    assert told.code == 0, told.err
    for words in ("engine.threshold", "0.6", "0.7", "Alerts"):
        assert words in told.out
    spread = ("sweep", "corridor", "--vary", "engine.threshold=.6:.7", "--lhs", "9", *SMALL)
    needs = json.loads(footfall(*spread, "--estimate", "--json").out)
    assert needs["amounts"]["replications"] == 9


def test_fields_are_told_by_what_hangs_on_them(footfall, tmp_path):
    asked = ("sensitivity", "corridor", "--vary", "engine.threshold=.6:.7", "--tries", "2", *SMALL)
    told = footfall(*asked, "--out", tmp_path / "m", "--measure", "alerts")
    assert told.code == 0, told.err
    for words in ("engine.threshold", "effect", "4 points", "Morris"):
        assert words in told.out


def test_the_best_design_is_told_with_what_is_certain(footfall, tmp_path):
    asked = ("select", "corridor", "corridor duration_s=10", "--max", "--zone", "5", "-n", "10")
    told = footfall(*asked, "--measure", "passers_by", *SMALL, "--out", tmp_path / "k")
    assert told.code == 0, told.err
    for words in ("chosen", "dropped after 10", "at least 95%"):
        assert words in told.out


def test_a_scheduler_at_an_address_plays_the_same(footfall, folder, tmp_path):
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        asked = ("replicate", "corridor", "-n", "3", "--what", "answer", *SMALL, "--json")
        at = ("--cluster", cluster.scheduler_address)
        there = json.loads(footfall(*asked, *at, "--out", tmp_path / "r").out)
    here = json.loads(footfall(*asked, "--out", folder / "r").out)
    assert there["outcomes"] == here["outcomes"]
