"""`footfall people gap`: how far rendered people are from real ones, in numbers."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import console, not_taken, passed_over, table
from engine.disk.files import write_text
from engine.packs.names import OPEN

if TYPE_CHECKING:
    from sim.fidelity.gap import Measured

FAILED, SAMPLES = 1, 6
"""The exit code of --check where a bound fails; people whose pictures stand on the page."""


@commands.command("gap")
def measure_gap(
    real: Annotated[Path, typer.Option(help="Photographs, a subfolder for each person.")],
    people: Annotated[int, typer.Option(min=4, help="Rendered people to compare.")] = 400,
    views: Annotated[int, typer.Option(min=1, help="Pictures of each beside the first.")] = 1,
    photographed: Annotated[
        int | None, typer.Option(min=4, help="Only the first so many people in photographs.")
    ] = None,
    pack: Annotated[str, typer.Option(help="`open` or the folder of a pack.")] = OPEN,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Write the bounds, to lie beside a preset: NAME.gap.json.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if a bound fails.")] = False,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare rendered people with photographs of real ones that are treated alike."""
    from engine.errors import GalleryError
    from engine.measure.realism.bounds import save_gap
    from engine.pictures.folders import list_folder
    from sim.estimate import of_gap
    from sim.fidelity.gap import GapPlan, kept, measured

    check_files(html=html, keep=keep)
    if not estimate:
        list_folder(real, GalleryError)  # refused before it is said how long it takes
    needs = of_gap(people, views)
    if not foreseen(needs, "--people, --views", only=estimate, long=long, as_json=as_json):
        return
    plan = GapPlan(real, people, views, pack, photographed, SAMPLES if html else 0)
    with bars() as report:
        found = measured(plan, report)
    if html:
        _write(found, html)
    if keep:
        save_gap(kept(found.told), keep)
    if as_json:
        sys.stdout.write(json.dumps(found.told, indent=2, allow_nan=False) + "\n")
    else:
        _print(found, html)
    if check and not all(bound["holds"] for bound in found.told["bounds"]):
        raise typer.Exit(FAILED)


def _write(found: "Measured", html: Path) -> None:
    from dashboards.reports.gap import gap_page

    write_text(html, gap_page(found.told, found.samples))


def _print(found: "Measured", html: Path | None) -> None:
    from dashboards.reports.gap import (
        BOUND_HEADS,
        CURVE_HEADS,
        SCORE_HEADS,
        bound_rows,
        curve_rows,
        noise_told,
        score_rows,
        summary,
    )

    screen, told = console(), found.told
    screen.print(summary(told), told["statement"], sep="\n")
    screen.print(table(BOUND_HEADS, bound_rows(told)))
    screen.print(noise_told(told))
    screen.print(table(SCORE_HEADS, score_rows(told)))
    screen.print(table(CURVE_HEADS, curve_rows(told)))
    for line in (*not_taken(told), *passed_over(told)):
        screen.print(line, markup=False, soft_wrap=True)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True)
