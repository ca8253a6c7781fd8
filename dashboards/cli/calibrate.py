"""`footfall engine calibrate`: make a preset anew."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dashboards.cli.engine import commands
from dashboards.cli.progress import bars
from dashboards.cli.tables import console
from engine.measure.presets import Preset, save_preset
from engine.settings import EngineSettings
from sim.study.calibrate import calibrate

SIZES = (40, 200, 1000, 2500)


@commands.command("calibrate")
def calibrate_command(
    out: Annotated[Path, typer.Argument(help="The preset's file, *.npz.")],
    people: Annotated[int, typer.Option(min=50, help="Rendered people to photograph.")] = 1000,
    views: Annotated[int, typer.Option(min=2, help="Views of each by a camera.")] = 6,
) -> None:
    """Fit a preset to rendered people: the stand-in, the thresholds, and who is no look-alike.

    About a second a person and core at six views; give the file to a scenario as engine.preset.
    """
    with bars() as report:
        preset = calibrate(people, views, report=report)
    save_preset(preset, out)
    console().print(_thresholds(preset), preset.origin, f"Preset: {out}", sep="\n")


def _thresholds(preset: Preset) -> Table:
    table = Table(title=f"{len(preset.admitted):,} people admitted", title_justify="left")
    for head in ("watchlist", "threshold for FPIR 0.001"):
        table.add_column(head, justify="right")
    for size in SIZES:
        table.add_row(f"{size:,}", f"{preset.threshold(EngineSettings(), size):.3f}")
    return table
