"""Reads run folders: which there are, and what each of them holds."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from engine.disk.files import FOLDER, NOTHING, UnreadError, from_json, oddity, text
from engine.disk.parquet import read_schema, read_table
from engine.misfit import SHORT
from engine.packs.fetch import sha256
from scenarios.errors import ScenarioError
from scenarios.fields.parts import Spot
from scenarios.fields.plain import Plain
from scenarios.place import Place
from scenarios.plan import read_plan
from scenarios.schema import Scenario
from sim.errors import DamagedError, SimError
from sim.events import AlertRaised, Event, PersonDisposed, PersonStopped
from sim.folder import SCHEMA
from sim.log import Log
from sim.owner import Owner
from sim.sense import Known, check_log
from sim.shapes import Record, check_digest, check_types, check_values, checked
from sim.world.crowd import Walks
from sim.world.stops import Stops, stops_of, with_stops

LARGEST_BYTES = 64 << 20
"""Larger texts in a run's folder are not read."""
LARGEST_FILE_BYTES = 8 << 30
"""Nor are larger files of any kind; a camera's film of an hour is a fifth of it."""
E = TypeVar("E", bound=Event)
_CLAIMED: dict[str, Any] = {field.name: (field.type, ...) for field in fields(AlertRaised)}
PlannedAlert: type[BaseModel] = create_model(
    "PlannedAlert",
    __config__=ConfigDict(strict=True, extra="forbid", allow_inf_nan=False),
    **_CLAIMED,
)
"""A line of alerts.jsonl."""


