"""`footfall sensitivity`: which of some fields a scenario's outcomes hang on, and how much."""

from enum import StrEnum
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
from dashboards.cli.experiments.tables import print_effects
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only

USUAL = ("alerts", "stops")


class Ways(StrEnum):
    """How it is found out."""

    sobol = "sobol"
    morris = "morris"


Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=LOW:HIGH",
        help="A field and its range, in whole numbers if both ends are. Once for each field.",
    ),
]
Method = Annotated[
    Ways,
    typer.Option(
        help="`morris`: a screening of many fields by few points; `sobol`: shares of variance."
    ),
]
Tries = Annotated[
    int,
    typer.Option(
        min=2, max=1 << 16, help="How often each field is moved; for sobol a power of two."
    ),
]


@app.command()
def sensitivity(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    vary: Vary = None,
    method: Method = Ways.morris,
    tries: Tries = 16,
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
    """Say which of some fields of SCENARIO its outcomes hang on, over a range of each."""
    from scenarios.fields.changes import parsed
    from scenarios.loader import load_scenario
    from sim.experiments.designs.ranges import changes_of, designs_at, told_ranges
    from sim.experiments.replicate import check_measures
    from sim.experiments.sensitivity import play_points, told_effects, tried

    named, common = check_measures(measure or USUAL), parsed(set_ or [])
    playing = Playing(what, out, workers, cluster, fresh, estimate, long, as_json)
    ranges, seed = told_ranges(vary or []), load_scenario(scenario, common).scenario.seed
    points = tried(ranges, method.value, tries, seed)
    made, of_point = designs_at(scenario, common, changes_of(ranges, points))
    if not playing.foreseen(made, replications, "--tries"):
        return
    designs = [one[0] for one in made]
    with playing.begun("sensitivity", designs) as (folder, crew):
        outcomes = play_points(folder, designs, of_point, what.value, replications, named, crew)
        told: dict[str, Any] = {"scenario": scenario} | playing.head
        told |= {"method": method.value, "points": len(points), "replications": replications}
        told |= {"vary": vary, "tries": tries}
        told["effects"] = told_effects(ranges, method.value, points, outcomes, seed)
        folder.tell(told)
    say(told, lambda: print_effects(told), as_json=as_json)
