"""`footfall select`: the best of some designs, with a proven chance."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Out,
    Varies,
    What,
    Workers,
    at_work,
    crew_of,
    folder_of,
)
from dashboards.cli.experiments.tables import print_selected
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars
from engine.errors import SettingsError

Designs = Annotated[
    list[str],
    typer.Argument(
        help="Designs, each in quotes a library name or file with its changes, such as"
        " 'mall officers.speed_mps=2.5'."
    ),
]


@app.command()
def select(
    designs: Designs,
    measure: Annotated[str, typer.Option(help="What is compared, by its measure's key.")] = "stops",
    most: Annotated[
        bool | None, typer.Option("--max/--min", help="Whether most or least is best.")
    ] = None,
    zone: Annotated[
        float,
        typer.Option(help="The difference that counts: any closer to the best is as good."),
    ] = 0.0,
    sure: Annotated[float, typer.Option(help="The least chance that the best is chosen.")] = 0.95,
    replications: Annotated[
        int, typer.Option("--replications", "-n", min=1, help="Most that are played of a design.")
    ] = 200,
    what: What = Varies.day,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    set_: Changes = None,
    fresh: Fresh = False,
    estimate: Only = False,
    long: Long = False,
    as_json: AsJson = False,
) -> None:
    """Choose the best of DESIGNS, of which those that fall behind are played no further."""
    from scenarios.fields.changes import parsed
    from sim.experiments.designs.named import designs_of
    from sim.experiments.playing.needs import needs
    from sim.experiments.replicate import check_measures
    from sim.experiments.rows.folder import begun
    from sim.experiments.selection import Rule, check
    from sim.experiments.selection import select as played

    if most is None:
        raise SettingsError("select: got neither --max nor --min, wanted one of them")
    (named,), rule = check_measures([measure]), Rule(zone, sure, most)
    place = folder_of(out) if not estimate else Path()
    made = designs_of(designs, parsed(set_ or []))
    chosen = [one[0] for one in made]
    check(chosen, rule, replications)
    needed = needs([one[1:] for one in made], replications, what.value, at_work(workers))
    if not foreseen(needed, "--replications", only=estimate, long=long, as_json=as_json):
        return
    with (
        bars() as report,
        crew_of(workers, cluster, fresh, report, place) as crew,
        begun(place, "select", what.value, chosen) as folder,
    ):
        found = played(folder, chosen, what.value, named, rule, replications, crew)
        told = {"measure": named, "what": what.value, "folder": str(place)} | found.to_json()
        folder.tell(told)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        print_selected(told, rule.told)
