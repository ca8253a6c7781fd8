"""`footfall replicate`: a scenario played again and again, with intervals over replications."""

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
from dashboards.cli.experiments.tables import print_means
from dashboards.cli.run import Changes, Fresh
from dashboards.cli.terminal.estimates import Long, Only

if TYPE_CHECKING:
    pass

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
    from sim.experiments.precision import told_wanted
    from sim.experiments.replicate import KNOWN, check_measures
    from sim.experiments.replicate import replicate as played

    named, wanted = check_measures(measure or ()), told_wanted(until or (), KNOWN)
    playing = Playing(what, out, workers, cluster, fresh, estimate, long, as_json)
    made = design_of(scenario, parsed(set_ or []))
    if not playing.foreseen([made], replications, "--replications"):
        return
    design, loaded, _ = made
    with playing.begun("replicate", [design]) as (folder, crew):
        found = played(folder, design, what.value, replications, crew, wanted)
        told = {"scenario": design.name} | playing.head | found.to_json()
        folder.tell(told)
    say(told, lambda: print_means(told, loaded.scenario.title, named, wanted), as_json=as_json)
