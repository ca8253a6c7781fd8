"""What `footfall place` writes and prints of a layout."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table
from engine.disk.files import write_bytes, write_text

if TYPE_CHECKING:
    from scenarios.loader import Loaded
    from scenarios.schema import Camera
    from sim.placement.layout import Layout

SCENARIO, LAYOUT, PICTURE = "scenario.yaml", "placement.json", "plan.svg"
NOTE = (
    "Expected numbers {days}, by the engine's preset {preset}: for comparing designs only"
    " (docs/planning.md). No choice of these candidates is expected to recognise more than the"
    " bound."
)


def write_layout(folder: Path, loaded: "Loaded", layout: "Layout", html: Path | None) -> None:
    """The scenario with its cameras and plan, what was found, a picture of each level, and the
    report.
    """
    import yaml

    from dashboards.reports.placing.placement import placement_page
    from sim.placement.planner import told_scenario

    venue = f"venue{''.join(loaded.venue_path.suffixes)}"
    told = told_scenario(loaded, layout.cameras, venue)
    write_text(folder / SCENARIO, yaml.safe_dump(told, sort_keys=False))
    write_bytes(folder / venue, loaded.venue_path.read_bytes())
    plans = _plans(loaded, layout.cameras)
    for level, drawn in plans.items():
        write_text(folder / (PICTURE if len(plans) == 1 else f"plan{level}.svg"), drawn)
    if html:
        write_text(html, placement_page(loaded, layout, plans))
    write_text(folder / LAYOUT, json.dumps(layout.to_json(), indent=2) + "\n")


def print_layout(layout: "Layout", loaded: "Loaded", folder: Path) -> None:
    """Tables of the cameras and of what each brings, and how good the choice is."""
    from dashboards.reports.placing.placement import (
        COMPARED,
        MARGINAL,
        SCHEDULE,
        compared_rows,
        kept_to,
        marginal_rows,
        schedule_rows,
        verdict,
    )

    screen = console()
    priced = bool(layout.asked.prices)
    screen.print(table(SCHEDULE, schedule_rows(layout)))
    screen.print(table(MARGINAL[: 5 if priced else 4], marginal_rows(layout, priced=priced)))
    screen.print(verdict(layout), soft_wrap=True)
    for line in kept_to(layout):
        screen.print(line, soft_wrap=True)
    if layout.compared:
        screen.print(table(COMPARED, compared_rows(layout)))
    days = layout.asked.days
    told = "on the scenario's own day" if days == 1 else f"a day, of {days} days"
    screen.print(dim(NOTE.format(days=told, preset=loaded.scenario.engine.preset)), soft_wrap=True)
    screen.print(f"Play it: footfall run {folder / SCENARIO}", soft_wrap=True)


def _plans(loaded: "Loaded", cameras: "tuple[Camera, ...]") -> dict[int, str]:
    """A drawing of each level that has cameras, by its ordinal."""
    from dashboards.app.map.plan import plan as still
    from dashboards.figures.plans import plan_svg

    found = {}
    for level in sorted({camera.level for camera in cameras}):
        drawn: dict[str, Any] = still(loaded.place, level, loaded.scenario, cameras)
        found[level] = plan_svg(drawn, f"Cameras of {drawn['name']}", measured=True)
    return found
