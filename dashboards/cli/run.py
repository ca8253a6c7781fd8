"""`footfall run`: play a scenario and say what came of it."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.estimates import Long, Only, say_estimate
from dashboards.cli.terminal.progress import bars
from scenarios.errors import ScenarioError

if TYPE_CHECKING:
    from sim.run import RunResult


class Fidelity(StrEnum):
    """How close to the real thing a run is."""

    scores = "scores"
    pixels = "pixels"


Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="Change a field of the scenario, e.g. engine.threshold=.7; what comes in a list is"
        " numbered from 0, e.g. cameras.0.fov_deg=50, and + puts one more at its end, e.g."
        " 'officers.posts_m.+=[30, 12]'. docs/scenarios.md has all fields.",
    ),
]
FromRun = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="RUN", help="A run folder: what is the same there is taken over."
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        metavar="RUN", help="Go on with the run in this folder, which ended before its time."
    ),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Make everything anew, whatever was kept before.")
]


@app.command()
def run(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(help="A library name or a scenario file.")
    ] = None,
    fidelity: Annotated[
        Fidelity | None,
        typer.Option(
            help="`scores`: quick; `pixels`: on rendered film. Default: the scenario's own."
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Number that chance comes from. Default: the scenario's own."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Run folder. Default: a new one in runs/.")
    ] = None,
    set_: Changes = None,
    from_run: FromRun = None,
    resume: Resume = None,
    fresh: Fresh = False,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Play SCENARIO: people, cameras, engine, operators, officers; then say what came of it."""
    from scenarios.fields.changes import parsed
    from sim.estimate import LONG_S
    from sim.run import estimated, play
    from sim.stages.store import user_store

    if fresh and from_run:
        raise ScenarioError("--fresh: got --from, too, wanted one of them")
    if resume is not None:
        others = {
            "SCENARIO": scenario, "--fidelity": fidelity, "--seed": seed, "--out": out,
            "--set": set_ or None, "--from": from_run, "--fresh": fresh or None,
        }  # fmt: skip
        beside = [name for name, one in others.items() if one is not None]
        _print(_resumed(resume, beside), as_json)
        return
    if scenario is None:
        wanted = "got none, wanted a library name or a scenario file"
        raise typer.BadParameter(wanted, context, param_hint="SCENARIO")
    kind, changes = fidelity.value if fidelity else None, parsed(set_ or [])
    if estimate:
        needs = estimated(scenario, out=out, fidelity=kind, seed=seed, overrides=changes)
        say_estimate(needs, as_json=as_json)
        return
    with bars() as report:
        result = play(
            scenario,
            out=out,
            fidelity=kind,
            seed=seed,
            overrides=changes,
            from_run=from_run,
            store=None if fresh else user_store(),
            progress=report,
            planned=report.take_up,
            within_s=None if long else LONG_S,
        )
    _print(result, as_json)


def _resumed(folder: Path, beside: list[str]) -> "RunResult":
    """Go on with a run as it was begun; ScenarioError for any options `beside` it."""
    if beside:
        named = ", ".join(beside)
        raise ScenarioError(f"--resume: got {named} beside it, wanted the run's folder alone")
    from sim.run import resume
    from sim.stages.store import user_store

    with bars() as report:
        return resume(folder, store=user_store(), progress=report, planned=report.take_up)


def _print(result: "RunResult", as_json: bool) -> None:
    from dashboards.cli.terminal.outcomes import print_outcomes

    if as_json:
        sys.stdout.write(json.dumps(result.to_json(), indent=2) + "\n")
    else:
        print_outcomes(result)
