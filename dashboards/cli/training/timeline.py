"""`footfall training timeline`: timelines of injects as CSV files."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.terminal.screen import bold, console
from dashboards.cli.terminal.tables import table
from dashboards.cli.training.group import commands
from engine.counts import counted

timeline = typer.Typer(no_args_is_help=True, help="Timelines of injects as CSV files.")
commands.add_typer(timeline, name="timeline")
KIND_HEADS = ("kind", "what happens", "of", "amount", "seconds")


@timeline.callback()
def timelines() -> None:
    """Timelines of injects as CSV files."""


@timeline.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="The timeline's CSV file.")],
    scenario: Annotated[
        str | None,
        typer.Option(help="A library name or a scenario file whose cameras and doors it names."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read a timeline, and tell everything that is wrong with it at once, by line and field."""
    from scenarios.errors import Fault, ScenarioError
    from scenarios.loader import load_scenario
    from sim.training.injects.inject import fit_problems
    from sim.training.injects.timeline import COLUMNS, read_timeline
    from sim.training.library.exercises import names_of

    injects = read_timeline(file)
    if scenario is not None:
        loaded = load_scenario(scenario)
        about = (loaded.scenario.watchlist.size, loaded.scenario.duration_s)
        columns = {field: name for name, field in COLUMNS.items()}
        wrong = [
            Fault(str(file), None, f"inject {injects[number].id}: {columns[field]}", said)
            for number, field, said in fit_problems(injects, names_of(loaded), *about)
        ]
        if wrong:
            raise ScenarioError(wrong)
    if as_json:
        print_json({"injects": [one.model_dump(mode="json") for one in injects]})
        return
    kinds = counted(len({one.kind for one in injects}), "kind")
    console().print(f"{file}: {counted(len(injects), 'inject')} of {kinds}", soft_wrap=True)


@timeline.command("kinds")
def kinds(as_json: Json = False) -> None:
    """List the kinds of injects, with what each changes and how much of it there may be."""
    from dataclasses import asdict

    from sim.training.injects.kinds import KINDS, Amount

    if as_json:
        print_json({name: asdict(kind) for name, kind in KINDS.items()})
        return

    def told(amount: Amount | None, unit: bool) -> str:
        if amount is None:
            return ""
        said = f"{amount.least:g} to {amount.most:g} ({amount.usual:g})"
        return f"{said} {amount.unit}" if unit else said

    rows = [
        (name, kind.told, kind.of, told(kind.amount, True), told(kind.length, False))
        for name, kind in KINDS.items()
    ]
    screen = console()
    screen.print(table(KIND_HEADS, rows))
    screen.print(bold("In brackets: as usual, where nothing is said."))
