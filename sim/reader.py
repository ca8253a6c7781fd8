"""Reads run folders: which there are, and what each of them holds."""

from dataclasses import dataclass, fields
from pathlib import Path
from reprlib import Repr
from typing import Any, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from numpy.typing import NDArray

from engine.disk.files import UnreadError, from_json, text
from engine.disk.parquet import read_schema, read_table
from scenarios.loader import Plain
from scenarios.plan import read_plan
from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.errors import SimError
from sim.events import AlertRaised, Event, PersonDisposed, PersonStopped
from sim.folder import SCHEMA
from sim.log import Log
from sim.world.stops import Stops, stops_of, with_stops

LARGEST_BYTES = 64 << 20
"""Larger texts in a run's folder are not read."""
SHORT = Repr()
"""How messages tell a value."""
E = TypeVar("E", bound=Event)


class Fields(dict[str, Any]):
    """What stands in a run's JSON; a field that is asked for and is not there is a SimError."""

    def __init__(self, file: Path, held: dict[str, Any]) -> None:
        super().__init__(held)
        self.file = file

    def __missing__(self, name: str) -> Any:
        raise SimError(f"{self.file}: {name}: got none, wanted that of a run")


@dataclass(frozen=True, slots=True)
class Walks:
    """A stretch of the crowd: one row a person and tick, sorted by person, then tick."""

    dt_s: float
    person: NDArray[np.int32]
    tick: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run's folder and what its run.json says; the rest is read when asked for."""

    path: Path
    record: dict[str, Any]

    @property
    def state(self) -> str:
        """complete, running, interrupted or failed; `running` may also mean that it was killed."""
        return str(self.record["state"])

    @property
    def complete(self) -> bool:
        """Whether everything is there."""
        return self.state == "complete"

    @property
    def stages(self) -> dict[str, Any]:
        """Of each stage that is done its key, where it comes from and its files' hashes."""
        told = self.record.get("stages")
        return dict(told) if isinstance(told, dict) else {}

    def outcomes(self) -> dict[str, Any]:
        """What came of it."""
        return _json(self.path / "outcomes.json")

    def scenario(self) -> Scenario:
        """What was played, after all overrides."""
        file = self.path / "scenario.yaml"
        try:
            return Scenario.model_validate(yaml.load(text(file, LARGEST_BYTES), Plain))
        except (yaml.YAMLError, RecursionError, ValueError) as err:
            why = " ".join(str(err).split())[:200]
            raise SimError(f"{file}: got {why}, wanted a run's scenario") from err

    def venue(self) -> Venue:
        """Where it was played."""
        plans = sorted(self.path.glob("venue.*"))
        if len(plans) != 1:
            got = ", ".join(plan.name for plan in plans) or "no plan"
            raise SimError(f"{self.path}: got {got}, wanted one file venue.*")
        return read_plan(plans[0])

    def event_table(self) -> pa.Table:
        """The whole event log, one row an event; fields that an event lacks are null."""
        return self._table("events.parquet")

    def events(self, *kinds: type[E]) -> list[E]:
        """The log's events of these kinds, in the order of time."""
        wanted = pc.is_in(pc.field("kind"), pa.array([kind.__name__ for kind in kinds]))
        table = self._table("events.parquet", filters=wanted)
        return [event for event in Log.from_table(table) if isinstance(event, kinds)]

    def people(self) -> pa.Table:
        """Who came, one row a passer-by."""
        return self._table("people.parquet")

    def planned_alerts(self) -> list[AlertRaised]:
        """What the engine claimed of what cameras saw, in which nobody is stopped; the log has an
        alert that a stop put off at its own time, and lacks those it called off.
        """
        file = self.path / "alerts.jsonl"
        return [_alert(file, line) for line in lines_of(file)]

    def stops(self) -> Stops:
        """Who was stopped, and when."""
        return stops_of(self.events(PersonStopped, PersonDisposed))

    def last_place(self, person: int, time_s: float) -> tuple[float, float] | None:
        """Where a person is at a time, or was when last on the floor; None: not there yet."""
        until = int(time_s / self._tick_s)
        way = self._way(pc.field("person") == person, self.stops())
        seen = np.flatnonzero(way.tick <= until)
        if not len(seen):
            return None
        return float(way.x_m[seen[-1]]), float(way.y_m[seen[-1]])

    def walks(self, start_s: float, end_s: float, step_s: float) -> Walks:
        """Where people were from `start_s` to `end_s`, every `step_s` or as often as was kept.

        Whoever was stopped stands as long, and goes on later or not at all.
        """
        dt_s = self._tick_s
        step = max(round(step_s / dt_s), 1)
        first, last = int(np.ceil(start_s / dt_s / step)), int(end_s / dt_s / step)
        tick, stops = pc.field("tick"), self.stops()
        planned = (tick >= first * step) & (tick <= last * step)
        stopped = pc.is_in(pc.field("person"), pa.array([*stops], pa.int32()))
        way = self._way(planned | (stopped & (tick <= last * step)), stops)
        kept = (way.tick % step == 0) & (way.tick >= first * step) & (way.tick <= last * step)
        return Walks(
            dt_s=dt_s * step,
            person=way.person[kept],
            tick=way.tick[kept] // step,
            x_m=way.x_m[kept],
            y_m=way.y_m[kept],
        )

    def _way(self, chosen: pc.Expression, stops: Stops) -> Walks:
        """Rows of the crowd as they were walked, those of stopped people moved by their stops."""
        columns, dt_s = ["person", "tick", "x_cm", "y_cm"], self._tick_s
        table = self._table("crowd.parquet", columns=columns, filters=chosen)
        person, tick = table["person"].to_numpy(), table["tick"].to_numpy()
        rows, ticks = np.arange(len(person)), tick
        for one, stopped in sorted(stops.items()):
            here = slice(*np.searchsorted(person[rows], [one, one + 1]))
            time_s, stands_for = with_stops(ticks[here] * dt_s, stopped, dt_s)
            moved = np.floor(time_s / dt_s + 0.5).astype(tick.dtype)
            once = np.append(True, np.diff(moved) > 0)[: len(moved)]
            rows = _replaced(rows, here, rows[here][stands_for[once]])
            ticks = _replaced(ticks, here, moved[once])
        x_m, y_m = (table[name].to_numpy()[rows] / 100 for name in ("x_cm", "y_cm"))
        return Walks(dt_s, person[rows], ticks, x_m, y_m)

    @property
    def _tick_s(self) -> float:
        file = self.path / "crowd.parquet"
        try:
            return float((read_schema(file).metadata or {})[b"dt_s"])
        except (UnreadError, KeyError, ValueError) as err:
            raise SimError(f"{file}: got {err}, wanted a run's crowd with its dt_s") from err

    def _table(self, name: str, **asked: Any) -> pa.Table:
        return table_of(self.path / name, **asked)


