"""A damaged run is told, file by file, or read as it was; never anything else."""

import json
import os
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import DamagedError
from sim.reader import read_run
from sim.run import play
from tests.looked import everything

pytestmark = pytest.mark.long


def _half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _flipped(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 0b100
    file.write_bytes(held)


def _flipped_last(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[-9 % len(held)] ^= 1
    file.write_bytes(held)


def _missing(file: Path) -> None:
    file.unlink()


def _another(file: Path) -> None:
    """Another of the run's files in its place."""
    other = file.parent / ("run.json" if file.name != "run.json" else "outcomes.json")
    shutil.copyfile(other if other.exists() else Path(__file__), file)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _device(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _circle(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def _deep(file: Path) -> None:
    file.write_text("[" * 200_000)


def _huge(file: Path) -> None:
    with file.open("r+b") as held:
        held.truncate(1 << 36)


DAMAGES = (
    _half, _empty, _flipped, _flipped_last, _missing, _another, _folder, _device, _pipe, _circle,
    _deep, _huge,
)  # fmt: skip


FILES = {
    "scores": (
        "run.json", "outcomes.json", "scenario.yaml", "venue.geojson", "people.parquet",
        "crowd.parquet", "sightings.parquet", "searched.parquet", "events.parquet", "alerts.jsonl",
    ),
    "pixels": (
        "feeds/larger.mp4", "feeds/larger.truth.parquet", "watchlist/00026.png",
        "watch/larger/annotated.mp4", "watch/larger/alerts.jsonl", "watch/larger/faces.parquet",
        "watch/larger/summary.json",
    ),
}  # fmt: skip
"""A file of each kind that is looked at in a run."""
UNSEEN = {
    "scores": ("before.parquet",),
    "pixels": ("cast.parquet", "watch/larger/times.json", "watch/larger/alerts/00000.png"),
}
"""And of those that later stages alone read, who find them by their hashes."""
ODD = (None, "odd", -1, 0.25, 1, True, [], [7], {}, {"odd": 1}, "\ud800", "12:99")


@pytest.fixture(scope="module")
def scores(tmp_path_factory) -> Path:
    out, short = tmp_path_factory.mktemp("runs") / "scores", {"duration_s": "60", "window": "null"}
    return play("corridor", out=out, fidelity="scores", overrides=short).folder


@pytest.fixture(scope="module")
def runs(scores, two_seconds) -> dict[str, Path]:
    return {"scores": scores, "pixels": two_seconds}


def linked(folder: Path, out: Path, name: str) -> Path:
    """A run of the same files, of which `name` is one of its own; the file."""
    shutil.copytree(folder, out, copy_function=os.link)
    file = out / name
    file.unlink()
    shutil.copyfile(folder / name, file)
    return file


def seen(folder):
    """Everything that is to be seen of a run, or which file of it is damaged."""
    try:
        return everything(folder)
    except DamagedError as err:
        return err


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(("run", "name"), [(run, name) for run in FILES for name in FILES[run]])
def test_a_damaged_file_is_named(runs, tmp_path, run, name, damage):
    file = linked(runs[run], tmp_path / "run", name)
    damage(file)
    told = seen(tmp_path / "run")
    assert isinstance(told, DamagedError)
    assert told.file == file
    assert told.got
    assert told.wanted


@pytest.mark.parametrize(("run", "name"), [(run, name) for run in UNSEEN for name in UNSEEN[run]])
def test_damage_to_what_nobody_looks_at_changes_nothing(runs, tmp_path, run, name):
    file = linked(runs[run], tmp_path / "run", name)
    _half(file)
    assert seen(tmp_path / "run") == everything(runs[run])


def places(told, at=()):
    """Every place in what JSON tells, the deepest last."""
    inner = told.items() if isinstance(told, dict) else enumerate(told)
    for step, value in inner:
        yield (*at, step)
        if isinstance(value, dict | list):
            yield from places(value, (*at, step))


def changed(told, place, odd):
    """With something odd in a place, or nothing."""
    copy = json.loads(json.dumps(told))
    inner = copy
    for step in place[:-1]:
        inner = inner[step]
    if odd == "gone":
        del inner[place[-1]]
    else:
        inner[place[-1]] = odd
    return copy


@pytest.fixture(scope="module")
def unsealed(scores, tmp_path_factory) -> Path:
    """A run that tells no hashes, so that what a field is alone says whether it can be read."""
    out = tmp_path_factory.mktemp("unsealed") / "run"
    file = linked(scores, out, "run.json")
    for one in ("outcomes.json", *(name for name in FILES["scores"] if ".parquet" in name)):
        (out / one).unlink()
        shutil.copyfile(scores / one, out / one)
    told = json.loads(file.read_text())
    del told["digest"], told["hashes"], told["sizes"], told["stages"]
    file.write_text(json.dumps(told))
    return out


@pytest.mark.parametrize("name", ["run.json", "outcomes.json"])
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_field_of_another_type_is_named_or_is_shown(unsealed, name, data):
    file = unsealed / name
    before = file.read_text()
    told = json.loads(before)
    place = data.draw(st.sampled_from([*places(told)]))
    odd = data.draw(st.sampled_from(["gone", *ODD]))
    try:
        file.write_text(json.dumps(changed(told, place, odd)))
        found = seen(unsealed)
    finally:
        file.write_text(before)
    if isinstance(found, DamagedError):
        assert found.file == file
        fields = next((sums for sums in SUMS if place[0] in sums), {str(place[0])})
        assert found.field.split(".")[0] in fields


RIGHT = {"alerts": 5, "true_alerts": 5, "false_alerts": 0, "one_in": None}
AMISS = {"value": 0.9, "low": 0.1, "high": 0.5, "numerator": 1, "denominator": 2, "divides": ""}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (RIGHT | {"false_alerts": 7}, "false_alerts: got 7, wanted 0 (5 alerts less 5 true)"),
        (RIGHT | {"one_in": 3.0}, "one_in: got 3, wanted none, at 0 false alerts"),
        ({"tpir": AMISS}, "tpir.value: got 0.9, wanted one between low 0.1 and high 0.5"),
    ],
)
def test_figures_that_do_not_fit_each_other_are_told_by_the_one_field(unsealed, changes, said):
    file = unsealed / "outcomes.json"
    before = file.read_text()
    try:
        file.write_text(json.dumps(json.loads(before) | changes))
        with pytest.raises(DamagedError, match=re.escape(f"outcomes.json: {said}")):
            read_run(unsealed).outcomes()
    finally:
        file.write_text(before)


SUMS = (
    {"alerts", "true_alerts", "false_alerts", "one_in"},
    {"demography", "passers_by", "people_in_view", "fpir", "tpir", "books"},
)
"""What has to add up: where one is changed, another may be told."""
NUMBERS = ("time_s", "person", "alert", "officer", "operator", "subject", "score", "earlier")
WORDS = ("kind", "camera", "disposal")


@given(data=st.data())
@settings(max_examples=25)
def test_an_event_about_what_is_not_there_is_named_or_is_shown(unsealed, data):
    file = unsealed / "events.parquet"
    before = file.read_bytes()
    table = pq.read_table(file)
    told = [name for name in (*NUMBERS, *WORDS) if table[name].null_count < len(table)]
    name = data.draw(st.sampled_from(told))
    full = [row for row, one in enumerate(table[name].to_pylist()) if one is not None]
    row = data.draw(st.sampled_from(full))
    odd = st.sampled_from([None, -2, -1, 0, 3, 10**6, 2**40]) if name in NUMBERS else st.text()
    values = table[name].to_pylist()
    values[row] = data.draw(odd)
    place, kind = table.schema.get_field_index(name), table.schema.field(name)
    try:
        pq.write_table(table.set_column(place, kind, pa.array(values, kind.type)), file)
        found = seen(unsealed)
    finally:
        file.write_bytes(before)
    assert not isinstance(found, DamagedError) or found.file == file


@pytest.mark.parametrize("table", ["people.parquet", "crowd.parquet", "sightings.parquet"])
@given(data=st.data())
@settings(max_examples=10)
def test_a_column_of_another_type_is_named_or_is_shown(unsealed, table, data):
    file = unsealed / table
    before = file.read_bytes()
    held = pq.read_table(file)
    name = data.draw(st.sampled_from(held.column_names))
    odd = data.draw(st.sampled_from([None, "odd", float("nan"), [1], -(2**40)]))
    place = held.schema.get_field_index(name)
    try:
        pq.write_table(held.set_column(place, name, pa.array([odd] * len(held))), file)
        found = seen(unsealed)
    finally:
        file.write_bytes(before)
    if isinstance(found, DamagedError):
        assert (found.file, found.field) == (file, name)


@pytest.mark.parametrize(
    ("field", "odd", "said"),
    [
        ("seed", "1", "seed: got '1', wanted a whole number"),
        ("duration_s", None, "duration_s: got none, wanted a number"),
        ("window", "noon", "window: got 'noon', wanted"),
        ("versions", [], r"versions: got \[\], wanted fields with values"),
        ("state", "odd", "state: got 'odd', wanted 'complete'"),
        ("starts_at", "noon", "starts_at: got 'noon'"),
    ],
)
def test_a_record_s_field_is_told_with_what_was_got_and_wanted(unsealed, field, odd, said):
    file = unsealed / "run.json"
    before = file.read_text()
    try:
        file.write_text(json.dumps(json.loads(before) | {field: odd}))
        with pytest.raises(DamagedError, match=rf"run\.json: {said}"):
            read_run(unsealed)
    finally:
        file.write_text(before)
