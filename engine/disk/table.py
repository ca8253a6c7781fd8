"""Rows of a CSV, each whole and each column named once, or a refusal that says where."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.counts import counted
from engine.disk.files import UnreadError, text
from engine.errors import GalleryError
from engine.pictures.kinds import recognised

LARGEST_BYTES = 64 << 20
"""A larger CSV is not read: it would be one of a million people."""
SHOWN = 60
"""Letters of a field that a message repeats."""


def read_rows(path: Path) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The columns of a CSV in UTF-8, and the number of each line with its fields, stripped.

    Raises GalleryError, naming file and line, for what is no CSV, for a column without a name or
    named twice, and, on the way, for a line of more or fewer fields.
    """
    rows = _rows(path)
    _, columns = next(rows)
    return [*columns], rows


def shown(field: str) -> str:
    """A field as a message tells it.

    >>> shown("ann"), len(shown("x" * 1000))
    ("'ann'", 63)
    """
    return repr(field if len(field) <= SHOWN else f"{field[:SHOWN]}…")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        raise GalleryError(f"{path}: got {recognised(path) or err}, wanted a CSV in UTF-8") from err
    try:
        reader = csv.DictReader(io.StringIO(written, newline=""), strict=True)
        columns = reader.fieldnames or ()
        _check_columns(path, columns)
        yield 1, dict.fromkeys(columns, "")
        for row in reader:
            _check_fields(path, reader.line_num, row)
            yield reader.line_num, {name: field.strip() for name, field in row.items()}
    except csv.Error as err:
        raise GalleryError(f"{path}: got something that is no CSV in UTF-8: {err}") from err


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in columns:
        if not name.strip() or name in seen:
            raise GalleryError(f"{path}:1: got a column {shown(name)}, wanted each named, once")
        seen.add(name)


def _check_fields(path: Path, line: int, row: Mapping[str | None, Any]) -> None:
    """DictReader puts fields beyond the columns under None, and None into columns without one."""
    wanted = len(row) - (None in row)
    got = sum(row[name] is not None for name in row if name) + len(row.get(None, ()))
    if got != wanted:
        raise GalleryError(f"{path}:{line}: got {counted(got, 'field')}, wanted {wanted}")
