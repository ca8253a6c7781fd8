"""Questions in SQL about many experiments and runs, put to DuckDB, which sees their tables alone.

It can read no file and write none, loads no extension, and its settings are locked.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv

from engine.disk.files import whole
from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.rows.finished import Finished, finished

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
}
READING = ("SELECT", "EXPLAIN")
"""Kinds of statements that change nothing; DESCRIBE and SHOW are kinds of SELECT there."""
DESIGNS, REPLICATIONS, ALERTS_TABLE = "designs", "replications", "alerts"


def query(paths: Sequence[Path], sql: str) -> pa.Table:
    """The answer to one question about what lies in some folders: the tables `designs`,
    `replications` and `alerts`, all of which name the `design`.

    Raises SettingsError for what is no single question that only reads, SimError for folders with
    nothing to ask.
    """
    _check(sql)
    held = [one for path in paths for one in finished(path)]
    tables = {
        DESIGNS: designs_table(held),
        REPLICATIONS: _together(_named(one.figures, one.name) for one in held),
        ALERTS_TABLE: _together(_named(one.alerts, one.name) for one in held),
    }
    with duckdb.connect(":memory:", config=LOCKED) as database:
        for name, table in tables.items():
            database.register(name, table)
        database.execute("SET lock_configuration = true")
        try:
            return database.sql(sql).to_arrow_table()
        except duckdb.Error as err:
            raise SettingsError(f"sql: got {_told(err)}, wanted SQL that DuckDB answers") from err


def designs_table(held: Sequence[Finished]) -> pa.Table:
    """A row a design: its name, kind, what differs, the seed, and a column for each field that any
    of them changes, dots as underscores; numbers where all values are numbers.
    """
    rows: dict[str, list[Any]] = {
        "design": [one.name for one in held],
        "kind": [one.kind for one in held],
        "what": [one.what for one in held],
        "seed": [one.seed for one in held],
        "replications": [one.figures.num_rows for one in held],
    }
    for field in dict.fromkeys(field for one in held for field in one.changes):
        values = [one.changes.get(field) for one in held]
        name = re.sub(r"\W", "_", field)
        rows[name if name not in rows else f"set_{name}"] = _numbers(values)
    return pa.table(rows)


def write_csv(table: pa.Table, file: Path) -> None:
    """An answer as a CSV file, whole or not at all."""
    with whole(file) as part, part.open("wb") as out:
        csv.write_csv(table, out)


def plain_rows(table: pa.Table) -> list[dict[str, Any]]:
    """An answer's rows as JSON can have them: no infinities, dates and such as text."""
    return [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()]


def _check(sql: str) -> None:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as err:
        raise SettingsError(f"sql: got {_told(err)}, wanted SQL that DuckDB answers") from err
    kinds = [one.type.name for one in statements]
    if len(kinds) != 1 or kinds[0] not in READING:
        got = " and ".join(kinds).lower() or "nothing"
        raise SettingsError(f"sql: got {got}, wanted one question: SELECT … FROM {REPLICATIONS}")


def _told(err: Exception) -> str:
    """What DuckDB says, in a line."""
    return " ".join(str(err).split())[:300]


def _named(table: pa.Table, name: str) -> pa.Table:
    place = table.column_names.index("design")
    return table.set_column(place, "design", pa.array([name] * table.num_rows, pa.string()))


def _together(tables: Iterable[pa.Table]) -> pa.Table:
    held = [*tables]
    if not held:
        raise SimError("folders: got none, wanted experiments or runs")
    return pa.concat_tables(held, promote_options="default")


def _numbers(values: Sequence[str | None]) -> list[Any]:
    try:
        return [None if one is None else float(one) for one in values]
    except ValueError:
        return [*values]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)
