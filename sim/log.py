"""The event log: everything that happened in a run, in the order of time, as a table and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sim import events as vocabulary
from sim.errors import SimError
from sim.events import Event

KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(vocabulary).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
"""Every kind of event by its name, in the order in which `sim.events` tells them."""

FIELDS = {name: tuple(f.name for f in fields(kind)) for name, kind in KINDS.items()}

ARROW: dict[Any, pa.DataType] = {
    float: pa.float64(),
    float | None: pa.float64(),
    int: pa.int64(),
    str: pa.string(),
    bool: pa.bool_(),
}

PLAIN: dict[pa.DataType, Any] = {pa.float64(): np.float64, pa.int64(): np.int64, pa.bool_(): bool}
"""Kinds of columns that numpy holds as they are."""
PERHAPS = {one.name for kind in KINDS.values() for one in fields(kind) if one.type == float | None}
"""Columns in which an event that has them may have none."""


def schema() -> pa.Schema:
    """`kind`, then every field of every kind once; a field that a kind lacks is null."""
    columns = {f.name: ARROW[f.type] for kind in KINDS.values() for f in fields(kind)}
    return pa.schema([("kind", pa.string()), *columns.items()])


@dataclass(frozen=True, slots=True)
class Log:
    """Events in the order of time; SimError if time ever goes back.

    >>> from sim.events import PersonEntered, PersonLeft
    >>> log = Log([PersonEntered(0.0, 3, False), PersonLeft(9.5, 3)])
    >>> [event.time_s for event in Log.from_table(log.to_table())]
    [0.0, 9.5]
    """

    events: Sequence[Event]

    def __post_init__(self) -> None:
        time_s = np.fromiter(map(attrgetter("time_s"), self.events), float, len(self.events))
        for row in np.flatnonzero(~(time_s[:-1] <= time_s[1:]))[:1].tolist():
            before, after = self.events[row : row + 2]
            raise SimError(f"log: got {after} after {before}, wanted time never to go back")

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_table(self) -> pa.Table:
        """One row an event, in the columns of `schema`."""
        wanted = schema()
        number = {kind: k for k, kind in enumerate(KINDS.values())}
        kinds = np.fromiter(map(number.__getitem__, map(type, self.events)), np.int8, len(self))
        columns = {one.name: _Column(one, len(kinds)) for one in list(wanted)[1:]}
        for kind, rows in _rows(kinds, list(KINDS)).items():
            chosen = [self.events[row] for row in rows.tolist()]
            for name in FIELDS[kind]:
                columns[name].put(rows, list(map(attrgetter(name), chosen)))
        made = [pa.array([*KINDS], pa.string()).take(pa.array(kinds))]
        made += [column.made() for column in columns.values()]
        return pa.Table.from_arrays(made, schema=wanted)

    @classmethod
    def from_table(cls, table: pa.Table) -> "Log":
        """The same events again; SimError for columns or kinds that are not this log's."""
        missing = set(schema().names) - set(table.column_names)
        if missing:
            raise SimError(f"log: got a table without {', '.join(sorted(missing))}")
        told = table["kind"].combine_chunks().dictionary_encode(null_encoding="encode")
        names = told.dictionary.to_pylist()
        unknown = set(names) - set(KINDS)
        if unknown:
            raise SimError(f"log: got events of kind {', '.join(sorted(map(str, unknown)))}")
        events = np.empty(len(table), np.object_)
        for kind, rows in _rows(told.indices.to_numpy(), names).items():
            part = table.select(FIELDS[kind]).take(rows)
            _check_full(part, kind)
            fields = [part[name].to_pylist() for name in FIELDS[kind]]
            events[rows] = list(map(KINDS[kind], *fields))
        return cls(events.tolist())


def _check_full(part: pa.Table, kind: str) -> None:
    """SimError where an event of a kind lacks what each of them has, or its time is none."""
    for field in fields(KINDS[kind]):
        if part[field.name].null_count and field.type in (float, int, str, bool):
            raise SimError(f"log: got {kind} without its {field.name}, wanted it in each")
    if pc.any(pc.is_nan(part["time_s"])).as_py():
        raise SimError(f"log: got {kind} at no time, wanted seconds")


class _Column:
    """A field's values over the rows of a log, null where nothing was put."""

    def __init__(self, field: pa.Field, count: int) -> None:
        self.kind, self.empty = field.type, np.ones(count, bool)
        plain = np.object_ if field.name in PERHAPS else PLAIN.get(field.type, np.object_)
        self.values: NDArray[Any] = np.zeros(count, plain)

    def put(self, rows: NDArray[np.intp], values: list[Any]) -> None:
        """These rows' values."""
        self.values[rows], self.empty[rows] = values, False

    def made(self) -> pa.Array:
        """The column as Arrow has it."""
        if self.empty.all():
            return pa.nulls(len(self.empty), self.kind)
        return pa.array(self.values, self.kind, mask=self.empty)


def _rows(number: NDArray[np.integer[Any]], names: list[str]) -> dict[str, NDArray[np.intp]]:
    """The rows of each kind of event there is, by the `number` (n,) of its name."""
    found = ((name, np.flatnonzero(number == k)) for k, name in enumerate(names))
    return {name: rows for name, rows in found if len(rows)}
