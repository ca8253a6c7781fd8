import json

import pyarrow.parquet as pq
import pytest

from engine.errors import SettingsError
from sim.log import Log
from sim.outcomes.rates import outcomes
from sim.run import play


@pytest.fixture(scope="module")
def corridor(tmp_path_factory):
    return play("corridor", out=tmp_path_factory.mktemp("runs") / "corridor", fidelity="scores")


def test_the_same_seed_gives_the_same_run_and_another_seed_another(corridor, tmp_path):
    again = play("corridor", out=tmp_path / "again", fidelity="scores")
    other = play("corridor", out=tmp_path / "other", fidelity="scores", seed=99)
    assert corridor.outcomes == again.outcomes
    records = [json.loads((run.folder / "run.json").read_text()) for run in (corridor, again)]
    assert records[0]["hashes"] == records[1]["hashes"]
    assert "outcomes.json" in records[0]["hashes"]
    assert json.loads((other.folder / "run.json").read_text())["overrides"] == {
        "fidelity": "scores",
        "seed": "99",
    }
    assert other.outcomes["passers_by"] != corridor.outcomes["passers_by"]


def test_the_books_close_and_are_a_fold_over_the_log_in_the_folder(corridor):
    log = Log.from_table(pq.read_table(corridor.folder / "events.parquet"))
    folded = outcomes(log.events, 180.0).to_json()
    assert folded == {name: corridor.outcomes[name] for name in folded}
    assert sum(folded["books"].values()) == folded["passers_by"]


def test_rates_stand_with_what_they_divide(corridor):
    for name in ("tpir", "fpir", "alert_precision", "false_alert_rate"):
        rate = corridor.outcomes[name]
        assert list(rate) == ["value", "low", "high", "numerator", "denominator", "divides"]
        assert (
            rate["low"]
            <= rate["value"]
            == pytest.approx(rate["numerator"] / rate["denominator"], rel=1e-5)
        )


def test_an_alert_carries_how_the_face_that_it_rests_on_was_seen(corridor):
    """As the sighting of its moment has it, which is kept coarser."""
    names = {"interocular_px": 0.051, "yaw_deg": 0.51, "pitch_deg": 0.51, "visible_share": 0.0051}
    rows = pq.read_table(corridor.folder / "sightings.parquet").to_pylist()
    seen = {(row["time_s"], row["person"]): row for row in rows}
    lines = (corridor.folder / "alerts.jsonl").read_text().splitlines()
    assert lines
    for alert in map(json.loads, lines):
        row = seen[alert["time_s"], alert["person"]]
        assert {name: alert[name] for name in names} == {
            name: pytest.approx(row[name], abs=within) for name, within in names.items()
        }


def test_the_people_are_the_same_under_a_stricter_threshold(corridor, tmp_path):
    strict = play(
        "corridor",
        out=tmp_path / "strict",
        fidelity="scores",
        overrides={"engine.threshold": "0.97"},
    )
    for table in ("people.parquet", "crowd.parquet", "sightings.parquet"):
        assert (strict.folder / table).read_bytes() == (corridor.folder / table).read_bytes()
    alerts = [
        {(a["person"], a["subject"]) for a in map(json.loads, lines)}
        for run in (strict, corridor)
        for lines in [(run.folder / "alerts.jsonl").read_text().splitlines()]
    ]
    assert alerts[0] < alerts[1]


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(SettingsError, match="in use"):
        play("corridor", out=tmp_path, fidelity="scores")
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_an_interrupted_run_leaves_a_folder_that_says_so(tmp_path):
    def stop(stage, _share):
        if stage == "Search the watchlist":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play("corridor", out=tmp_path / "run", fidelity="scores", progress=stop)
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["state"] == "interrupted"
    assert len(pq.read_table(tmp_path / "run" / "crowd.parquet")) > 0
    assert not list((tmp_path / "run").rglob("*.part"))


def test_a_run_s_folder_can_be_played_by_itself(tmp_path):
    first = play("corridor", out=tmp_path / "first", overrides={"engine.threshold": "0.7"})
    again = play(str(first.folder / "scenario.yaml"), out=tmp_path / "again")
    assert again.outcomes == first.outcomes
