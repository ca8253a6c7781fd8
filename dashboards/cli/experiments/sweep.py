"""`footfall sweep`: many points of a scenario's fields, on a grid or spread over ranges."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Measures,
    Out,
    Playing,
    Varies,
    What,
    Workers,
    say,
)
from dashboards.cli.experiments.tables import print_points
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only
from engine.errors import SettingsError

USUAL = ("tpir", "fpir", "alerts", "stops")
Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=VALUES",
        help="A field and its values, A,B,…; with --lhs its range, LOW:HIGH. Once for each field.",
    ),
]


@app.command()
def sweep(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    vary: Vary = None,
    lhs: Annotated[
        int | None,
        typer.Option(min=2, help="So many points spread over ranges (Latin hypercube), no grid."),
    ] = None,
    replications: Annotated[
        int, typer.Option("--replications", "-n", min=1, help="How many are played at each point.")
    ] = 1,
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
    """Play SCENARIO at many points of some fields, at each with the same people and luck."""
    from scenarios.fields.changes import parsed
    from sim.experiments.designs.ranges import designs_at
    from sim.experiments.replicate import check_measures
    from sim.experiments.sweep import sweep as played

    named, common = check_measures(measure or USUAL), parsed(set_ or [])
    playing = Playing(what, out, workers, cluster, fresh, estimate, long, as_json)
    points = _points(scenario, common, vary or [], lhs)
    made, _ = designs_at(scenario, common, points)
    if not playing.foreseen(made, replications, "--vary"):
        return
    designs, fields = [one[0] for one in made], [*points[0]]
    with playing.begun("sweep", designs) as (folder, crew):
        found = played(folder, designs, fields, what.value, replications, named, crew)
        told: dict[str, Any] = {"scenario": scenario} | playing.head
        told |= {"replications": replications, "points": [one.to_json() for one in found]}
        folder.tell(told)
    say(told, lambda: print_points(told, fields, named), as_json=as_json)


def _points(
    scenario: str, common: Mapping[str, str], vary: Sequence[str], lhs: int | None
) -> list[dict[str, str]]:
    """The points of a grid, or `lhs` that are spread over ranges; SettingsError for no field."""
    from scenarios.loader import load_scenario
    from sim.experiments.designs.ranges import grid, hypercube, told_ranges, told_values

    if not vary:
        raise SettingsError("vary: got nothing, wanted FIELD=A,B,… or, with --lhs, FIELD=LOW:HIGH")
    if lhs is None:
        return [*grid(told_values(vary))]
    seed = load_scenario(scenario, common).scenario.seed
    return hypercube(told_ranges(vary), lhs, seed)
