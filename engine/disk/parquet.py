"""Parquet files that somebody else may have changed: plain files, and no more than can be held."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.disk.files import UnreadError, oddity, whole

MOST_CELLS = 1 << 28
"""Rows by columns of the largest table that is read: some 2 GB; a day of a large venue is a tenth
of it."""


def read_table(path: Path, columns: list[str] | None = None, filters: Any = None) -> pa.Table:
    """A table, or some of its columns and rows; UnreadError for what is no such file."""
    schema = read_schema(path)
    wanted = [*schema.names] if columns is None else columns
    if missing := [name for name in wanted if name not in schema.names]:
        raise UnreadError(f"a table without {', '.join(missing)}")
    try:
        with path.open("rb") as file:
            held = pq.ParquetFile(file)
            cells = held.metadata.num_rows * len(wanted)
            if cells > MOST_CELLS:
                raise UnreadError(f"{cells:,} cells, more than the {MOST_CELLS:,} that are read")
            if filters is None:  # what filters is half a second to import
                return held.read(columns=columns)
            file.seek(0)
            return pq.read_table(file, columns=columns, filters=filters)
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no readable table ({_first_line(err)})") from err


def read_schema(path: Path) -> pa.Schema:
    """A table's columns and metadata; UnreadError for what is no such file."""
    if odd := oddity(path):
        raise UnreadError(odd)
    try:
        with path.open("rb") as file:
            return pq.read_schema(file)
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no table ({_first_line(err)})") from err


def write_table(path: Path, table: pa.Table, **how: Any) -> None:
    """Write a table, compressed, whole or not at all; `how` is pyarrow's own.

    Through an open file, here as in reading: pyarrow refuses a path that is no text.
    """
    with whole(path) as part, part.open("wb") as file:
        pq.write_table(table, file, compression="zstd", **how)


def _first_line(err: BaseException) -> str:
    return str(err).split("\n", 1)[0][:200]
