"""What somebody says about a plan on the command line, for each command that reads one."""

from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[
    Path, typer.Argument(help="A plan: our GeoJSON, IMDF zip or folder, OSM indoor GeoJSON, DXF.")
]
Unit = Annotated[str | None, typer.Option(help="What it was drawn in, such as mm or ft.")]
Layers = Annotated[Path | None, typer.Option(help="YAML that says what its layers are.")]
Mend = Annotated[bool, typer.Option("--mend", help="Mend what can be, and say what was.")]
