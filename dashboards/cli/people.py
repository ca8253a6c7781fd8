"""`footfall people`: look at the rendered people."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dashboards.cli.app import app
from dashboards.cli.progress import bars
from dashboards.cli.tables import console
from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser
from sim.people.fittings import write_fittings
from sim.people.lineup import write_lineup
from sim.people.sheet import write_sheet
from sim.people.sprites import Sprites
from sim.study.disguises import USUAL, Effect, measure

commands = typer.Typer(no_args_is_help=True, help="The rendered people.")
app.add_typer(commands, name="people")
NOTE = (
    "Of rendered people before a wall, enrolled with none of it on but what their faith asks for:"
    " it compares things with each other, and is no accuracy in the world."
)


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
def wear(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=24, help="How many people wear each.")] = 4,
    seed: Annotated[int, typer.Option(min=0, help="Which population.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=10, help="Things in a row.")] = 3,
) -> None:
    """Draw everything that is worn on head and face, each on several people, into OUT."""
    with bars() as report:
        write_fittings(out, count, seed, columns, lambda share: report("Dress the people", share))
    console().print(f"{count} people wear each thing: {out}", soft_wrap=True)


@commands.command()
def worn(
    people: Annotated[int, typer.Option(min=1, max=400, help="How many wear each thing.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Which population.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say how much what is worn on head and face hides, and what that does to recognition."""
    with bars() as report:
        found = measure(
            Analyser(load_pack()),
            Sprites(seed),
            range(people),
            USUAL,
            lambda share: report("Look at the people", share),
        )
    if as_json:
        typer.echo(json.dumps({"note": NOTE, "worn": [asdict(one) for one in found]}, indent=2))
    else:
        console().print(effects(found))
        console().print(NOTE, soft_wrap=True)


def effects(found: list[Effect]) -> Table:
    """What each thing does, one a row."""
    drawn = Table(title="Two views of each person against their enrolment")
    for column in ("worn", "covers", "found", "median score", "median loss"):
        drawn.add_column(column)
    for one in found:
        score, loss = ("-" if v is None else f"{v:.2f}" for v in (one.score, one.loss))
        seen = f"{one.found.numerator}/{one.found.denominator}"
        drawn.add_row(one.name, f"{one.covered:.2f}", seen, score, loss)
    return drawn
