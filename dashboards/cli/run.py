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
from sim.run import RunResult, play
from sim.run import resume as take_up
from sim.stages.store import user_store


class Fidelity(StrEnum):
    """How close to the real thing a run is."""

    scores = "scores"
    pixels = "pixels"


@app.command()
def run(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(help="A library name or a scenario file.")
    ] = None,
    fidelity: Annotated[Fidelity | None, typer.Option(help="Default: the scenario's own.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Default: the scenario's own.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Run folder. Default: a new one in runs/.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="PATH=VALUE", help="Change a field, e.g. engine.threshold=.7"
        ),
    ] = None,
    from_run: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="RUN", help="Take over what is the same in this run folder."
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            metavar="RUN", help="Go on with the run in this folder, which ended before its time."
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
    if resume is not None:
        others = (scenario, fidelity, seed, out, set_ or None, from_run, fresh or None)
        _print(_resumed(resume, alone=all(one is None for one in others)), as_json)
        return
    if scenario is None:
        wanted = "got none, wanted a library name or a scenario file"
        raise typer.BadParameter(wanted, context, param_hint="SCENARIO")
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
    _print(result, as_json)


def _resumed(folder: Path, *, alone: bool) -> RunResult:
    """Go on with a run as it was begun; ScenarioError for anything beside it."""
    if not alone:
        raise ScenarioError("--resume: got more beside it, wanted the run's folder alone")
    with bars() as report:
        return take_up(folder, store=user_store(), progress=report)


def _print(result: RunResult, as_json: bool) -> None:
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
