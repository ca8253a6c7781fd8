"""What somebody says about a plan on the command line, for each command that reads one."""

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.errors import SettingsError

if TYPE_CHECKING:
    from scenarios.plan import Asked

PlanFile = Annotated[
    Path,
    typer.Argument(help="A plan: our GeoJSON, IMDF zip or folder, OSM GeoJSON, DXF, PNG or JPEG."),
]
Unit = Annotated[str | None, typer.Option(help="What it was drawn in, such as mm or ft.")]
Layers = Annotated[Path | None, typer.Option(help="YAML that says what its layers are.")]
Scale = Annotated[
    str | None,
    typer.Option(
        metavar="X1,Y1,X2,Y2,METRES",
        help="Two pixels of a picture and the metres between them, such as 80,40,880,40,32.5.",
    ),
]
Mend = Annotated[bool, typer.Option("--mend", help="Mend what can be, and say what was.")]


def asked_for(unit: str | None, layers: Path | None, scale: str | None, mend: bool) -> "Asked":
    """What the options say; SettingsError for a scale that is none."""
    from scenarios.plan import Asked

    if scale is None:
        return Asked(unit, layers, None, mend)
    wanted = "wanted two pixels and the metres between them: X1,Y1,X2,Y2,METRES"
    try:
        x1, y1, x2, y2, metres = (float(part) for part in scale.split(","))
    except ValueError as err:
        raise SettingsError(f"scale: got {scale!r}, {wanted}") from err
    if not all(map(isfinite, (x1, y1, x2, y2, metres))):
        raise SettingsError(f"scale: got {scale!r}, {wanted}")
    return Asked(unit, layers, ((x1, y1), (x2, y2), metres), mend)
