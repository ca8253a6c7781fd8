"""`footfall people admit`: let those whom a gate admitted play in films by a preset."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.people.group import commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.tables import console


@commands.command("admit")
def admit_command(
    gate: Annotated[Path, typer.Argument(help="A file of `footfall people gate --out`.")],
    out: Annotated[Path, typer.Argument(help="The preset's file to write, *.npz.")],
    preset: Annotated[
        str, typer.Option(help="A preset's name or file; its scores and thresholds are kept.")
    ] = "rendered",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write a preset whose films show the people whom a gate admitted.

    A scenario takes the file as engine.preset.
    """
    from engine.measure.calibration.presets import load_preset, save_preset
    from sim.casting.peopled import peopled

    check_files(preset=out)
    made = peopled(load_preset(preset), gate)
    save_preset(made, out)
    told = {"preset": str(out), "people": len(made.admitted), "origin": made.origin}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        console().print(made.origin, f"Preset: {out}", sep="\n", soft_wrap=True)
