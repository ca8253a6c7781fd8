"""`footfall compare`: designs beside each other, in the same replications with the same luck."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Measures,
    Out,
    Replications,
    Varies,
    What,
    Workers,
    at_work,
    crew_of,
    folder_of,
)
from dashboards.cli.experiments.tables import print_differences
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars
from engine.errors import SettingsError

if TYPE_CHECKING:
    from sim.experiments.designs.design import Design

USUAL = ("tpir", "fpir", "alert_precision", "stops", "wrong_stops")
"""Measures that are compared where none is asked for; each more makes all intervals wider."""


@app.command()
def compare(
    designs: Annotated[
        list[str],
        typer.Argument(
            help="Designs, each in quotes a library name or file with its changes, such as"
            " 'mall officers.speed_mps=2.5'; or folders of finished experiments and runs. The first"
            " is what the others are compared with."
        ),
    ],
    replications: Replications = 20,
    what: What = Varies.day,
    measure: Measures = None,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    set_: Changes = None,
    fresh: Fresh = False,
    estimate: Only = False,
    long: Long = False,
    as_json: AsJson = False,
) -> None:
    """Say by how much DESIGNS differ, played with the same people and the same luck.

    --set changes all of them.
    """
    from scenarios.fields.changes import parsed
    from sim.experiments.compare import beside, check, paired
    from sim.experiments.compare import compare as played
    from sim.experiments.designs.named import designs_of
    from sim.experiments.playing.needs import needs
    from sim.experiments.replicate import check_measures
    from sim.experiments.rows.folder import begun

    named = check_measures(measure or USUAL)
    if there := _folders(designs, [*(set_ or [])]):
        _print(beside(paired(there), named).to_json(), named, as_json=as_json)
        return
    place = folder_of(out) if not estimate else Path()
    made = designs_of(designs, parsed(set_ or []))
    chosen: list[Design] = [one[0] for one in made]
    check(chosen, replications)
    needed = needs([one[1:] for one in made], replications, what.value, at_work(workers))
    if not foreseen(needed, "--replications", only=estimate, long=long, as_json=as_json):
        return
    with (
        bars() as report,
        crew_of(workers, cluster, fresh, report, place) as crew,
        begun(place, "compare", what.value, chosen) as folder,
    ):
        found = played(folder, chosen, what.value, replications, named, crew)
        told = {"what": what.value, "folder": str(place)} | found.to_json()
        folder.tell(told)
    _print(told, named, as_json=as_json)


def _folders(designs: Sequence[str], changes: Sequence[str]) -> list[Path]:
    """The folders that are named, if all are; SettingsError for folders beside scenarios."""
    there = [Path(one) for one in designs if Path(one).is_dir()]
    if there and len(there) < len(designs):
        raise SettingsError(f"designs: got {there[0]}, a folder, beside scenarios, wanted one kind")
    if there and changes:
        raise SettingsError(f"--set: got {changes[0]!r} for what is played already, wanted none")
    return there


def _print(told: dict[str, Any], measures: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        print_differences(told, measures)
