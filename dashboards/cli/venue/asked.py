"""What somebody says about a plan on the command line, for each command that reads one."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.errors import SettingsError

if TYPE_CHECKING:
    from scenarios.plan import Asked

NUMBER = r"(-?\d+(?:\.\d+)?)"
POINTS = re.compile(rf"\s*{NUMBER},\s*{NUMBER}\s+{NUMBER},\s*{NUMBER}\s+{NUMBER}\s*m?\s*")

PlanFile = Annotated[
    Path, typer.Argument(help="A plan: our GeoJSON, IMDF zip or folder, OSM indoor GeoJSON, DXF.")
]
Unit = Annotated[str | None, typer.Option(help="What it was drawn in, such as mm or ft.")]
Layers = Annotated[Path | None, typer.Option(help="YAML that says what its layers are.")]
Scale = Annotated[
    str | None, typer.Option(help='Two pixels and the metres between them: "10,20 410,20 12.5".')
]
Mend = Annotated[bool, typer.Option("--mend", help="Mend what can be, and say what was.")]


def asked_for(unit: str | None, layers: Path | None, scale: str | None, mend: bool) -> "Asked":
    """What the options say; SettingsError for a scale that is none."""
    from scenarios.plan import Asked

    if scale is None:
        return Asked(unit, layers, None, mend)
    if not (found := POINTS.fullmatch(scale)):
        raise SettingsError(f"scale: got {scale!r}, wanted two points and metres: 10,20 410,20 12")
    x1, y1, x2, y2, metres = (float(number) for number in found.groups())
    if (x1, y1) == (x2, y2) or metres <= 0:
        raise SettingsError(f"scale: got {scale!r}, wanted two points apart and metres above 0")
    return Asked(unit, layers, ((x1, y1), (x2, y2), metres), mend)
