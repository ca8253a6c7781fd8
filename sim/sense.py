"""Whether a log makes sense in its run: about people, cameras, officers and alerts that are there.

Asked only where no hash says that the log is the one that was kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.errors import DamagedError

LATEST_S = 14 * 86_400.0
"""No scenario is longer than a week, and whoever is on the way at its end is back soon."""
DISPOSALS = ("arrest", "other", "none", "released")


@dataclass(frozen=True, slots=True)
class Known:
    """How many people and officers there are, and which cameras."""

    people: int
    officers: int
    cameras: tuple[str, ...]


def check_log(table: pa.Table, file: Path, known: Known) -> None:
    """DamagedError for the first field of a whole log that is about what is not there."""
    _within(table, file, "time_s", 0.0, LATEST_S)
    _within(table, file, "person", -1, known.people - 1)
    _within(table, file, "officer", 0, known.officers - 1)
    _among(table["camera"], file, "camera", known.cameras)
    _among(table["disposal"], file, "disposal", DISPOSALS)
    raised = [*_alerts(table, "AlertRaised"), *_alerts(table, "PersonSpotted")]
    for name in ("alert", "earlier"):
        _among(table[name], file, name, raised)
    disposed = pa.array(_alerts(table, "PersonDisposed"), pa.int64())
    _among(disposed, file, "alert", _alerts(table, "PersonStopped"))


def _alerts(table: pa.Table, kind: str) -> list[int]:
    rows = table.filter(pc.equal(table["kind"], kind))
    found: list[int] = rows["alert"].to_pylist()
    return found


def _within(table: pa.Table, file: Path, name: str, least: float, most: float) -> None:
    """Whether a column's numbers lie in a range."""
    told = table[name].drop_null()
    odd = told.filter(pc.or_(pc.less(told, least), pc.greater(told, most)))
    if len(odd):
        raise DamagedError(file, name, str(odd[0]), f"{least:g} to {most:g}")


def _among(told: pa.ChunkedArray, file: Path, name: str, wanted: Sequence[Any]) -> None:
    """Whether a column tells only of what is there."""
    values = told.drop_null()
    among = pa.array(wanted, values.type)
    odd = values.filter(pc.invert(pc.is_in(values, among)))
    if len(odd):
        raise DamagedError(file, name, repr(odd[0].as_py()), "one that is in this run")
