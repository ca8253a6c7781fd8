"""Arrivals as a counter at the door wrote them down: a CSV file becomes profiles.

One column holds times (`time`, or whatever comes first): dates with times, times of day, or seconds
from the scenario's start. The others count: one called `count` all who come, or by a further column
`door`; else each column is an entrance's, by its name.
"""

import csv
from collections.abc import Mapping
from datetime import datetime, time
from io import StringIO
from itertools import pairwise
from pathlib import Path

from engine.disk.files import UnreadError, text
from scenarios.errors import ScenarioError
from scenarios.footfall.arrivals import Counts, Hour
from scenarios.hours import clock, clock_s
from scenarios.schema import Scenario

LARGEST_BYTES = 4 << 20
"""A year of quarters of an hour at twenty doors has some 3 MB."""
DAY_S = 86_400.0
COUNT, DOOR = "count", "door"

Columns = Mapping[str, list[tuple[float, float]]]
"""Of each door, "" for all of them, when each interval began (seconds) and how many came."""


def counted(scenario: Scenario, counts: Counts, folder: Path) -> dict[str, tuple[Hour, ...]]:
    """Profiles by entrance, "" of all together; ScenarioError for a file that does not say who came
    while the scenario lasts.
    """
    path = folder / counts.file
    columns = _columns(path, _rows(path), counts.day, scenario.starts_at)
    return {door: _profile(path, column, scenario) for door, column in columns.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        written = text(path, LARGEST_BYTES)
    except UnreadError as err:
        raise ScenarioError(f"got no readable file {path} ({err}), wanted a CSV file") from err
    dialect = ";" if written.partition("\n")[0].count(";") else ","
    table = csv.DictReader(StringIO(written.removeprefix("\ufeff")), delimiter=dialect)
    rows = [{(k or "").strip(): (v or "").strip() for k, v in row.items()
             if isinstance(v, str)} for row in table]  # fmt: skip
    if len(rows) < 2 or len(rows[0]) < 2:
        wanted = "two at least, with a time and a count each"
        raise ScenarioError(f"got {len(rows)} rows in {path.name}, wanted {wanted}")
    return rows


def _columns(path: Path, rows: list[dict[str, str]], day: str | None, starts_at: str) -> Columns:
    first = next((name for name in rows[0] if name.lower() == "time"), next(iter(rows[0])))
    times = _times(path, [row[first] for row in rows], day, starts_at)
    others = [name for name in rows[0] if name != first]
    by_door = {name.lower(): name for name in others}
    found: dict[str, list[tuple[float, float]]] = {}
    for number, (row, time_s) in enumerate(zip(rows, times, strict=True), 2):
        if time_s is None:
            continue
        if COUNT in by_door:
            door = row.get(by_door[DOOR], "") if DOOR in by_door else ""
            counts = {door: row.get(by_door[COUNT], "")}
        else:
            counts = {name: row.get(name, "") for name in others}
        for door, count in counts.items():
            found.setdefault(door, []).append((time_s, _count(path, number, count)))
    if not found:
        raise ScenarioError(f"got no row of {day} in {path.name}, wanted some")
    return found


def _count(path: Path, line: int, said: str) -> float:
    try:
        count = float(said)
    except ValueError:
        count = -1.0
    if not 0 <= count < 1e9:
        raise ScenarioError(f"got {said!r} in line {line} of {path.name}, wanted how many came")
    return count


def _times(path: Path, said: list[str], day: str | None, starts_at: str) -> list[float | None]:
    """Seconds after the scenario's start of each row; None for those of another day."""
    try:
        return [float(one) for one in said]
    except ValueError:
        pass
    start_s = clock_s(starts_at)
    whens = [_when(path, number, one) for number, one in enumerate(said, 2)]
    days = sorted({date for date, _ in whens if date})
    if day is None and len(days) > 1:
        raise ScenarioError(
            f"got {len(days)} days in {path.name}, {days[0]} to {days[-1]}, wanted one: name it as"
            " arrivals.counts.day"
        )
    return [
        None if day is not None and date not in ("", day) else at_s - start_s
        for date, at_s in whens
    ]


def _when(path: Path, line: int, said: str) -> tuple[str, float]:
    """The date, "" where none is said, and seconds after midnight."""
    try:
        date, at = "", time.fromisoformat(said)
    except ValueError:
        try:
            both = datetime.fromisoformat(said)
        except ValueError as err:
            wanted = "a time such as 10:15, 2026-05-02 10:15 or 900 (seconds)"
            got = f"got {said!r} in line {line} of {path.name}"
            raise ScenarioError(f"{got}, wanted {wanted}") from err
        date, at = both.date().isoformat(), both.time()
    return date, at.hour * 3600.0 + at.minute * 60 + at.second


def _profile(path: Path, column: list[tuple[float, float]], scenario: Scenario) -> tuple[Hour, ...]:
    """Steps of one counter from the scenario's start to its end."""
    column = sorted(column)
    gaps = {round(b - a, 3) for (a, _), (b, _) in pairwise(column)}
    length_s = min(gaps, default=0.0)
    if length_s <= 0 or len(gaps) > 1:
        told = ", ".join(f"{gap:g} s" for gap in sorted(gaps)[:4]) or "one row"
        raise ScenarioError(
            f"got intervals of {told} in {path.name}, wanted one length throughout, each row once"
        )
    begins, ends = column[0][0], column[-1][0] + length_s
    if begins > 0 or ends < scenario.duration_s:
        got, wanted = (
            " to ".join(clock(scenario.starts_at, at) for at in span)
            for span in ((begins, ends), (0.0, scenario.duration_s))
        )
        raise ScenarioError(f"got counts from {got} in {path.name}, wanted all of {wanted}")
    within = [(at, n) for at, n in column if at + length_s > 0 and at < scenario.duration_s]
    return tuple(
        Hour(from_s=max(at, 0.0), people_per_h=count * 3600 / length_s) for at, count in within
    )
