"""A file of comparison scores as people keep it: a number a line, or a column of a CSV."""

import math
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import oddity
from engine.disk.table import read_rows, shown
from engine.errors import GalleryError

COMMENT = "#"
LONGEST = 10_000
"""Letters of a line; longer ones are no list of numbers."""
SCORES, DISTANCES = ("score", "similarity"), ("distance", "dissimilarity")
"""Names of a column of either kind, as `plain` has them."""


def read_scores(path: Path, column: str | None = None) -> tuple[NDArray[np.float64], bool]:
    """The scores (k,) of a text file with a number a line, or of a CSV's `column` (None: its only
    one, or one named score, similarity, distance or dissimilarity); and whether that is one of
    distances by its name.

    Blank lines, what stands behind a # and a byte order mark are passed over. GalleryError names
    the line of what is no finite number with a decimal point, and a file without any.
    """
    refuse_odd(path)
    first = next(_lines(path), None)
    if first is None:
        raise GalleryError(f"{path}: got no score, wanted at least one")
    if column is None and _is_number(first[1]):
        return _held(path, _numbers(path)), False
    columns, rows = read_rows(path)
    name = score_column(path, columns, column)
    numbers = (number(row[name], f"{path}:{line}: {name}") for line, row in rows)
    return _held(path, numbers), plain(name) in DISTANCES


def refuse_odd(path: Path) -> None:
    """Raise GalleryError unless the path leads to a plain file."""
    if odd := oddity(path):
        raise GalleryError(f"{path}: got {odd}, wanted a file of scores or pairs")


def plain(name: str) -> str:
    """A column's name as it is compared.

    >>> plain(" Subject_1 "), plain("file-A")
    ('subject1', 'filea')
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def score_column(path: Path, columns: list[str], column: str | None) -> str:
    """Which column has the scores: the one asked for, else the one named so; GalleryError."""
    if column is None:
        named = [one for one in columns if plain(one) in SCORES + DISTANCES]
        named = named or (columns if len(columns) == 1 and not apart_by(columns) else [])
    else:
        named = [one for one in columns if one.strip() == column]
    if len(named) != 1:
        got = f"columns {shown(', '.join(columns))}" if columns else "no columns"
        wanted = f"one named {shown(column)}" if column else "one named score, or --column"
        raise GalleryError(f"{path}: got {got}, wanted {wanted}{apart_by(columns)}")
    return named[0]


def apart_by(columns: list[str]) -> str:
    """A hint where a table's fields stand apart by something else than commas."""
    other = len(columns) == 1 and any(sign in columns[0] for sign in ";\t|")
    return "; fields stand apart by commas" if other else ""


def number(text: str, where: str) -> float:
    """A finite number in plain digits, with a decimal point or an exponent; GalleryError."""
    try:
        value = float(text)
    except ValueError:
        comma = ": decimals stand behind a point" if _has_comma(text) else ""
        raise GalleryError(f"{where}: got {shown(text)}, wanted a number{comma}") from None
    if not (text.isascii() and "_" not in text):
        raise GalleryError(f"{where}: got {shown(text)}, wanted a number in plain digits")
    if not math.isfinite(value):
        raise GalleryError(
            f"{where}: got {shown(text)}, wanted a finite score: a comparison that was not made is"
            " a failure to acquire and has none"
        )
    return value


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The number and text of every line that says something."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line, text in enumerate(iter(partial(file.readline, LONGEST), ""), 1):
                if len(text) == LONGEST:
                    raise GalleryError(f"{path}:{line}: got {shown(text)}, wanted a number")
                if said := text.partition(COMMENT)[0].strip():
                    yield line, said
    except UnicodeDecodeError as err:
        raise GalleryError(f"{path}: got something that is no text in UTF-8: {err}") from err


def _numbers(path: Path) -> Iterator[float]:
    return (number(text, f"{path}:{line}") for line, text in _lines(path))


def _held(path: Path, numbers: Iterator[float]) -> NDArray[np.float64]:
    found = array("d", numbers)
    if not found:
        raise GalleryError(f"{path}: got no score, wanted at least one")
    return np.frombuffer(found, np.float64)


def _is_number(text: str) -> bool:
    """Whether a first line is a score, or was meant as one, rather than the head of a table."""
    return not any(letter.isalpha() for letter in text.replace("e", "").replace("E", "")) or (
        text.lower().lstrip("+-") in {"nan", "inf", "infinity"}
    )


def _has_comma(text: str) -> bool:
    return text.count(",") == 1 and "." not in text
