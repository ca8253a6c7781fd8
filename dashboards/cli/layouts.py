"""`footfall layouts`: layouts of one place side by side, by the planner's model."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table
from engine.disk.files import write_text
from engine.errors import SettingsError

if TYPE_CHECKING:
    from scenarios.loader import Loaded
    from sim.placement.beside import Valued

NOTE = (
    "Expected numbers on the first one's own day, by the engine's preset {preset}: for comparing"
    " designs only (docs/planning.md). All of them meet the same people."
)


@app.command()
def layouts(
    scenarios: Annotated[
        list[str], typer.Argument(help="Library names or scenario files of one place.")
    ],
    out: Annotated[Path | None, typer.Option(help="A JSON file to write it into.")] = None,
    sample: Annotated[int, typer.Option(min=1, help="Passers-by looked at.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say side by side whom the cameras of SCENARIOS would recognise, and at what cost."""
    from engine.measure.calibration.presets import check_pack, load_preset
    from scenarios.loader import load_scenario
    from sim.placement.beside import beside

    if out is not None:
        check_files(out=out)
    with bars() as report:
        report("Read the layouts", None)
        loaded = {name: load_scenario(name) for name in scenarios}
        first = _one_place(loaded)
        preset = load_preset(first.scenario.engine.preset)
        check_pack(preset, first.scenario.engine)
        cameras = {name: one.scenario.cameras for name, one in loaded.items()}
        found = beside(first, cameras, preset, sample, report)
    told = {
        name: asdict(valued) | {"of": [camera.model_dump(mode="json") for camera in cameras[name]]}
        for name, valued in found.items()
    }
    if out is not None:
        write_text(out, json.dumps(told, indent=2) + "\n")
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _print(found, preset=first.scenario.engine.preset)


def _one_place(loaded: "dict[str, Loaded]") -> "Loaded":
    """The first of them; SettingsError for another place than its."""
    first = next(iter(loaded.values()))
    for name, one in loaded.items():
        if one.place.levels != first.place.levels:
            got = f"got a layout of {one.place.name}"
            raise SettingsError(f"{name}: {got}, wanted one of {first.place.name}, as the first is")
    return first


def _print(found: "dict[str, Valued]", preset: str) -> None:
    rows = [
        (
            name,
            f"{one.cameras}",
            f"{one.recognised:.2f} of {one.listed}",
            f"{one.scanned:,.0f}",
            f"{one.false_alerts:.2f}",
        )
        for name, one in found.items()
    ]
    heads = ("layout", "cameras", "recognised", "innocents scanned", "false alerts")
    console().print(table(heads, rows))
    console().print(dim(NOTE.format(preset=preset)), soft_wrap=True)
