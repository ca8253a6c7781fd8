"""`footfall compare`: designs beside each other, in the same replications with the same luck."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Measures,
    Out,
    Playing,
    Replications,
    Varies,
    What,
    Workers,
    say,
)
from dashboards.cli.experiments.tables import print_differences
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only
from engine.errors import SettingsError

if TYPE_CHECKING:
    pass

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
    from sim.experiments.replicate import check_measures

    named = check_measures(measure or USUAL)
    if there := _folders(designs, set_ or []):
        told = beside(paired(there), named).to_json()
        say(told, lambda: print_differences(told, named), as_json=as_json)
        return
    playing = Playing(what, out, workers, cluster, fresh, estimate, long, as_json)
    made = designs_of(designs, parsed(set_ or []))
    chosen = [one[0] for one in made]
    check(chosen, replications)
    if not playing.foreseen(made, replications, "--replications"):
        return
    with playing.begun("compare", chosen) as (folder, crew):
        found = played(folder, chosen, what.value, replications, named, crew)
        told = playing.head | found.to_json()
        folder.tell(told)
    say(told, lambda: print_differences(told, named), as_json=as_json)


def _folders(designs: Sequence[str], changes: Sequence[str]) -> list[Path]:
    """The folders that are named, if all are; SettingsError for folders beside scenarios."""
    there = [Path(one) for one in designs if Path(one).is_dir()]
    if there and len(there) < len(designs):
        raise SettingsError(f"designs: got {there[0]}, a folder, beside scenarios, wanted one kind")
    if there and changes:
        raise SettingsError(f"--set: got {changes[0]!r} for what is played already, wanted none")
    return there
