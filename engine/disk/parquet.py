"""Parquet files that somebody else may have changed: plain files, and no more than can be held."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

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
            _check_cells(held.metadata.num_rows * len(wanted))
            if filters is None:  # what filters is half a second to import
                return held.read(columns=columns)
            file.seek(0)
            return pq.read_table(file, columns=columns, filters=filters)
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no readable table ({_first_line(err)})") from err


def read_among(path: Path, column: str, among: NDArray[np.integer[Any]]) -> pa.Table:
    """The rows whose whole number in `column` is `among` some; UnreadError for what is no table.

    Only groups of rows that can hold one of them are read.
    """
    if column not in read_schema(path).names:
        raise UnreadError(f"a table without {column}")
    try:
        with path.open("rb") as file:
            held = pq.ParquetFile(file)
            at, sought = held.schema_arrow.names.index(column), np.unique(among)
            groups = (held.metadata.row_group(k) for k in range(held.num_row_groups))
            chosen = [k for k, group in enumerate(groups) if _may_hold(group.column(at), sought)]
            rows = sum(held.metadata.row_group(k).num_rows for k in chosen)
            _check_cells(rows * len(held.schema_arrow.names))
            table = held.read_row_groups(chosen)
            return table.filter(pa.array(_is_among(table[column].to_numpy(), sought)))
    except (OSError, pa.ArrowException, pa.ArrowInvalid) as err:
        raise UnreadError(f"no readable table ({_first_line(err)})") from err


def _is_among(
    values: NDArray[np.integer[Any]], sought: NDArray[np.integer[Any]]
) -> NDArray[np.bool_]:
    """Whether each of some values (n,) is one of those sought, which rise; quick where values rise,
    too, as numpy's own is not.
    """
    if not (values[:-1] <= values[1:]).all():
        return np.isin(values, sought)
    first, last = (np.searchsorted(values, sought, side) for side in ("left", "right"))
    steps = np.zeros(len(values) + 1, np.int8)
    np.add.at(steps, first, 1)
    np.add.at(steps, last, -1)
    return np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)


def _check_cells(count: int) -> None:
    if count > MOST_CELLS:
        raise UnreadError(f"{count:,} cells, more than the {MOST_CELLS:,} that are read")


def _may_hold(chunk: Any, sought: NDArray[np.integer[Any]]) -> bool:
    """Whether a group's column, by its least and greatest, can have one of these in it."""
    told = chunk.statistics
    if told is None or not told.has_min_max:
        return True
    begin, end = np.searchsorted(sought, [told.min, told.max + 1])
    return bool(begin < end)


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
