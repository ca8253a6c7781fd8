"""Reads run folders: which there are, and what each of them holds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml
from numpy.typing import NDArray

from scenarios.importers.geojson import read_venue
from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.errors import SimError
from sim.events import Event
from sim.folder import SCHEMA
from sim.log import Log

E = TypeVar("E", bound=Event)


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

    def outcomes(self) -> dict[str, Any]:
        """What came of it."""
        return _json(self.path / "outcomes.json")

    def scenario(self) -> Scenario:
        """What was played, after all overrides."""
        file = self.path / "scenario.yaml"
        return Scenario.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))

    def venue(self) -> Venue:
        """Where it was played."""
        return read_venue(self.path / "venue.geojson")

    def event_table(self) -> pa.Table:
        """The whole event log, one row an event; fields that an event lacks are null."""
        return pq.read_table(self.path / "events.parquet")

    def events(self, *kinds: type[E]) -> list[E]:
        """The log's events of these kinds, in the order of time."""
        wanted = pc.is_in(pc.field("kind"), pa.array([kind.__name__ for kind in kinds]))
        table = pq.read_table(self.path / "events.parquet", filters=wanted)
        return [event for event in Log.from_table(table) if isinstance(event, kinds)]

    def people(self) -> pa.Table:
        """Who came, one row a passer-by."""
        return pq.read_table(self.path / "people.parquet")

    def last_place(self, person: int, time_s: float) -> tuple[float, float] | None:
        """Where a person is at a time, or was when last on the floor; None: not there yet."""
        file = self.path / "crowd.parquet"
        tick = int(time_s / self._tick_s)
        until = (pc.field("person") == person) & (pc.field("tick") <= tick)
        table = pq.read_table(file, columns=["x_cm", "y_cm"], filters=until)
        if not len(table):
            return None
        return table["x_cm"][-1].as_py() / 100, table["y_cm"][-1].as_py() / 100

    def walks(self, start_s: float, end_s: float, step_s: float) -> Walks:
        """Where people were from `start_s` to `end_s`, every `step_s` or as often as was kept."""
        file = self.path / "crowd.parquet"
        dt_s = self._tick_s
        step = max(round(step_s / dt_s), 1)
        first, last = int(np.ceil(start_s / dt_s / step)), int(end_s / dt_s / step)
        tick = pc.field("tick")
        table = pq.read_table(
            file,
            columns=["person", "tick", "x_cm", "y_cm"],
            filters=(tick >= first * step) & (tick <= last * step),
        )
        ticks = table["tick"].to_numpy()
        kept = ticks % step == 0
        return Walks(
            dt_s=dt_s * step,
            person=table["person"].to_numpy()[kept],
            tick=ticks[kept] // step,
            x_m=table["x_cm"].to_numpy()[kept] / 100,
            y_m=table["y_cm"].to_numpy()[kept] / 100,
        )

    @property
    def _tick_s(self) -> float:
        return float(pq.read_schema(self.path / "crowd.parquet").metadata[b"dt_s"])


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


def _json(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except OSError as err:
        raise SimError(f"{file}: got no readable file, wanted a run's") from err
    except ValueError as err:
        raise SimError(f"{file}: got no JSON ({err}), wanted a run's") from err
    if not isinstance(value, dict):
        raise SimError(f"{file}: got {type(value).__name__}, wanted fields of a run")
    return value