class Fields(dict[str, Any]):
    """What stands in a run's JSON; a field that is asked for and is not there is a SimError."""

    def __init__(self, file: Path, held: dict[str, Any]) -> None:
        super().__init__(held)
        self.file = file

    def __missing__(self, name: str) -> Any:
        raise DamagedError(self.file, name, "none", "that of a run")


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run's folder and what its run.json says; the rest is read when asked for."""

    path: Path
    record: dict[str, Any]

    @property
    def state(self) -> str:
        """complete, running, interrupted, failed, or killed: the process that played it is gone."""
        said = str(self.record["state"])
        return "killed" if said == "running" and not self._played else said

    @property
    def player(self) -> Owner | None:
        """The process that plays it, or did so last; None where that was not kept."""
        told = self.record.get("process")
        return Owner(told["pid"], told["began"], told["host"]) if told else None

    @property
    def _played(self) -> bool:
        """Whether it is being played; a run that names no process is older than that."""
        return self.player is not None and self.player.lives

    @property
    def complete(self) -> bool:
        """Whether everything is there."""
        return self.state == "complete"

    @property
    def stages(self) -> dict[str, Any]:
        """Of each stage that is done its key, where it comes from and its files' hashes."""
        told = self.record.get("stages")
        return dict(told) if isinstance(told, dict) else {}

    def file(self, name: str) -> Path:
        """One of its files, as it was kept; DamagedError for what is no file or was changed since.

        Each is hashed when it is first asked for, and again once it was written anew.
        """
        path, wanted = self.path / name, self._hash(name)
        try:
            if odd := oddity(path) or _too_large(path):
                raise DamagedError(path, "", odd, "a file of this run")
            found = _hash_of(path, *_stamp(path)) if wanted else None
        except OSError as err:
            raise DamagedError(path, "", err.strerror or str(err), "a file of this run") from err
        if found != wanted:
            got = f"something else than was kept (SHA-256 {str(found)[:12]}…)"
            raise DamagedError(path, "", got, f"what this run left there ({str(wanted)[:12]}…)")
        return path

    def names(self, pattern: str) -> list[str]:
        """The names of its files that fit a pattern, in order; those that were kept and are gone
        are among them.
        """
        there = {one.relative_to(self.path).as_posix() for one in self.path.glob(pattern)}
        kept = {
            name for name in self.record.get("hashes", {}) if PurePosixPath(name).match(pattern)
        }
        return sorted(there | kept)

    def _hash(self, name: str) -> str | None:
        """The SHA-256 that run.json tells of a file; None: of this one it tells none."""
        told = self.record.get("hashes", {}).get(name)
        stages = (one["files"].get(name) for one in self.stages.values())
        return told or next((sha for sha in stages if sha), None)

    def outcomes(self) -> dict[str, Any]:
        """What came of it, each field as the measures have it."""
        from sim.outcomes.shape import check_outcomes  # who asks for less does not wait for scipy

        told = _json(self.path / "outcomes.json")
        check_outcomes(told, told.file)
        self.file("outcomes.json")
        return told

    def scenario(self) -> Scenario:
        """What was played, after all overrides."""
        file = self.file("scenario.yaml")
        return _scenario_of(file, *_stamp(file))

    def plan(self) -> Path:
        """The file with the plan of where it was played."""
        plans = self.names("venue.*")
        if len(plans) != 1:
            raise DamagedError(self.path, "", ", ".join(plans) or "no plan", "one file venue.*")
        return self.file(plans[0])

    def place(self) -> Place:
        """Where it was played."""
        plan = self.plan()
        try:
            return read_plan(plan)
        except ScenarioError as err:
            said = str(err).removeprefix(f"{plan}").lstrip(": ").removeprefix("got ")
            raise DamagedError(plan, "", said, "a run's plan") from err

    def event_table(self) -> pa.Table:
        """The whole event log, one row an event; fields that an event lacks are null."""
        table = self.table("events.parquet")
        if not self._hash("events.parquet"):
            scenario, people = self.scenario(), len(self.people())
            cameras = tuple(camera.id for camera in scenario.cameras)
            lookouts = scenario.briefed.posts_m if scenario.briefed else ()
            officers = len(scenario.officers.posts_m) + len(lookouts)
            known = Known(people, officers, cameras)
            check_log(table, self.path / "events.parquet", known)
        return table

    def events(self, *kinds: type[E]) -> list[E]:
        """The log's events of these kinds, in the order of time."""
        wanted = pc.is_in(pc.field("kind"), pa.array([kind.__name__ for kind in kinds]))
        if self._hash("events.parquet"):
            log = self._log(self.table("events.parquet", filters=wanted))
        else:
            log = self._log(self.event_table().filter(wanted))
        return [event for event in log if isinstance(event, kinds)]

    def people(self) -> pa.Table:
        """Who came, one row a passer-by."""
        return self.table("people.parquet")

    def planned_alerts(self) -> list[AlertRaised]:
        """What the engine claimed of what cameras saw, in which nobody is stopped; the log has an
        alert that a stop put off at its own time, and lacks those it called off.
        """
        file = self.file("alerts.jsonl")
        return [_alert(file, line) for line in _lines(file)]

    def stops(self) -> Stops:
        """Who was stopped, and when."""
        return stops_of(self.events(PersonStopped, PersonDisposed))

    def last_place(self, person: int, time_s: float) -> Spot | None:
        """Where a person is at a time, or was when last on the floor; None: not there yet."""
        until = int(time_s / self._tick_s)
        way = self._way(pc.field("person") == person, self.stops())
        seen = np.flatnonzero(way.tick <= until)
        if not len(seen):
            return None
        row = seen[-1]
        return Spot(float(way.x_m[row]), float(way.y_m[row]), int(way.level[row]))

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
            level=way.level[kept],
        )

    def _way(self, chosen: pc.Expression, stops: Stops) -> Walks:
        """Rows of the crowd as they were walked, those of stopped people moved by their stops."""
        columns, dt_s = ["person", "tick", "x_cm", "y_cm", "level"], self._tick_s
        table = self.table("crowd.parquet", columns=columns, filters=chosen)
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
        return Walks(dt_s, person[rows], ticks, x_m, y_m, table["level"].to_numpy()[rows])

    @property
    def _tick_s(self) -> float:
        file = self.file("crowd.parquet")
        try:
            return float((read_schema(file).metadata or {})[b"dt_s"])
        except (UnreadError, KeyError, ValueError) as err:
            raise DamagedError(file, "dt_s", str(err), "a run's crowd with its tick") from err

    def table(self, name: str, **asked: Any) -> pa.Table:
        """One of its tables, or the `columns` and `filters` asked for, in the shape it has."""
        file = self.file(name)
        try:
            check_types(read_schema(file), file, asked.get("columns"))
        except UnreadError as err:
            raise DamagedError(file, "", str(err), "a run's table") from err
        table = table_of(file, **asked)
        check_values(table, file)
        return table

    def _log(self, table: pa.Table) -> Log:
        try:
            return Log.from_table(table)
        except SimError as err:
            said = str(err).removeprefix("log: got ")
            raise DamagedError(self.path / "events.parquet", "", said, "a run's log") from err


