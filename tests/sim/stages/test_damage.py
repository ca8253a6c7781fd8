"""What of a run is damaged is told before any of it is shown, and how it is played again."""

import json
import shlex
import shutil

import pytest

from sim.damage import damage, missing, remedy
from sim.errors import SimError
from sim.reader import read_run
from sim.run import play, resume


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    out, short = tmp_path_factory.mktemp("runs") / "one", {"duration_s": "60", "window": "null"}
    return play("corridor", out=out, fidelity="scores", overrides=short).folder


@pytest.fixture
def run(played, tmp_path):
    return shutil.copytree(played, tmp_path / "a run")


def test_a_run_as_it_was_kept_has_no_damage(run):
    stored = read_run(run)
    assert damage(stored) == missing(stored) == []
    assert stored.record["sizes"].keys() == stored.record["hashes"].keys() >= {"events.parquet"}


def test_what_is_gone_or_cut_is_found_without_being_read_and_what_was_edited_by_reading(run):
    (run / "events.parquet").unlink()
    crowd = run / "crowd.parquet"
    crowd.write_bytes(crowd.read_bytes()[:100])
    told = run / "outcomes.json"
    told.write_text(told.read_text().replace('"seed": 1', '"seed": 2'))
    stored = read_run(run)
    found = {err.file.name: err.got for err in missing(stored)}
    assert found == {"events.parquet": "no such file", "crowd.parquet": "100 bytes"}
    assert {err.file.name for err in damage(stored)} == {*found, "outcomes.json"}


def test_a_damaged_run_is_not_complete_enough_to_leave_alone(run):
    (run / "events.parquet").unlink()
    with pytest.raises(SimError, match=r"events\.parquet: got no such file.*play it again: foot"):
        resume(run)


def test_whoever_takes_over_of_a_damaged_run_is_told_of_what_could_not_be(run, tmp_path):
    (run / "events.parquet").unlink()
    result = play(str(run / "scenario.yaml"), out=tmp_path / "new", from_run=run)
    assert [one.split(": ")[0] for one in result.damaged] == [str(run / "events.parquet")]
    assert (result.sources["decide"], result.sources["answer"]) == ("run", "made")
    assert result.to_json()["damaged"] == [*result.damaged]


def test_the_remedy_plays_the_run_again(run, tmp_path):
    (run / "events.parquet").unlink()
    before = json.loads((run / "run.json").read_text())["hashes"]
    words = shlex.split(remedy(run / "events.parquet"))
    assert words == ["footfall", "run", str(run / "scenario.yaml"), "--from", str(run)]
    again = play(words[2], out=tmp_path / "new", from_run=run).folder
    assert json.loads((again / "run.json").read_text())["hashes"] == before


def test_of_a_run_whose_record_is_damaged_nothing_is_taken_over(run, tmp_path):
    (run / "run.json").write_text("{}")
    words = shlex.split(remedy(run / "run.json"))
    assert words == ["footfall", "run", str(run / "scenario.yaml")]
    again = play(words[2], out=tmp_path / "new").folder
    assert (again / "events.parquet").read_bytes() == (run / "events.parquet").read_bytes()


def test_where_what_to_play_is_damaged_there_is_no_remedy(run):
    assert (
        remedy(run / "scenario.yaml") == remedy(run / "crowd.parquet", run / "venue.geojson") == ""
    )
    assert remedy(run.parent / "elsewhere") == ""
