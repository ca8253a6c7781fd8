"""Experiments and runs that are there already, read as designs with figures and alerts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.disk.files import NOTHING, oddity
from sim.errors import SimError
from sim.experiments.rows.figures import ALERTS, alert_rows, figures, figures_table
from sim.experiments.rows.folder import ASKED, ExperimentFolder
from sim.log import Log
from sim.reader import StoredRun, read_run, run_folders
from sim.stages.span import span_of
from sim.world.ways import Ways

RUN = "run"


@dataclass(frozen=True, slots=True)
class Finished:
    """A design by its `name`, the `seed` and what differed from replication to replication, with
    its rows of figures and of alerts; `kind` is that of the experiment, or `run`, and `changes`
    what was changed of the scenario.
    """

    name: str
    kind: str
    what: str
    seed: int
    changes: dict[str, str]
    figures: pa.Table
    alerts: pa.Table


def finished(path: Path) -> list[Finished]:
    """The designs of an experiment, the run in a folder, or the runs and experiments in a folder of
    such.

    SimError for a folder with none, and for runs that did not come to their end.
    """
    if oddity(path / ASKED) != NOTHING:
        return [*_of_experiment(path)]
    if oddity(path / "run.json") != NOTHING:
        return [_of_run(read_run(path))]
    inside = sorted(one.parent for one in path.glob(f"*/{ASKED}"))
    runs = [read_run(one) for one in run_folders(path)]
    found = [one for place in inside for one in _of_experiment(place)]
    found += [_of_run(one) for one in sorted(runs, key=lambda run: run.path) if one.complete]
    if not found:
        raise SimError(f"{path}: got no experiment and no complete run, wanted some")
    return found


def _of_experiment(path: Path) -> Iterator[Finished]:
    folder = ExperimentFolder(path)
    asked, rows, alerts = folder.asked, folder.figures(), folder.alerts()
    for one in asked["designs"]:
        name = one["name"] if len(asked["designs"]) > 1 else ""
        yield Finished(
            f"{path}: {name}" if name else str(path),
            asked["kind"],
            asked["what"],
            one["seed"],
            one["changes"],
            _of(rows, one["name"]),
            _of(alerts, one["name"]),
        )


def _of(table: pa.Table, design: str) -> pa.Table:
    return table.filter(pa.compute.equal(table["design"], design))


def _of_run(run: StoredRun) -> Finished:
    if not run.complete:
        raise SimError(f"{run.path}: got a run that was {run.state}, wanted a complete one")
    scenario, events = run.scenario(), Log.from_table(run.event_table()).events
    who: dict[str, Any] = {"design": str(run.path), "replication": run.record["replication"]}
    ways = Ways(run.place(), scenario.officers.speed_mps)
    rows = [who | row for row in alert_rows(events, scenario, ways)]
    told = (span_of(scenario).duration_s, scenario.briefed, scenario.crowd.demography.ages)
    return Finished(
        str(run.path),
        RUN,
        "day",
        scenario.seed,
        dict(run.record.get("overrides", {})),
        figures_table([who | figures(events, *told)]),
        pa.Table.from_pylist(rows, schema=ALERTS),
    )
