"""What a place is and what was found in it, as JSON and as tables."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.table import Table

from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tables import table

if TYPE_CHECKING:
    from scenarios.place import Finding, Place


def facts(place: "Place", found: Sequence["Finding"]) -> dict[str, Any]:
    """A place in numbers, and the findings, each in metres of the place and as its file has it."""
    own = place.own
    return {
        "name": place.name,
        "file_unit": own.unit if own else "m",
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
                "at_file": own.rounded(one.at_m) if own and one.at_m else one.at_m,
                "mended": one.mended,
            }
            for one in found
        ],
    }


def say(place: "Place", found: Sequence["Finding"]) -> None:
    """Print the levels, the links by kind, and the findings; many of a kind share a line."""
    from dashboards.figures.place.found import entries, line

    screen = console()
    screen.print(_levels(place))
    kinds = Counter(one.kind for one in place.links)
    links = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none"
    screen.print(f"Links between levels: {links}", soft_wrap=True)
    if not found:
        screen.print("Nothing is in doubt.")
    told = entries(found)
    for kind, alike in groupby(told, key=lambda entry: entry[0].kind):
        screen.print(f"\n{kind}", soft_wrap=True)
        for entry in alike:
            screen.print(f"  {line(entry, place.own)}", soft_wrap=True)
    if len(told) < len(found):
        screen.print("\n--json tells each of them", soft_wrap=True)


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