def _replaced(values: NDArray[Any], here: slice, by: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([values[: here.start], by, values[here.stop :]])


def _alert(file: Path, line: str) -> AlertRaised:
    try:
        told = PlannedAlert.model_validate_json(line)
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        if first["type"].endswith(("_type", "_parsing", "finite_number")) and first["loc"]:
            field, wanted = str(first["loc"][0]), first["msg"].removeprefix("Input should be ")
            raise DamagedError(file, field, SHORT.repr(first["input"]), wanted) from err
        raise DamagedError(file, "", SHORT.repr(line), "the fields of an alert") from err
    return AlertRaised(**vars(told))


def read_run(path: Path) -> StoredRun:
    """The run in a folder; DamagedError if it holds none, one of another schema, or one of which
    run.json was changed.
    """
    file = path / "run.json"
    record = _json(file)
    if (schema := record.get("schema")) != SCHEMA or isinstance(schema, bool):
        raise DamagedError(file, "schema", SHORT.repr(schema), f"{SCHEMA}: play it again")
    checked(Record, record, file)
    check_digest(record, file)
    return StoredRun(path, record)


def run_folders(folder: Path) -> list[Path]:
    """The folders of runs in a folder (or the one it is), those written to last first; no run is
    opened for it. DamagedError for what is no folder or cannot be looked into; none if there is
    nothing.
    """
    odd = oddity(folder)
    if odd == NOTHING:
        return []
    try:
        if odd != FOLDER:
            raise DamagedError(folder, "", odd or "a file", "a folder of runs")
        with os.scandir(folder) as entries:  # not by Path, which is slower than the disk
            places = [str(folder), *(one.path for one in entries)]
    except OSError as err:
        raise DamagedError(folder, "", err.strerror or str(err), "a folder of runs") from err
    found = [(at, one) for one in places if (at := _written(f"{one}/run.json")) is not None]
    return [Path(one) for _, one in sorted(found, reverse=True)]


def find_runs(folder: Path, most: int | None = None) -> tuple[list[StoredRun], list[str]]:
    """Runs in a folder of run folders (or the one it is), newest first; and refusals, in words.

    With `most`, no more than so many are opened: those that were written to last.
    """
    runs: list[StoredRun] = []
    refused: list[str] = []
    for one in run_folders(folder)[:most]:
        try:
            runs.append(read_run(one))
        except SimError as err:
            refused.append(str(err))
    return sorted(runs, key=lambda run: str(run.record["started_at"]), reverse=True), refused


def _written(file: str) -> int | None:
    """When a file was written, in nanoseconds; 0 where it cannot be told; None: it is not there."""
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116  # of thousands
    except (FileNotFoundError, NotADirectoryError):
        return 0 if Path(file).is_symlink() else None
    except OSError:  # no right to look, or links in a circle: whoever reads it is told
        return 0


def _too_large(file: Path) -> str | None:
    """Why a file is not even hashed."""
    most, size = LARGEST_FILE_BYTES, file.stat().st_size
    return f"{size:,} bytes, more than the {most:,} that are read" if size > most else None


def _stamp(file: Path) -> tuple[int, ...]:
    """What changes when a file is written anew."""
    held = file.stat()
    return held.st_mtime_ns, held.st_ctime_ns, held.st_size, held.st_ino


@lru_cache(maxsize=4096)
def _hash_of(file: Path, *_stamp: int) -> str:
    return sha256(file)


@lru_cache(maxsize=64)
def _scenario_of(file: Path, *_stamp: int) -> Scenario:
    """Read once as long as nobody writes it anew: all that is told of a run asks for it."""
    try:
        return Scenario.model_validate(yaml.load(text(file, LARGEST_BYTES), Plain))
    except (yaml.YAMLError, RecursionError, ValueError) as err:
        raise DamagedError(file, "", " ".join(str(err).split())[:200], "a run's scenario") from err


def table_of(file: Path, read: Callable[..., pa.Table] = read_table, **asked: Any) -> pa.Table:
    """A table of a run, or of it what is `asked` of `read`; SimError for what is none."""
    try:
        return read(file, **asked)
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "a run's table") from err


def lines_of(file: Path) -> list[Any]:
    """What stands in a run's file of one JSON a line; SimError for what is none."""
    try:
        return [from_json(line) for line in _lines(file)]
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "a run's lines") from err


def _lines(file: Path) -> list[str]:
    try:
        return text(file, LARGEST_BYTES).splitlines()
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "a run's lines") from err


def _json(file: Path) -> Fields:
    try:
        value = from_json(text(file, LARGEST_BYTES))
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "that of a run") from err
    if not isinstance(value, dict):
        raise DamagedError(file, "", type(value).__name__, "the fields of a run")
    return Fields(file, value)
