"""`footfall predict`, `footfall fidelity` and `footfall record fit`."""

import json

import pytest

from sim.record.published import record_hash

PLAN = ("--faces", 8600, "--watchlist", 7300, "--threshold", 0.6, "--era", 2020, "--hours", 6)


def test_a_plan_is_foretold_as_json(footfall):
    told = footfall("predict", *PLAN, "--json")
    assert told.code == 0, told.err
    assert "Warning: era" in told.err
    found = json.loads(told.out)
    for name in (
        "alerts",
        "true_alerts",
        "false_alerts",
        "engagements",
        "wrongful_stops",
        "arrests",
    ):
        assert set(found[name]) == {"median", "interval_50", "interval_95"}
    assert "faces" not in found
    assert found["rests_on"]["record_sha256"] == record_hash()
    assert found["warnings"]


def test_without_faces_they_are_foretold_too(footfall):
    told = footfall("predict", "--era", "2025-05", "--hours", 6, "--place", "Croydon")
    assert told.code == 0, told.err
    for words in ("faces seen", "stopped after a false alert", "255 deployments up to 2025-06"):
        assert words in told.out
    assert not told.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--faces", -1), "faces: got -1, wanted a number from 1"),
        (("--threshold", 2), "threshold: got 2.0, wanted a number from 0.0 to 1.0"),
        (("--era", "soon"), "era: got 'soon', wanted a year, month or day"),
        (("--setting", "moon"), "setting: got 'moon', wanted one of"),
    ],
)
def test_what_could_not_be_meant_is_refused_with_its_field(footfall, changed, said):
    told = footfall("predict", *PLAN, *changed)
    assert told.code == 2
    assert said in told.err


def test_it_is_told_whether_forecasts_were_right(footfall, tmp_path):
    page = tmp_path / "right.html"
    told = footfall("fidelity", "--html", page)
    assert told.code == 0, told.err
    for words in ("Forward in time", "255 deployments", "constant rates", "log faces"):
        assert words in told.out
    assert "Were forecasts of the published record right?" in page.read_text()


def test_forecasts_keep_their_bounds_and_beat_their_rivals(footfall):
    told = json.loads(footfall("fidelity", "--json").out)
    assert told["record_sha256"] == record_hash()
    assert (told["leave_one_out"]["rows"], told["forward"]["rows"]) == (255, 229)
    for way in ("leave_one_out", "forward"):
        for name, one in told[way]["counts"].items():
            held = {level: rate["value"] for level, rate in one["coverage"].items()}
            fair = {level: rate["value"] for level, rate in one["pit_coverage"].items()}
            assert 0.42 <= fair["50"] <= 0.58
            assert 0.90 <= fair["95"] <= 0.98
            assert 0.42 <= held["50"] <= 0.58 or name == "false_alerts"  # nearly always 0
            assert held["95"] >= 0.90
            assert held["95"] <= 0.98 or one["coverage"]["95"]["as_many"] > 0.025, name
        for name in ("true_alerts", "arrests"):
            for rival in told[way]["counts"][name]["rivals"].values():
                assert rival["crps_difference"]["high"] < 0
                assert rival["log_score_difference"]["high"] < 0


def test_draws_are_made_anew(footfall, tmp_path, monkeypatch):
    from sim.record import fitting
    from sim.record.published import record

    few = [row for row in record() if row.id.startswith("MPSG-23")]
    monkeypatch.setattr(fitting, "record", lambda: few)
    told = footfall("record", "fit", tmp_path / "draws.npz", "--draws", 100, "--json")
    assert told.code == 0, told.err
    assert json.loads(told.out)["rows"] == len(few)
    assert (tmp_path / "draws.npz").exists()


def test_a_run_stands_beside_what_the_record_has_of_one_like_it(footfall, tmp_path):
    from sim.run import play

    short = {"window": "null", "duration_s": "120"}
    run = play("corridor", out=tmp_path / "one", fidelity="scores", overrides=short).folder
    told = footfall("predict", "--era", "2025-05", "--run", run)
    assert told.code == 0, told.err
    for words in ("Faces seen", "Stopped wrongly", "Why they differ:", "is assumed"):
        assert words.lower() in told.out.lower()
    found = json.loads(footfall("predict", "--era", "2025-05", "--run", run, "--json").out)
    assert found["counts"]["alerts"]["replications"].keys() == {"within", "above", "below"}
    assert found["asked"]["faces"] == found["counts"]["faces"]["here"]["mean"]
    longer = json.loads(
        footfall("predict", "--era", 2025, "--run", run, "--hours", 6, "--json").out
    )
    assert longer["asked"]["hours"] == 6
