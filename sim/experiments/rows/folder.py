"""An experiment's folder: what was asked, its designs, and one table each of figures and of alerts.

While it is played, each piece of work that is done lies there as a part of its own; whoever begins
again plays only what is missing.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import Field

from engine.disk.files import NOTHING, PART, UnreadError, from_json, oddity, text
from engine.disk.parquet import read_table, write_table
from engine.disk.places import held_folder, own_folder
from sim.errors import DamagedError, SimError
from sim.experiments.designs.design import Design
from sim.experiments.playing.player import Played, What
from sim.experiments.rows.figures import ALERTS, WHO, figures_table
from sim.folder import RunFolder
from sim.shapes import Strict, checked

SCHEMA = 1
ASKED, REPLICATIONS, ALERTS_FILE, TOLD = (
    "experiment.json", "replications.parquet", "alerts.parquet", "results.json",
)  # fmt: skip
PARTS, DESIGNS = "parts", "designs"
OF_ALERTS = ".alerts.parquet"
LARGEST_BYTES = 64 << 20
FIGURES = pa.schema([(name, ALERTS.field(name).type) for name in WHO])
"""Columns that a table of figures has beside the figures."""


class AskedDesign(Strict):
    """A design, as experiment.json tells it."""

    name: str
    key: str
    seed: int
    changes: dict[str, str]


class Asked(Strict):
    """What experiment.json holds."""

    kind: str
    what: Literal["answer", "day"]
    designs: Annotated[list[AskedDesign], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class ExperimentFolder:
    """The folder of one experiment."""

    path: Path

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked; DamagedError for a folder of no experiment."""
        file = self.path / ASKED
        try:
            told = from_json(text(file, LARGEST_BYTES))
        except UnreadError as err:
            raise DamagedError(file, "", str(err), "that of an experiment") from err
        if not isinstance(told, dict) or told.get("schema") != SCHEMA:
            raise DamagedError(file, "schema", "none of ours", f"{SCHEMA}: play it again")
        checked(Asked, told, file)
        return told

    def done(self) -> set[tuple[str, int]]:
        """The designs, by name, and replications that are played."""
        table = self.figures(columns=[*WHO])
        return {*zip(*(table[name].to_pylist() for name in WHO), strict=True)}

    def figures(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of figures, in the order of designs and replications."""
        return self._gathered(REPLICATIONS, FIGURES, self._parts(alerts=False), columns)

    def alerts(self) -> pa.Table:
        """The wide rows of alerts, in the same order."""
        return self._gathered(ALERTS_FILE, ALERTS, self._parts(alerts=True), None)

    def keep(self, part: Path, played: Played) -> None:
        """Keep what a piece of work came to; the figures last, by which it counts as done."""
        alerts = pa.Table.from_pylist(played.alerts, schema=ALERTS)
        write_table(part.with_suffix(OF_ALERTS), alerts)
        write_table(part, figures_table(played.figures))

    def part(self, about: str) -> Path:
        """Where a piece of work is kept, by what it is about."""
        place = self.path / PARTS
        place.mkdir(exist_ok=True)
        named = blake2b(about.encode(), digest_size=8).hexdigest()
        return place / f"{named}.parquet"

    def gather(self) -> None:
        """Make two tables of all parts, and take those away."""
        write_table(self.path / ALERTS_FILE, self.alerts())
        write_table(self.path / REPLICATIONS, self.figures())
        shutil.rmtree(self.path / PARTS, ignore_errors=True)

    def tell(self, told: Mapping[str, Any]) -> None:
        """Keep what came of it."""
        RunFolder(self.path).json(TOLD, told)

    def _parts(self, *, alerts: bool) -> list[Path]:
        found = sorted((self.path / PARTS).glob("*.parquet"))
        return [one for one in found if one.name.endswith(OF_ALERTS) == alerts]

    def _gathered(
        self, name: str, schema: pa.Schema, parts: Sequence[Path], columns: Sequence[str] | None
    ) -> pa.Table:
        """One table of the one kept and its parts, each replication once, sorted."""
        whole = self.path / name
        files = [*([] if oddity(whole) == NOTHING else [whole]), *parts]
        if not files:
            return schema.empty_table()
        number = {one["name"]: n for n, one in enumerate(self.asked["designs"])}
        tables = [_table(file, schema, columns, number) for file in files]
        return self._sorted(_first_of_each(tables), number)

    def _sorted(self, table: pa.Table, number: Mapping[str, int]) -> pa.Table:
        place = pa.array([number[name] for name in table["design"].to_pylist()], pa.int64())
        within = [name for name in ("alert",) if name in table.column_names]
        by = [(name, "ascending") for name in ("place", "replication", *within)]
        ordered = table.append_column("place", place).sort_by(by).drop_columns("place")
        return ordered.select(sorted(ordered.column_names, key=_first))


def _first(name: str) -> tuple[int, str]:
    """Columns that say whose a row is come first."""
    named = [*ALERTS.names]
    return (named.index(name), "") if name in named else (len(named), name)


def _first_of_each(tables: Sequence[pa.Table]) -> pa.Table:
    """Of each design and replication the rows of the first table that has it."""
    known: set[tuple[str, int]] = set()
    kept = []
    for table in tables:
        rows = [*zip(*(table[name].to_pylist() for name in WHO), strict=True)]
        kept.append(table.filter(pa.array([row not in known for row in rows], pa.bool_())))
        known |= {*rows}
    return pa.concat_tables(kept, promote_options="default").combine_chunks()


def _table(
    file: Path, schema: pa.Schema, columns: Sequence[str] | None, known: Collection[str]
) -> pa.Table:
    """A table of figures or alerts, as it was kept; DamagedError for any other."""
    try:
        table = read_table(file, None if columns is None else [*columns])
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "a table of an experiment") from err
    for name in schema.names:
        if name not in table.column_names:
            raise DamagedError(file, name, "no such column", "one")
    for column in table.schema:
        wanted = schema.field(column.name).type if column.name in schema.names else pa.float64()
        if column.type != wanted:
            raise DamagedError(file, column.name, str(column.type), str(wanted))
    for name in WHO:
        if table[name].null_count:
            raise DamagedError(file, name, "none", "one in each row")
    for name in table["design"].unique().to_pylist():
        if name not in known:
            raise DamagedError(file, "design", repr(name), "one that was asked for")
    return table


@contextmanager
def begun(
    path: Path, kind: str, what: What, designs: Sequence[Design], **more: Any
) -> Iterator[ExperimentFolder]:
    """A new or empty folder for an experiment, or the folder in which the same one was begun.

    SimError, naming what differs, for the folder of another; SettingsError for one that holds
    something else or is in use.
    """
    asked = {"schema": SCHEMA, "kind": kind, "what": what, **more}
    asked["designs"] = [
        {"name": one.name, "key": one.key, "seed": one.seed, "changes": dict(one.changes)}
        for one in designs
    ]
    folder = ExperimentFolder(path)
    if oddity(path / ASKED) != NOTHING:
        with held_folder(path):
            _check_same(folder, asked)
            for part in path.rglob(f"*{PART}"):
                part.unlink()
            yield folder
        return
    with own_folder(path):
        for number, design in enumerate(designs):
            design.write(path / DESIGNS / f"{number}")
        began = {"began_at": datetime.now(UTC).isoformat(timespec="seconds")}
        versions = {"footfall": version("footfall")}
        RunFolder(path).json(ASKED, asked | began | {"versions": versions})
        yield folder


def _check_same(folder: ExperimentFolder, asked: Mapping[str, Any]) -> None:
    before = folder.asked
    for name, value in asked.items():
        if before.get(name) != value:
            raise SimError(
                f"{folder.path}: {name}: got another experiment than the one begun here"
                f"{_differs(before.get(name), value)}, wanted the same one or a new folder"
            )


def _differs(before: Any, now: Any) -> str:
    """How, where it can be said in short."""
    if isinstance(before, str | int | float) and isinstance(now, str | int | float):
        return f" ({before} then, {now} now)"
    if _unkeyed(before) == _unkeyed(now):
        return " (the scenario, its plan or Footfall itself was changed since)"
    return ""


def _unkeyed(designs: Any) -> Any:
    """What people said of designs."""
    told = designs if isinstance(designs, list) else []
    return [(one.get("name"), one.get("changes")) for one in told if isinstance(one, dict)]
