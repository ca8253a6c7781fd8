"""`footfall sensitivity`: which of some fields a scenario's outcomes hang on, and how much."""

import json
import sys
from enum import StrEnum
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
from dashboards.cli.experiments.tables import print_effects
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars

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
    from sim.experiments.playing.needs import needs
    from sim.experiments.replicate import check_measures
    from sim.experiments.rows.folder import begun
    from sim.experiments.sensitivity import effects, play_points, tried

    named, common = check_measures(measure or USUAL), parsed(set_ or [])
    place = folder_of(out) if not estimate else Path()
    ranges, seed = told_ranges(vary or []), load_scenario(scenario, common).scenario.seed
    points = tried(ranges, method.value, tries, seed)
    made, of_point = designs_at(scenario, common, changes_of(ranges, points))
    needed = needs([one[1:] for one in made], replications, what.value, at_work(workers))
    if not foreseen(needed, "--tries", only=estimate, long=long, as_json=as_json):
        return
    designs = [one[0] for one in made]
    with (
        bars() as report,
        crew_of(workers, cluster, fresh, report, place) as crew,
        begun(place, "sensitivity", what.value, designs) as folder,
    ):
        outcomes = play_points(folder, designs, of_point, what.value, replications, named, crew)
        told: dict[str, Any] = {"scenario": scenario, "what": what.value, "folder": str(place)}
        told |= {"method": method.value, "points": len(points), "replications": replications}
        told["effects"] = {
            name: [
                one.to_json(method.value)
                for one in effects(ranges, method.value, points, values, seed)
            ]
            for name, values in outcomes.items()
        }
        folder.tell(told)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        print_effects(told)