def _replaced(values: NDArray[Any], here: slice, by: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([values[: here.start], by, values[here.stop :]])


def _alert(file: Path, line: Any) -> AlertRaised:
    names = {field.name: field.type for field in fields(AlertRaised)}
    if not isinstance(line, dict) or line.keys() != names.keys():
        raise SimError(f"{file}: got {SHORT.repr(line)}, wanted the fields of an alert")
    for name, kind in names.items():
        if not isinstance(line[name], cast(type, kind)):
            wanted = getattr(kind, "__name__", kind)
            raise SimError(f"{file}: {name}: got {SHORT.repr(line[name])}, wanted {wanted}")
    return AlertRaised(**line)


def read_run(path: Path) -> StoredRun:
    """The run in a folder; SimError if it holds none or one of another schema."""
    record = _json(path / "run.json")
    if record.get("schema") != SCHEMA:
        said = f"got {record.get('schema')!r}, wanted {SCHEMA}: play it again"
        raise SimError(f"{path / 'run.json'}: schema: {said}")
    return StoredRun(path, record)


def find_runs(folder: Path) -> tuple[list[StoredRun], list[str]]:
    """Runs in a folder of run folders (or the one it is), newest first; and refusals, in words."""
    runs: list[StoredRun] = []
    refused: list[str] = []
    for file in sorted([*folder.glob("run.json"), *folder.glob("*/run.json")]):
        try:
            runs.append(read_run(file.parent))
        except SimError as err:
            refused.append(str(err))
    return sorted(runs, key=lambda run: str(run.record["started_at"]), reverse=True), refused


def table_of(file: Path, **asked: Any) -> pa.Table:
    """A table of a run, or the `columns` and `filters` asked for; SimError for what is none."""
    try:
        return read_table(file, **asked)
    except UnreadError as err:
        raise SimError(f"{file}: got {err}, wanted a run's table") from err


def lines_of(file: Path) -> list[Any]:
    """What stands in a run's file of one JSON a line; SimError for what is none."""
    try:
        return [from_json(line) for line in text(file, LARGEST_BYTES).splitlines()]
    except UnreadError as err:
        raise SimError(f"{file}: got {err}, wanted a run's lines") from err


def _json(file: Path) -> dict[str, Any]:
    try:
        value = from_json(text(file, LARGEST_BYTES))
    except UnreadError as err:
        raise SimError(f"{file}: got {err}, wanted a run's") from err
    if not isinstance(value, dict):
        raise SimError(f"{file}: got {type(value).__name__}, wanted fields of a run")
    return Fields(file, value)
