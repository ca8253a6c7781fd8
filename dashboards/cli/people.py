"""`footfall people`: look at the rendered people."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.progress import bars
from dashboards.cli.tables import console
from sim.people.lineup import write_lineup
from sim.people.parade import write_parade
from sim.people.sheet import write_sheet

commands = typer.Typer(no_args_is_help=True, help="The rendered people.")
app.add_typer(commands, name="people")


@commands.callback()
def people() -> None:
    """The rendered people."""


@commands.command()
def sheet(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=400, help="How many people.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Which population.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=40, help="People in a row.")] = 6,
) -> None:
    """Draw people as enrolled and as a camera sees them, with their labels, into OUT."""
    with bars() as report:
        write_sheet(out, count, seed, columns, lambda share: report("Draw the people", share))
    console().print(f"{count} people of population {seed}: {out}", soft_wrap=True)


@commands.command()
def bodies(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=200, help="How many people.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Which population.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=20, help="People in a row.")] = 4,
) -> None:
    """Draw people in their clothes from three sides, and one walk's cycle, into OUT."""
    with bars() as report:
        write_lineup(out, count, seed, columns, lambda share: report("Draw the bodies", share))
    console().print(f"{count} people of population {seed}: {out}", soft_wrap=True)


@commands.command()
def manners(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=40, help="How many people.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Which population.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=20, help="People in a row.")] = 3,
) -> None:
    """Draw people with phones, prams, cases, wheelchairs and sticks from three sides into OUT."""
    with bars() as report:
        write_parade(out, count, seed, columns, lambda share: report("Draw the manners", share))
    console().print(f"{count} people of population {seed}: {out}", soft_wrap=True)
