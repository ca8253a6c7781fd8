"""`footfall place`: where cameras go so that most people looked for are recognised."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.run import Changes
from dashboards.cli.terminal.estimates import Long, Only, foreseen
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table
from engine.errors import SettingsError

if TYPE_CHECKING:
    from scenarios.loader import Loaded
    from sim.placement.planner import Layout, Step

SCENARIO, LAYOUT, PICTURE = "scenario.yaml", "placement.json", "plan.svg"
NOTE = (
    "Expected numbers on the scenario's own day, by the engine's preset {preset}: for comparing"
    " designs only (docs/planning.md). No choice of these candidates is expected to recognise more"
    " than the bound."
)


@app.command()
def place(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    cameras: Annotated[int, typer.Option(min=1, help="At most so many cameras.")],
    out: Annotated[
        Path | None, typer.Option(help="A new or empty folder for the scenario with its cameras.")
    ] = None,
    within: Annotated[
        float, typer.Option(min=0, metavar="S", help="Longest time for choosing, in seconds.")
    ] = 60.0,
    gap: Annotated[
        float, typer.Option(min=0, max=0.99, help="Enough when no choice is better by more.")
    ] = 0.01,
    scanned: Annotated[
        float | None, typer.Option(min=0, help="Most innocents whose face may be found, expected.")
    ] = None,
    spacing: Annotated[
        float, typer.Option(min=0.5, max=1000, metavar="M", help="Between mounts along walls.")
    ] = 6.0,
    sample: Annotated[int, typer.Option(min=1, help="Passers-by looked at.")] = 1000,
    set_: Changes = None,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Choose cameras for SCENARIO so that most listed people are recognised, with a bound."""
    from engine.disk.places import own_folder
    from engine.measure.calibration.presets import check_pack, load_preset
    from scenarios.fields.changes import parsed
    from scenarios.loader import load_scenario
    from sim.placement.candidates import Mounting
    from sim.placement.planner import WORDS, Asked, needs, plan

    loaded = load_scenario(scenario, parsed(set_ or []))
    preset = load_preset(loaded.scenario.engine.preset)
    check_pack(preset, loaded.scenario.engine)
    asked = Asked(cameras, within, gap, sample, scanned, Mounting(spacing_m=spacing))
    if out is None and not estimate:
        raise SettingsError("out: got nothing, wanted a new or empty folder to write into")
    needed = needs(loaded, preset, asked)
    if not foreseen(needed, "--spacing", only=estimate, long=long, as_json=as_json) or out is None:
        return
    with own_folder(out) as folder:
        with bars() as report:
            report.plan({WORDS[part.name]: needed.part_s(part) for part in needed.parts})
            layout = plan(loaded, preset, asked, report)
        _write(folder, loaded, layout)
    told = layout.to_json() | {"scenario": str(folder / SCENARIO)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _print(layout, loaded, folder)


def _write(folder: Path, loaded: "Loaded", layout: "Layout") -> None:
    """The scenario with its cameras and plan, what was found, and a picture of each level."""
    import yaml

    from dashboards.app.map.plan import plan as still
    from dashboards.figures.plans import plan_svg
    from engine.disk.files import write_bytes, write_text
    from sim.placement.planner import told_scenario

    venue = f"venue{''.join(loaded.venue_path.suffixes)}"
    told = told_scenario(loaded, layout.cameras, venue)
    write_text(folder / SCENARIO, yaml.safe_dump(told, sort_keys=False))
    write_bytes(folder / venue, loaded.venue_path.read_bytes())
    write_text(folder / LAYOUT, json.dumps(layout.to_json(), indent=2) + "\n")
    levels = sorted({camera.level for camera in layout.cameras})
    for level in levels:
        name = PICTURE if len(levels) == 1 else f"plan{level}.svg"
        drawn: dict[str, Any] = still(loaded.place, level, loaded.scenario, layout.cameras)
        write_text(folder / name, plan_svg(drawn, f"Cameras of {drawn['name']}", measured=True))


def _print(layout: "Layout", loaded: "Loaded", folder: Path) -> None:
    screen, found = console(), layout.placement
    where = [
        (
            one.id,
            f"{one.at_m[0]:g}, {one.at_m[1]:g}",
            f"{one.level}",
            f"{one.height_m:g}",
            f"{one.heading_deg:g}",
            f"{one.tilt_deg:g}",
        )
        for one in layout.cameras
    ]
    screen.print(table(("camera", "at (m)", "level", "height", "heading", "tilt"), where))
    rows = [(step.camera, *_brings(step)) for step in layout.steps]
    rows.append((f"its own {len(loaded.scenario.cameras)}", *_brings(layout.own)))
    screen.print(table(("cameras up to", "recognised", "innocents scanned", "false alerts"), rows))
    screen.print(
        f"{found.value:.2f} of {layout.on_list} listed people recognised, at most"
        f" {found.bound:.2f} ({found.gap:.1%} more at most; {found.proof}), of"
        f" {layout.candidates:,} candidates, {layout.sampled:,} of {layout.people:,} passers-by"
        " looked at.",
        soft_wrap=True,
    )
    screen.print(dim(NOTE.format(preset=loaded.scenario.engine.preset)), soft_wrap=True)
    screen.print(f"Play it: footfall run {folder / SCENARIO}", soft_wrap=True)


def _brings(step: "Step") -> tuple[str, str, str]:
    return f"{step.recognised:.2f}", f"{step.scanned:,.0f}", f"{step.false_alerts:.2f}"
