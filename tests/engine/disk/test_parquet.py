import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import engine.disk.parquet
from engine.disk.files import UnreadError
from engine.disk.parquet import read_table


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
