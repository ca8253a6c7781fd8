"""`footfall record show`: the published record, row by row, with who says so."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.record.group import commands
from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table
from engine.counts import counted

if TYPE_CHECKING:
    from sim.record.eras import Era
    from sim.record.published import Deployment

HEADS = (
    "row", "date", "place", "hours", "list", "faces", "true", "false", "engaged", "arrests",
)  # fmt: skip
NOT_TOLD = "–"
READS = (
    "– was not published, and is nowhere filled in. True and false are alerts; engaged, in the"
    " grids, are those truly alerted whom an officer met."
)


@commands.command("show")
def show(
    row: Annotated[
        str | None, typer.Argument(help="A row's id: all of it, its quote and its source.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the published deployments and what is known of each era, or one ROW with its source."""
    from sim.record import published
    from sim.record.eras import ERAS

    if row is not None:
        one = published.row(row)
        if as_json:
            print_json(asdict(one))
        else:
            _print_row(one)
        return
    rows = published.record()
    if as_json:
        told = {"sha256": published.record_hash(), "eras": [_era(era) for era in ERAS]}
        print_json(told | {"rows": [asdict(one) for one in rows]})
        return
    screen = console()
    screen.print(table(HEADS, [tuple(cells(one)) for one in rows]))
    screen.print(dim(READS), soft_wrap=True)
    for era in ERAS:
        screen.print()
        screen.print(bold(era.name), f": {span_told(era)}. {era.algorithm}.", sep="")
        screen.print(f"    Threshold {era.thresholds}.", soft_wrap=True)
        screen.print(f"    What counted as a face: {era.counted}.", soft_wrap=True)
        screen.print(f"    [{era.source}]", soft_wrap=True, markup=False)
    end = f"\n{counted(len(rows), 'row')}; `footfall record show ROW` tells one with its source."
    screen.print(end, soft_wrap=True)


def cells(one: "Deployment") -> Iterator[str]:
    """A row's line, as text."""
    yield one.id
    yield one.date_from if one.date_from == one.date_to else f"{one.date_from} to {one.date_to}"
    yield one.place
    yield NOT_TOLD if one.hours is None else f"{one.hours:.1f}"
    yield f"{one.watchlist:,}" if one.watchlist is not None else one.watchlist_told or NOT_TOLD
    for count in (one.faces, one.true_alerts, one.false_alerts, one.engagements, one.arrests):
        yield NOT_TOLD if count is None else f"{count:,}"


def span_told(era: "Era") -> str:
    """An era's first and last day in words."""
    if era.last.year == era.last.max.year:
        return f"from {era.first} on"
    return f"{era.first} to {era.last}"


def _era(era: "Era") -> dict[str, Any]:
    ends = None if era.last == era.last.max else era.last.isoformat()
    return asdict(era) | {"first": era.first.isoformat(), "last": ends}


def _print_row(one: "Deployment") -> None:
    screen = console()
    screen.print(bold(f"{one.id}: {one.place}"))
    for name, value in asdict(one).items():
        if name not in ("id", "place"):
            told = NOT_TOLD if value is None else str(value)
            screen.print(f"{name.replace('_', ' ')}: {told}", soft_wrap=True)
