"""What is kept from another run leads to the same as what is made."""

import json
import os
import shutil
import time
from contextlib import suppress

import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.errors import ScenarioError
from scenarios.loader import load_scenario
from sim.errors import DamagedError
from sim.folder import RunFolder
from sim.reader import read_run
from sim.run import play
from sim.stages.fields import values
from sim.stages.inputs import setting_of
from sim.stages.line import LINES
from sim.stages.store import FromRun, Store
from sim.streams import Streams

SCORES = [stage.name for stage in LINES["scores"]]
CHANGES = {
    "arrivals.dwell_s": ("60", 0),
    "seed": ("5", 0),
    "cameras.0.heading_deg": ("170", 1),
    "engine.maximum_yaw_deg": ("40", 2),
    "engine.threshold": ("0.66", 3),
    "engine.minimum_frames": ("3", 3),
    "operators.count": ("3", 4),
    "officers.posts_m": ("[[60.0, 30.0]]", 4),
    "title": ("Another name", 5),
}
"""Fields, and the number of the first stage that feels them."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return play("corridor", out=tmp_path_factory.mktemp("runs") / "made", fidelity="scores")


def hashes(run) -> dict[str, str]:
    return json.loads((run.folder / "run.json").read_text())["hashes"]


@pytest.mark.parametrize("field", CHANGES)
def test_a_run_from_another_is_that_from_scratch_to_the_last_byte(made, tmp_path, field):
    value, first = CHANGES[field]
    changed = {"fidelity": "scores", "overrides": {field: value}}
    again = play("corridor", out=tmp_path / "again", from_run=made.folder, **changed)
    fresh = play("corridor", out=tmp_path / "fresh", **changed)
    assert again.outcomes == fresh.outcomes
    assert hashes(again) == hashes(fresh) != hashes(made)
    assert again.sources == dict.fromkeys(SCORES[:first], "run") | dict.fromkeys(
        SCORES[first:], "made"
    )


def test_a_stage_s_key_hangs_on_what_it_reads_and_on_nothing_else():
    def keys(overrides, replication=0):
        loaded = load_scenario("corridor", {"fidelity": "scores"} | overrides)
        setting, found = setting_of(loaded, load_preset("rendered"), replication), {}
        for stage in LINES["scores"]:
            read = values(loaded.scenario, stage.reads)
            found[stage.name] = stage.key(setting, read, found)
        return found

    before = keys({})
    assert len(set(before.values())) == len(SCORES)
    for field, (value, first) in CHANGES.items():
        after = keys({field: value})
        assert [after[name] == before[name] for name in SCORES] == [
            number < first for number in range(len(SCORES))
        ], field
    assert not set(keys({}, 1).values()) & set(before.values())


def test_stages_draw_from_the_streams_that_they_name_and_from_no_others(tmp_path, monkeypatch):
    drawn: set[str] = set()
    seeds = Streams._seeds

    def noted(self, name, *about):
        drawn.add(name)
        return seeds(self, name, *about)

    monkeypatch.setattr(Streams, "_seeds", noted)
    none_here = {"purpose", "stays", "place", "checks", "shift", "work", "returns", "shy"}
    none_here |= {"line end"}  # of jupedsim, and the corridor's people walk by flow
    none_here |= {"operator"}  # of the judge of signal detection, and the corridor's is a coin
    none_here |= {"loss", "phase"}  # of frames, and nothing goes wrong in the corridor
    none_here |= {"spotted"}  # by officers who were briefed, and the corridor has none
    # of dials of the officers' day that the corridor leaves alone
    none_here |= {"contest", "custody", "category", "disposal"}
    named = {name for stage in LINES["scores"] for name in stage.streams} - none_here
    play("corridor", out=tmp_path / "run", fidelity="scores")
    assert {name if name in named else name.split()[0] for name in drawn} == named


def test_what_was_changed_since_it_was_kept_is_made_anew(made, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(made.folder, other)
    alerts = other / "alerts.jsonl"
    alerts.write_text(alerts.read_text().replace("true", "false"))
    (other / "crowd.parquet").unlink()
    again = play("corridor", out=tmp_path / "again", fidelity="scores", from_run=other)
    assert hashes(again) == hashes(made)
    kept = dict.fromkeys(SCORES, "run")
    assert again.sources == kept | {"world": "made", "decide": "made"}


def _found(folder, key):
    """The stage of that key; None also where the record says of its stages what cannot be."""
    with suppress(DamagedError):
        return FromRun(read_run(folder)).find(key)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {"world": 3},
        {"world": {"key": "KEY"}},
        {"world": {"key": "KEY", "files": [1]}},
        {"world": {"key": "KEY", "files": {"people.parquet": 7}}},
        {"world": {"key": "KEY", "files": {"../out.txt": "SHA"}}},
        {"world": {"key": "KEY", "files": {"/tmp/out.txt": "SHA"}}},
        {"world": {"key": "KEY", "files": {"a\0b": "SHA"}}},
        {"world": {"key": "KEY", "files": {"people.parquet": "SHA", "pipe": "SHA"}}},
    ],
)
def test_a_record_that_is_none_gives_nothing_and_leads_nowhere(made, tmp_path, odd):
    record = json.loads((made.folder / "run.json").read_text())
    key, sha = record["stages"]["world"]["key"], record["hashes"]["people.parquet"]
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(made.folder / "people.parquet", other / "people.parquet")
    shutil.copyfile(made.folder / "people.parquet", tmp_path / "out.txt")
    os.mkfifo(other / "pipe")
    del record["digest"]
    told = json.dumps(record | {"stages": odd})
    (other / "run.json").write_text(told.replace("KEY", key).replace("SHA", sha))
    kept = _found(other, key)
    assert kept is None or not kept.copied(RunFolder(tmp_path / "new"))
    assert not (tmp_path / "new").exists() or [*(tmp_path / "new").iterdir()] == []


def test_what_an_interrupted_run_has_done_is_taken_over(made, tmp_path):
    def stop(told, share):
        if told == "Search the watchlist" and share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play("corridor", out=tmp_path / "half", fidelity="scores", progress=stop)
    again = play("corridor", out=tmp_path / "again", fidelity="scores", from_run=tmp_path / "half")
    assert hashes(again) == hashes(made)
    assert [again.sources[name] for name in SCORES[:3]] == ["run", "run", "made"]


def test_a_store_gives_back_what_it_was_given_and_keeps_to_its_size(made, tmp_path):
    store = Store(tmp_path / "store")
    runs = [
        play("corridor", out=tmp_path / str(turn), fidelity="scores", store=store)
        for turn in range(2)
    ]
    assert set(runs[0].sources.values()) == {"made"}
    assert set(runs[1].sources.values()) == {"store"}
    assert hashes(runs[0]) == hashes(runs[1]) == hashes(made)
    assert len(list(store.folder.iterdir())) == len(SCORES)
    small = Store(store.folder, most_bytes=200_000)
    play("corridor", out=tmp_path / "small", fidelity="scores", seed=3, store=small)
    held = sum(f.stat().st_size for f in store.folder.glob("*/*") if f.name != "stage.json")
    assert 0 < held <= 200_000


def test_before_a_run_each_stage_that_is_not_kept_is_expected_to_take_some_time(made, tmp_path):
    how = {"out": tmp_path / "run", "from_run": made.folder, "overrides": {"operators.count": "3"}}
    planned, reported = [], []
    play("corridor", fidelity="scores", **how, planned=lambda *told: planned.append(told),
         progress=lambda stage, _: reported.append(stage))  # fmt: skip
    ((folder, expected_s),) = planned
    assert folder == how["out"]
    assert [*expected_s] == [*dict.fromkeys(reported)]
    assert [*expected_s] == ["Judge alerts, send officers", "Count what came of it"]
    assert expected_s["Judge alerts, send officers"] > 0


@pytest.mark.parametrize("files", [{}, {"people.parquet": "SHA"}, {"run.json": "SHA"}])
def test_a_stage_of_which_files_are_missing_is_made_anew_and_heals(made, tmp_path, files):
    store = Store(tmp_path / "store")
    play("corridor", out=tmp_path / "first", fidelity="scores", store=store)
    sha = hashes(made)["people.parquet"]
    told = json.dumps({"stage": "world", "files": files}).replace("SHA", sha)
    for manifest in store.folder.glob("*/stage.json"):
        manifest.write_text(told)
    again = play("corridor", out=tmp_path / "again", fidelity="scores", store=store)
    assert hashes(again) == hashes(made)
    assert set(again.sources.values()) == {"made"}
    healed = play("corridor", out=tmp_path / "healed", fidelity="scores", store=store)
    assert set(healed.sources.values()) == {"store"}


def test_what_was_half_written_into_a_store_goes_after_a_day(made, tmp_path):
    store = Store(tmp_path / "store")
    for name, age_s in (("part-old", 2 * 86_400), ("part-new", 60)):
        (store.folder / name).mkdir(parents=True)
        written_s = time.time() - age_s
        os.utime(store.folder / name, (written_s, written_s))
    store.add("world", "key", made.folder, {"people.parquet": hashes(made)["people.parquet"]})
    assert {one.name for one in store.folder.iterdir()} == {"part-new", "key"}


def test_a_store_that_cannot_be_written_to_is_told_of_and_the_run_goes_on(made, tmp_path):
    (tmp_path / "store").write_text("a file")
    run = play("corridor", out=tmp_path / "run", fidelity="scores", store=Store(tmp_path / "store"))
    assert hashes(run) == hashes(made)
    assert str(tmp_path / "store") in (run.unkept or "")


@pytest.mark.parametrize(
    ("field", "value"),
    [("engine.detector_score", "0.9"), ("window.duration_s", "9")],
)
def test_a_dial_that_scores_do_not_feel_is_refused_there(field, value, tmp_path):
    with pytest.raises(ScenarioError, match=rf"--set {field}: got '{value}', wanted .* feels"):
        play("corridor", out=tmp_path / "run", fidelity="scores", overrides={field: value})
    assert not (tmp_path / "run").exists()
