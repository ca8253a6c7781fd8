import json


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
