import json
import re

import pytest

from dashboards.cli.terminal.estimates import foreseen
from scenarios.loader import library
from sim.estimate import of_calibration, of_gap, of_gate


def test_an_estimate_is_printed_and_nothing_is_played(footfall, tmp_path):
    told = footfall("run", "corridor", "--out", tmp_path / "run", "--estimate")
    assert told.code == 0
    assert "people who come" in told.out
    assert "Done in about" in told.out
    assert not (tmp_path / "run").exists()


def test_an_estimate_is_told_as_json(footfall):
    told = json.loads(footfall("run", "corridor", "--estimate", "--json").out)
    assert told["amounts"]["people"] == 360
    assert {part["name"] for part in told["parts"]} >= {"world", "sightings", "search", "answer"}
    assert told["memory_bytes"] > 0
    assert told["machine"]["cores"] > 0


def test_work_beyond_this_machine_is_refused_in_one_line(footfall, tmp_path):
    told = footfall(
        "run", "corridor", "--out", tmp_path / "run", "--set", "watchlist.size=1000000",
        "--set", "engine.threshold=.7",
    )  # fmt: skip
    assert told.code == 2
    assert "watchlist.size: got work that would take about" in told.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("people", "gate", "--count", "100000000"), "--count"),
        (("people", "gap", "--real", "photographs", "--people", "10000000"), "--people, --views"),
        (("engine", "calibrate", "rendered", "x.npz", "--views", "100000"), "--people, --views"),
    ],
)
def test_a_study_beyond_this_machine_is_refused_by_its_option(
    footfall, command, option, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photographs" / "anna").mkdir(parents=True)
    told = footfall(*command)
    assert told.code == 2
    assert told.err.startswith(f"footfall: {option}: got work that would take about")


def test_a_study_says_what_it_would_need(footfall):
    told = json.loads(footfall("people", "gate", "--count", "50", "--estimate", "--json").out)
    assert told["amounts"]["drawn"] == 50
    assert 5 < told["cpu_s"] < 500


def test_a_frame_that_would_take_more_than_there_is_is_refused(footfall, tmp_path):
    file = tmp_path / "crowded.yaml"
    text = (library()["corridor"]).read_text().replace("people_per_h: 7200", "people_per_h: 1e6")
    text = text.replace("duration_s: 180", "duration_s: 3500").replace(
        "start_s: 60", "start_s: 3000"
    )
    file.write_text(text.replace("eastgate", f"{library()['corridor'].parent}/eastgate"))
    told = footfall("cameras", "frame", file, tmp_path / "frame.png")
    assert told.code == 2
    assert "arrivals.profile: got work that would take about" in told.err


@pytest.mark.parametrize("needs", [of_gate(500, 100), of_calibration(200, 4), of_gap(200, 4)])
def test_what_studies_will_need_is_told_before_they_begin(needs, capsys):
    assert foreseen(needs, "--people", only=False, long=False, as_json=False)
    told = capsys.readouterr().err
    parts = "".join(rf"[:,] {part.name} [\d.]+ (?:s|min)" for part in needs.parts)
    room = r"[\d.]+ [MG]B of memory(?: and [\d.]+ [kMG]B on disk)?"
    assert re.fullmatch(rf"footfall: takes about [\d.]+ (?:s|min) here, {room}{parts}\n", told)
