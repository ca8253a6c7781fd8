"""Parquet files that somebody else may have changed: plain files, and no more than can be held."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.files import UnreadError, oddity

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
        cells = pq.read_metadata(path).num_rows * len(wanted)
        if cells > MOST_CELLS:
            raise UnreadError(f"{cells:,} cells, more than the {MOST_CELLS:,} that are read")
        return pq.read_table(path, columns=columns, filters=filters)
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no readable table ({_first_line(err)})") from err


def read_schema(path: Path) -> pa.Schema:
    """A table's columns and metadata; UnreadError for what is no such file."""
    if odd := oddity(path):
        raise UnreadError(odd)
    try:
        return pq.read_schema(path)
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no table ({_first_line(err)})") from err


def _first_line(err: BaseException) -> str:
    return str(err).split("\n", 1)[0][:200]
