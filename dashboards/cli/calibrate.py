"""`footfall engine calibrate`: make a preset anew."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboards.cli.engine import commands
from dashboards.cli.progress import bars
from dashboards.cli.tables import console
from engine.measure.presets import save_preset
from engine.settings import EngineSettings
from sim.study.calibrate import calibrate

SIZES = (40, 200, 1000, 2500)


@commands.command("calibrate")
def calibrate_command(
    out: Annotated[Path, typer.Argument(help="The preset's file, *.npz.")],
    people: Annotated[int, typer.Option(min=50, help="Rendered people to photograph.")] = 1000,
    views: Annotated[int, typer.Option(min=2, help="Views of each by a camera.")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit a preset to rendered people: the stand-in, the thresholds, and who is no look-alike.

    About a second a person and core at six views; give the file to a scenario as engine.preset.
    """
    with bars() as report:
        preset = calibrate(people, views, report=report)
    save_preset(preset, out)
    thresholds = {size: preset.threshold(EngineSettings(), size) for size in SIZES}
    if as_json:
        told: dict[str, Any] = {
            "preset": str(out),
            "pack": preset.pack_id,
            "admitted": len(preset.admitted),
        }
        told |= {"thresholds": thresholds, "origin": preset.origin}
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        table = _table(thresholds, len(preset.admitted))
        console().print(table, preset.origin, f"Preset: {out}", sep="\n")


def _table(thresholds: dict[int, float], admitted: int) -> Table:
    table = Table(title=f"{admitted:,} people admitted", title_justify="left")
    for head in ("watchlist", f"threshold for FPIR {EngineSettings().target_fpir:g}"):
        table.add_column(head, justify="right")
    for size, threshold in thresholds.items():
        table.add_row(f"{size:,}", f"{threshold:.3f}")
    return table
