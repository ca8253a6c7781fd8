"""`footfall run`: play a scenario and say what came of it."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import print_outcomes
from scenarios.errors import ScenarioError
from sim.run import play
from sim.stages.store import user_store


class Fidelity(StrEnum):
    """How close to the real thing a run is."""

    scores = "scores"
    pixels = "pixels"


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
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
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Change a field of the scenario, e.g. engine.threshold=.7",
        ),
    ] = None,
    from_run: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="RUN", help="A run folder: what is the same there is taken over."
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make everything anew, whatever was kept before.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Play SCENARIO: people, cameras, engine, operators, officers; then say what came of it."""
    if fresh and from_run:
        raise ScenarioError("--fresh: got --from, too, wanted one of them")
    with bars() as report:
        result = play(
            scenario,
            out=out,
            fidelity=fidelity.value if fidelity else None,
            seed=seed,
            overrides=parse_overrides(set_ or []),
            from_run=from_run,
            store=None if fresh else user_store(),
            progress=report,
        )
    if as_json:
        sys.stdout.write(json.dumps(result.to_json(), indent=2) + "\n")
    else:
        print_outcomes(result)


def parse_overrides(settings: list[str]) -> dict[str, str]:
    """`path=value` pairs as a mapping; ScenarioError for anything else."""
    for setting in settings:
        if "=" not in setting.strip("="):
            raise ScenarioError(f"--set: got {setting!r}, wanted PATH=VALUE")
    return dict(setting.split("=", 1) for setting in settings)
