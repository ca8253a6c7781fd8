from dataclasses import fields
from inspect import getdoc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.events import PersonEntered, PersonLeft
from sim.folder import RunFolder
from sim.log import FIELDS, KINDS, Log, schema

ROOT = Path(__file__).parents[2]

VALUES = {
    float: st.floats(allow_nan=False),
    float | None: st.none() | st.floats(allow_nan=False),
    int: st.integers(-(2**63), 2**63 - 1),
    str: st.text(),
    bool: st.booleans(),
}
EVENTS = st.one_of(
    st.builds(kind, **{field.name: VALUES[field.type] for field in fields(kind)})
    for kind in KINDS.values()
)
LOGS = st.lists(EVENTS, max_size=30).map(lambda e: sorted(e, key=lambda event: event.time_s))


@given(LOGS)
@settings(deadline=None, max_examples=100)
def test_a_log_comes_back_from_its_table_as_it_was(events):
    log = Log(events)
    assert list(Log.from_table(log.to_table())) == list(log) == events


def test_a_log_comes_back_from_its_file(tmp_path):
    log = Log([PersonEntered(0.1, 0, True), PersonLeft(60.0, 0)])
    RunFolder(tmp_path).table("events.parquet", log.to_table())
    assert Log.from_table(pq.read_table(tmp_path / "events.parquet")) == log


def test_an_empty_log_has_every_column():
    table = Log([]).to_table()
    assert table.schema == schema()
    assert Log.from_table(table) == Log([])


def test_a_field_of_one_name_has_one_type_in_every_kind_of_event():
    types = {(field.name, field.type) for kind in KINDS.values() for field in fields(kind)}
    assert len(types) == len({name for name, _ in types})


@pytest.mark.parametrize("second_s", [1.9, float("nan")])
def test_time_that_goes_back_is_refused(second_s):
    with pytest.raises(SimError, match="wanted time never to go back"):
        Log([PersonLeft(2.0, 0), PersonLeft(second_s, 1)])


def test_a_table_of_something_else_is_refused():
    table = Log([PersonLeft(2.0, 0)]).to_table()
    with pytest.raises(SimError, match="without person"):
        Log.from_table(table.drop_columns(["person"]))
    other = table.set_column(0, "kind", pa.array(["PersonFlew"]))
    with pytest.raises(SimError, match="of kind PersonFlew"):
        Log.from_table(other)


def test_the_documents_tell_every_kind_of_event_and_every_column():
    told = (ROOT / "docs" / "events.md").read_text()
    rows = [line for line in told.splitlines() if line.startswith("| `")]
    kinds = [
        f"| `{name}` | {' '.join(str(getdoc(kind)).split())} | {', '.join(own)} |"
        for name, kind in KINDS.items()
        for own in [[f"`{field}`" for field in FIELDS[name][1:]]]
    ]
    assert rows[: len(kinds)] == kinds
    holds = {"string": "text", "double": "number", "int64": "whole number", "bool": "yes or no"}
    columns = [row.split(" | ")[:2] for row in rows[len(kinds) :]]
    assert columns == [[f"| `{one.name}`", holds[str(one.type)]] for one in schema()]
