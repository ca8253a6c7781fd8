from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.disk.parquet
from engine.disk.files import UnreadError
from engine.disk.parquet import read_among, read_table


def test_a_table_or_some_of_it(tmp_path):
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", "y"]}), tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet").num_rows == 2
    assert read_table(tmp_path / "a.parquet", columns=["b"]).column_names == ["b"]
    with pytest.raises(UnreadError, match="without c"):
        read_table(tmp_path / "a.parquet", columns=["c"])


def test_what_is_no_table(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    for path in (tmp_path / "a.parquet", tmp_path, tmp_path / "nothing"):
        with pytest.raises(UnreadError):
            read_table(path)


def test_a_table_larger_than_can_be_held(tmp_path, monkeypatch):
    monkeypatch.setattr(engine.disk.parquet, "MOST_CELLS", 10)
    pq.write_table(pa.table({"a": range(11)}), tmp_path / "a.parquet")
    with pytest.raises(UnreadError, match="11 cells"):
        read_table(tmp_path / "a.parquet")


NUMBERS = st.lists(st.integers(-5, 30), max_size=60)


@given(NUMBERS | NUMBERS.map(sorted), st.sets(st.integers(-9, 40)), st.integers(1, 9))
def test_rows_among_some_are_read_without_the_others(column, among, group):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        table = pa.table({"b": range(len(column)), "a": pa.array(column, pa.int32())})
        pq.write_table(table, path, row_group_size=group)
        found = read_among(path, "a", np.array(sorted(among), int))
    assert found.schema == table.schema
    assert found["b"].to_pylist() == [row for row, one in enumerate(column) if one in among]


def test_rows_among_some_read_only_the_groups_that_can_have_them(tmp_path, monkeypatch):
    pq.write_table(pa.table({"a": range(100)}), tmp_path / "a.parquet", row_group_size=10)
    monkeypatch.setattr(engine.disk.parquet, "MOST_CELLS", 20)
    assert read_among(tmp_path / "a.parquet", "a", np.array([5, 95])).num_rows == 2
    with pytest.raises(UnreadError, match="30 cells"):
        read_among(tmp_path / "a.parquet", "a", np.array([5, 15, 95]))
    with pytest.raises(UnreadError, match="without c"):
        read_among(tmp_path / "a.parquet", "c", np.array([5]))
