"""`footfall replicate`: a scenario played again and again, with intervals over replications."""

import json
import sys
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
from dashboards.cli.experiments.tables import print_means
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars

if TYPE_CHECKING:
    from sim.experiments.replicate import Replicated

Until = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MEASURE=HALF-WIDTH",
        help="Play on until the interval of this measure reaches no further than that to either"
        " side, --replications at most; may be given for several.",
    ),
]


@app.command()
def replicate(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    replications: Replications = 20,
    what: What = Varies.day,
    until: Until = None,
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
    """Play SCENARIO again and again, with other luck each time; say what comes of it on average.

    Interrupted, or with more replications, the same command goes on with what is in its folder.
    """
    from scenarios.fields.changes import parsed
    from sim.experiments.designs.design import design_of
    from sim.experiments.playing.needs import needs
    from sim.experiments.precision import told_wanted
    from sim.experiments.replicate import KNOWN, check_measures
    from sim.experiments.replicate import replicate as played
    from sim.experiments.rows.folder import begun

    named, wanted = check_measures(measure or ()), told_wanted(until or (), KNOWN)
    place = folder_of(out) if not estimate else Path()
    design, loaded, preset = design_of(scenario, parsed(set_ or []))
    needed = needs([(loaded, preset)], replications, what.value, at_work(workers))
    if not foreseen(needed, "--replications", only=estimate, long=long, as_json=as_json):
        return
    with (
        bars() as report,
        crew_of(workers, cluster, fresh, report, place) as crew,
        begun(place, "replicate", what.value, [design]) as folder,
    ):
        found = played(folder, design, what.value, replications, crew, wanted)
        told = _told(found, design.name, what.value, place)
        folder.tell(told)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        print_means(told, loaded.scenario.title, named, wanted)


def _told(found: "Replicated", name: str, what: str, folder: Path) -> dict[str, Any]:
    return {"scenario": name, "what": what, "folder": str(folder)} | found.to_json()
