"""`footfall people gap`: how far rendered people are from real ones, in numbers."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.tables import console, not_taken, passed_over, table
from engine.disk.files import write_text
from engine.errors import SettingsError
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
    pack: Annotated[
        list[str] | None,
        typer.Option(
            help="`open`, a fetched pack's name, or a folder; several are told side by side."
            " Default: open."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the figures.")] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Write the bounds, to lie beside a preset: NAME.gap.json; of several packs a file"
            " each, NAME-PACK.gap.json."
        ),
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

    packs = tuple(dict.fromkeys(pack or [OPEN]))
    files = _files(keep, packs) if keep else []
    check_files(html=html)
    for file in files:
        check_files(keep=file)
    if not estimate:
        list_folder(real, GalleryError)  # refused before it is said how long it takes
    needs = of_gap(people, views, len(packs))
    if not foreseen(needs, "--people, --views", only=estimate, long=long, as_json=as_json):
        return
    plan = GapPlan(real, people, views, packs, photographed, SAMPLES if html else 0)
    with bars() as report:
        found = measured(plan, report)
    if html:
        _write(found, html)
    told = [one.told for one in found]
    if files:
        for one, file in zip(told, files, strict=True):
            save_gap(kept(one), file)
    if as_json:
        whole = told[0] | {"others": told[1:]}
        sys.stdout.write(json.dumps(whole, indent=2, allow_nan=False) + "\n")
    else:
        _print(told, html)
    if check and not all(bound["holds"] for one in told for bound in one["bounds"]):
        raise typer.Exit(FAILED)


def _files(keep: Path, packs: tuple[str, ...]) -> list[Path]:
    """The file of each pack's bounds."""
    from engine.measure.realism.bounds import SUFFIX

    if len(packs) == 1:
        return [keep]
    names = [Path(pack).name for pack in packs]
    if len(set(names)) < len(names):
        raise SettingsError(f"pack: got {', '.join(packs)}, wanted names that differ")
    return [keep.with_name(f"{keep.name.removesuffix(SUFFIX)}-{name}{SUFFIX}") for name in names]


def _write(found: "tuple[Measured, ...]", html: Path) -> None:
    from dashboards.reports.gap import gap_page

    write_text(html, gap_page([one.told for one in found], found[0].samples))


def _print(found: list[dict[str, Any]], html: Path | None) -> None:
    from dashboards.reports.gap import (
        BOUND_HEADS,
        CURVE_HEADS,
        SCORE_HEADS,
        beside,
        bound_rows,
        curve_rows,
        noise_told,
        score_rows,
        summary,
    )

    screen = console()
    if len(found) > 1:
        screen.print(table(*beside(found)))
    for told in found:
        screen.print(summary(told), told["statement"], sep="\n")
        screen.print(table(BOUND_HEADS, bound_rows(told)))
        screen.print(noise_told(told))
        screen.print(table(SCORE_HEADS, score_rows(told)))
        screen.print(table(CURVE_HEADS, curve_rows(told)))
        for line in (*not_taken(told), *passed_over(told)):
            screen.print(line, markup=False, soft_wrap=True)
    if html:
        screen.print(f"Page: {html}", soft_wrap=True)
