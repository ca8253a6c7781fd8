"""`footfall select`: the best of some designs, with a proven chance."""

from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Out,
    Playing,
    Varies,
    What,
    Workers,
    say,
)
from dashboards.cli.experiments.tables import print_selected
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only
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
    from sim.experiments.replicate import check_measures
    from sim.experiments.selection import Rule, check
    from sim.experiments.selection import select as played

    if most is None:
        raise SettingsError("select: got neither --max nor --min, wanted one of them")
    (named,), rule = check_measures([measure]), Rule(zone, sure, most)
    playing = Playing(what, out, workers, cluster, fresh, estimate, long, as_json)
    made = designs_of(designs, parsed(set_ or []))
    chosen = [one[0] for one in made]
    check(chosen, rule, replications)
    if not playing.foreseen(made, replications, "--replications"):
        return
    with playing.begun("select", chosen) as (folder, crew):
        found = played(folder, chosen, what.value, named, rule, replications, crew)
        told = {"measure": named} | playing.head | found.to_json()
        folder.tell(told)
    say(told, lambda: print_selected(told, rule.told), as_json=as_json)
