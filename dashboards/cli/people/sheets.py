"""`footfall people sheet | bodies | manners | tones | wear | worn`: look at the rendered people."""

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console, table
from engine.counts import counted

if TYPE_CHECKING:
    from sim.fidelity.disguises import Effect
    from sim.people.skin.tones import Tone

NOTE = (
    "Of rendered people before a wall, enrolled with none of it on but what their faith asks for"
    " and, for some, clear glasses of their own: for comparing things with each other only, not"
    " real-world accuracy."
)


class Kind(StrEnum):
    """What a contact sheet shows."""

    pairs = "pairs"
    conditions = "conditions"
    restyled = "restyled"


@commands.command()
def sheet(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=400, help="How many people.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=40, help="People in a row.")] = 6,
    kind: Annotated[
        Kind,
        typer.Option(help="As enrolled and seen; one of them in 24 conditions; restyled."),
    ] = Kind.pairs,
    person: Annotated[int, typer.Option(min=0, help="Whom `conditions` shows.")] = 0,
) -> None:
    """Draw people as enrolled and as a camera sees them, with their labels, into OUT.

    Conditions and restyled people are drawn with the engine's cosine below each picture.
    """
    from sim.people.sheets.restyling import write_conditions, write_restyled
    from sim.people.sheets.sheet import write_sheet

    with bars() as report:
        progress = begun(report, "Draw the people")
        if kind is Kind.conditions:
            write_conditions(out, person, seed, progress)
            console().print(f"person {person} of population {seed}: {out}", soft_wrap=True)
            return
        write = write_restyled if kind is Kind.restyled else write_sheet
        write(out, count, seed, columns, progress)
    console().print(f"{counted(count, 'person')} of population {seed}: {out}", soft_wrap=True)


@commands.command()
def bodies(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=200, help="How many people.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=20, help="People in a row.")] = 4,
) -> None:
    """Draw people in their clothes from three sides, and one walk's cycle, into OUT."""
    from sim.people.sheets.lineup import write_lineup

    with bars() as report:
        write_lineup(out, count, seed, columns, begun(report, "Draw the bodies"))
    console().print(f"{counted(count, 'person')} of population {seed}: {out}", soft_wrap=True)


@commands.command()
def manners(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=40, help="How many people.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=20, help="People in a row.")] = 3,
) -> None:
    """Draw people with phones, prams, cases, wheelchairs and sticks from three sides into OUT."""
    from sim.people.sheets.parade import write_parade

    with bars() as report:
        write_parade(out, count, seed, columns, begun(report, "Draw the manners"))
    console().print(f"{counted(count, 'person')} of population {seed}: {out}", soft_wrap=True)


@commands.command("tones")
def skin_tones(
    count: Annotated[int, typer.Option(min=1, help="How many people.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Say how many people have each Monk tone, and how far their skin is from its swatch."""
    from sim.people.skin.tones import tones

    with bars() as report:
        report("Tone the people", None)
        found = tones(count, seed)
    if as_json:
        sys.stdout.write(json.dumps([asdict(tone) for tone in found], indent=2) + "\n")
        return
    heads = ("tone", "swatch", "people", "distance, mean", "largest")
    console().print(table(heads, [_row(tone) for tone in found]))


def _row(tone: "Tone") -> tuple[str, ...]:
    apart = (tone.mean_distance, tone.largest_distance)
    far = [f"{value:.1f}" if tone.people else "" for value in apart]
    return (str(tone.tone), tone.swatch, f"{tone.people:,}", *far)


@commands.command()
def wear(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    count: Annotated[int, typer.Option(min=1, max=24, help="How many people wear each.")] = 4,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    columns: Annotated[int, typer.Option(min=1, max=10, help="Things in a row.")] = 3,
) -> None:
    """Draw everything that is worn on head and face, each on several people, into OUT."""
    from sim.people.sheets.fittings import write_fittings

    with bars() as report:
        write_fittings(out, count, seed, columns, begun(report, "Dress the people"))
    console().print(f"{counted(count, 'person')} in each thing: {out}", soft_wrap=True)


@commands.command()
def worn(
    people: Annotated[int, typer.Option(min=1, max=400, help="How many wear each thing.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say how much what is worn on head and face hides, and what that does to recognition."""
    from engine.packs.pack import load_pack
    from engine.vision.analyser import Analyser
    from sim.fidelity.disguises import USUAL, measure
    from sim.people.sprites import Sprites

    with bars() as report:
        found = measure(
            Analyser(load_pack()),
            Sprites(seed),
            range(people),
            USUAL,
            begun(report, "Look at the people"),
        )
    if as_json:
        typer.echo(json.dumps({"note": NOTE, "worn": [asdict(one) for one in found]}, indent=2))
    else:
        console().print(effects(found))
        console().print(NOTE, soft_wrap=True)


def effects(found: list["Effect"]) -> Table:
    """What each thing does, one a row."""
    drawn = Table(title="Two views of each person against their enrolment")
    for column in ("worn", "covers", "found", "median score", "median loss"):
        drawn.add_column(column)
    for one in found:
        score, loss = ("-" if v is None else f"{v:.2f}" for v in (one.score, one.loss))
        seen = f"{one.found.numerator}/{one.found.denominator}"
        drawn.add_row(one.name, f"{one.covered:.2f}", seen, score, loss)
    return drawn
