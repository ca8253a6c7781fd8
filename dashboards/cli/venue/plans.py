"""`footfall venue import | check | show | export`: plans of real places."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console
from dashboards.cli.venue.asked import Layers, Mend, PlanFile, Scale, Unit, asked_for
from dashboards.cli.venue.facts import facts, say
from dashboards.cli.venue.group import commands
from engine.counts import counted
from engine.errors import SettingsError

if TYPE_CHECKING:
    from scenarios.place import Finding, Place
    from scenarios.plan import Asked

VENUE, PICTURE, FINDINGS = "venue.geojson", "venue.png", "findings.json"
"""What an import writes."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@commands.command(name="import")
def import_plan(
    file: PlanFile,
    out: Annotated[Path | None, typer.Option(help="A new or empty folder to write into.")] = None,
    unit: Unit = None,
    layers: Layers = None,
    scale: Scale = None,
    mend: Mend = False,
    propose: Annotated[
        Path | None, typer.Option(help="Only write a layers file to correct, and end.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read FILE into metres, and write our GeoJSON, a picture and what was found into OUT."""
    from engine.disk.files import write_text
    from engine.disk.places import own_folder
    from engine.pictures.writing import write_picture
    from scenarios.importers.writing import write_place

    asked = asked_for(unit, layers, scale, mend)
    if propose is not None:
        _propose(file, propose, asked)
        return
    if out is None:
        raise SettingsError("out: got nothing, wanted a new or empty folder to write into")
    with own_folder(out) as folder:
        place, found = _read(file, asked)
        told, picture = {"file": str(file), **facts(place, found)}, _drawn(place, found)
        write_place(folder / VENUE, place)
        write_picture(folder / PICTURE, picture)
        write_text(folder / FINDINGS, json.dumps(told, indent=2) + "\n")
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    say(place, found)
    console().print(f"\nWritten: {folder / VENUE}, {PICTURE}, {FINDINGS}", soft_wrap=True)


@commands.command(name="check")
def check_plan(
    file: PlanFile,
    unit: Unit = None,
    layers: Layers = None,
    scale: Scale = None,
    mend: Mend = False,
    as_json: AsJson = False,
) -> None:
    """Say what of FILE is in doubt, and where; exit 2 for what makes no place at all."""
    place, found = _read(file, asked_for(unit, layers, scale, mend))
    if as_json:
        typer.echo(json.dumps({"file": str(file), **facts(place, found)}, indent=2))
    else:
        say(place, found)


@commands.command(name="show")
def show_plan(
    file: PlanFile,
    out: Annotated[Path, typer.Option(help="The picture to write, .png or .jpg.")],
    unit: Unit = None,
    layers: Layers = None,
    scale: Scale = None,
    mend: Mend = False,
) -> None:
    """Draw FILE into OUT: a panel a level, with what is in doubt where it is."""
    from engine.pictures.writing import write_picture
    from sim.people.sheets.sheet import check_picture

    check_picture(out)
    place, found = _read(file, asked_for(unit, layers, scale, mend))
    write_picture(out, _drawn(place, found))
    floors, doubts = counted(len(place.levels), "floor"), counted(len(found), "finding")
    console().print(f"{place.name}: {floors}, {doubts}: {out}", soft_wrap=True)


@commands.command(name="export")
def export_plan(
    file: PlanFile,
    out: Annotated[Path, typer.Option(help="The file to write, .geojson.")],
    unit: Unit = None,
    layers: Layers = None,
    scale: Scale = None,
    mend: Mend = False,
) -> None:
    """Write FILE as our own GeoJSON into OUT; it reads back as the same place."""
    from scenarios.importers.writing import write_place

    if out.suffix.lower() != ".geojson":
        raise SettingsError(f"out: got {out}, wanted a name that ends in .geojson")
    check_files(out=out)
    place, _ = _read(file, asked_for(unit, layers, scale, mend))
    write_place(out, place)
    floors = counted(len(place.levels), "floor")
    console().print(f"{place.name}: {floors}: {out}", soft_wrap=True)


def _read(file: Path, asked: "Asked") -> tuple["Place", tuple["Finding", ...]]:
    from scenarios.checks.place import findings
    from scenarios.plan import read_plan

    with bars() as report:
        report("Read the plan", None)
        place = read_plan(file, asked)
        report("Check the plan", None)
        return place, findings(place)


def _drawn(place: "Place", found: tuple["Finding", ...]) -> Any:
    from dashboards.figures.place.storeys import drawn

    return drawn(place, found)


def _propose(file: Path, out: Path, asked: "Asked") -> None:
    from engine.disk.files import write_text
    from scenarios.plan import Proposer, importer_of

    check_files(propose=out)
    importer = importer_of(file)
    if not isinstance(importer, Proposer):
        raise SettingsError(f"propose: got {file}, wanted a plan of a format that has layers")
    write_text(out, importer.proposal(file, asked))
    console().print(f"What each layer is taken for, to be corrected: {out}", soft_wrap=True)
