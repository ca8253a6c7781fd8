"""The event log: everything that happened in a run, in the order of time, as a table and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import pyarrow as pa

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
        for before, after in pairwise(self.events):
            if not before.time_s <= after.time_s:
                raise SimError(f"log: got {after} after {before}, wanted time never to go back")

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def to_table(self) -> pa.Table:
        """One row an event, in the columns of `schema`."""
        wanted = schema()
        columns = [pa.array([type(e).__name__ for e in self.events], pa.string())]
        for column in list(wanted)[1:]:
            values = [getattr(event, column.name, None) for event in self.events]
            columns.append(pa.array(values, column.type))
        return pa.Table.from_arrays(columns, schema=wanted)

    @classmethod
    def from_table(cls, table: pa.Table) -> "Log":
        """The same events again; SimError for columns or kinds that are not this log's."""
        missing = set(schema().names) - set(table.column_names)
        if missing:
            raise SimError(f"log: got a table without {', '.join(sorted(missing))}")
        kinds = table["kind"].to_pylist()
        unknown = set(kinds) - set(KINDS)
        if unknown:
            raise SimError(f"log: got events of kind {', '.join(sorted(map(str, unknown)))}")
        columns = {name: table[name].to_pylist() for name in schema().names}
        return cls(
            [
                KINDS[kind](*(columns[name][row] for name in FIELDS[kind]))
                for row, kind in enumerate(kinds)
            ]
        )
