"""`footfall sweep`: many points of a scenario's fields, on a grid or spread over ranges."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.experiments.asked import (
    AsJson,
    Cluster,
    Measures,
    Out,
    Varies,
    What,
    Workers,
    at_work,
    crew_of,
    folder_of,
)
from dashboards.cli.experiments.tables import print_points
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars
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
    from scenarios.loader import load_scenario
    from sim.experiments.designs import ranges
    from sim.experiments.playing.needs import needs
    from sim.experiments.replicate import check_measures
    from sim.experiments.rows.folder import begun
    from sim.experiments.sweep import sweep as played

    if not vary:
        raise SettingsError("vary: got nothing, wanted FIELD=A,B,… or, with --lhs, FIELD=LOW:HIGH")
    named, common = check_measures(measure or USUAL), parsed(set_ or [])
    place = folder_of(out) if not estimate else Path()
    if lhs is None:
        points = [*ranges.grid(ranges.told_values(vary))]
    else:
        seed = load_scenario(scenario, common).scenario.seed
        points = ranges.hypercube(ranges.told_ranges(vary), lhs, seed)
    made, _ = ranges.designs_at(scenario, common, points)
    needed = needs([one[1:] for one in made], replications, what.value, at_work(workers))
    if not foreseen(needed, "--vary", only=estimate, long=long, as_json=as_json):
        return
    designs, fields = [one[0] for one in made], [*points[0]]
    with (
        bars() as report,
        crew_of(workers, cluster, fresh, report, place) as crew,
        begun(place, "sweep", what.value, designs) as folder,
    ):
        found = played(folder, designs, fields, what.value, replications, named, crew)
        told: dict[str, Any] = {"scenario": scenario, "what": what.value, "folder": str(place)}
        told |= {"replications": replications, "points": [one.to_json() for one in found]}
        folder.tell(told)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        print_points(told, fields, named)
