"""What a place is and what was found in it, as JSON and as tables."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table

if TYPE_CHECKING:
    from scenarios.place import Finding, Place

MOST_TOLD = 12
"""Findings of one kind that are told on a terminal, one by one."""


def facts(place: "Place", found: Sequence["Finding"]) -> dict[str, Any]:
    """A place in numbers, and the findings."""
    return {
        "name": place.name,
        "levels": [
            {
                "level": one.ordinal,
                "name": one.name,
                "height_m": one.height_m,
                "floor_m2": round(one.venue.floor.area, 2),
                "entrances": len(one.venue.entrances),
                "shops": len(one.venue.shops),
                "things": len(one.venue.things),
            }
            for one in place.levels
        ],
        "links": [
            {
                "name": one.name,
                "kind": one.kind,
                "levels": [landing.ordinal for landing in one.landings],
                "up": one.up,
                "down": one.down,
            }
            for one in place.links
        ],
        "findings": [
            {
                "kind": one.kind,
                "told": one.told,
                "level": one.ordinal,
                "at_m": one.at_m,
                "mended": one.mended,
            }
            for one in found
        ],
    }


def say(place: "Place", found: Sequence["Finding"]) -> None:
    """Print the levels, the links by kind, and the findings, some of each kind."""
    from dashboards.figures.storeys import told

    screen = console()
    screen.print(_levels(place))
    kinds = Counter(one.kind for one in place.links)
    links = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none"
    screen.print(f"Links between levels: {links}", soft_wrap=True)
    if not found:
        screen.print("Nothing is in doubt.")
    by_kind = Counter(one.kind for one in found)
    for kind, count in by_kind.items():
        screen.print(f"\n{kind}: {count:,}", soft_wrap=True)
        for one in [one for one in found if one.kind == kind][:MOST_TOLD]:
            screen.print(f"  {told(one)}", soft_wrap=True)
        if count > MOST_TOLD:
            screen.print(f"  and {count - MOST_TOLD:,} more (--json tells all)")


def _levels(place: "Place") -> Table:
    heads = ("name", "level", "height, m", "floor, m2", "ways in", "shops")
    rows = [
        (
            one.name,
            str(one.ordinal),
            f"{one.height_m:g}",
            f"{one.venue.floor.area:,.0f}",
            f"{len(one.venue.entrances):,}",
            f"{len(one.venue.shops):,}",
        )
        for one in place.levels
    ]
    made = table(heads, rows)
    made.title, made.title_justify = place.name, "left"
    return made
