"""`footfall cameras coverage`: what of the floor a scenario's cameras see, and how well."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.cameras.group import commands
from dashboards.cli.run import Changes
from dashboards.cli.terminal.estimates import Long, foreseen
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table

if TYPE_CHECKING:
    from scenarios.loader import Loaded
    from sim.cameras.coverage.site import Covered

KEPT = "coverage.json"
NOTE = (
    "Of an adult of middle stature who stands and looks at the camera; of people who walk, means."
    " docs/coverage.md says how each is counted."
)


@commands.command("coverage")
def cover(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    out: Annotated[
        Path | None, typer.Option(help=f"A new or empty folder for pictures and {KEPT}.")
    ] = None,
    density: Annotated[
        float | None,
        typer.Option(min=0, max=10, help="So many people a square metre, instead of its crowd."),
    ] = None,
    step: Annotated[
        float, typer.Option(min=0.05, max=10, metavar="M", help="Sides of the floor's squares.")
    ] = 0.5,
    set_: Changes = None,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how much of the floor the cameras of SCENARIO cover, and draw it."""
    from engine.disk.files import write_text
    from engine.disk.places import own_folder
    from engine.measure.calibration.presets import load_preset
    from scenarios.fields.changes import parsed
    from scenarios.loader import load_scenario
    from sim.placement.covering import covering, needs
    from sim.stages.store import user_store

    loaded = load_scenario(scenario, parsed(set_ or []))
    preset = load_preset(loaded.scenario.engine.preset)
    if density is None:
        foreseen(needs(loaded, preset), "--density", only=False, long=long, as_json=as_json)
    with own_folder(out) if out else nullcontext() as folder:
        with bars() as report:
            found = covering(
                loaded, preset, density_per_m2=density, step_m=step, store=user_store(),
                report=report,
            )  # fmt: skip
        told: dict[str, Any] = {"scenario": loaded.scenario.name, "step_m": step, "note": NOTE}
        told |= {"levels": [one.to_json() for one in found]}
        written = json.dumps(told, indent=2, allow_nan=False) + "\n"
        if folder:
            write_text(folder / KEPT, written)
            for name, drawn in _pictures(loaded, found):
                write_text(folder / name, drawn)
    if as_json:
        sys.stdout.write(written)
        return
    for level in told["levels"]:
        _print(level)
    console().print(dim(NOTE), soft_wrap=True)
    if out:
        console().print(f"Pictures: {out}", soft_wrap=True)


def _pictures(loaded: "Loaded", found: tuple["Covered", ...]) -> Iterator[tuple[str, str]]:
    """A sheet of each level and of each camera: names of files, and what is in them."""
    from dashboards.app.map.plan import plan
    from dashboards.figures.place.heat import camera_heats, heat_sheet, level_heats, near

    for number, covered in enumerate(found):
        level = covered.ground.level
        drawn = plan(loaded.place, level.ordinal, loaded.scenario, covered.cameras)
        heats = level_heats(covered)
        name = "all.svg" if len(found) == 1 else f"all{number}.svg"
        yield name, heat_sheet(drawn, covered.ground, heats, f"All cameras of {level.name}")
        for one in covered.maps:
            drawn = plan(loaded.place, level.ordinal, loaded.scenario, (one.camera,))
            title = f"Camera {one.camera.id} of {level.name}"
            sheet = heat_sheet(near(drawn, one), covered.ground, camera_heats(one), title)
            yield f"camera-{one.camera.id}.svg", sheet


def _print(level: dict[str, Any]) -> None:
    """One level's tables."""
    screen = console()
    screen.print(
        f"{level['name']}: {level['floor_m2']:,.0f} m2 of floor,"
        f" {level['people_per_m2']:.3f} people a square metre on the mean",
        soft_wrap=True,
    )
    every = [*level["cameras"], level["together"] | {"id": "together"}]
    rows = [(one["id"], _m2(one["seen"]), _m2(one["zone"]), _blind(one)) for one in every]
    screen.print(table(("camera", "sees faces, m2", "zone, m2", "blind below, m2"), rows))
    for standard, title in (("iec_62676_4_2025", "2025"), ("iec_62676_4_2014", "2014")):
        classes = [*every[0][standard]]
        lines = [(one["id"], *(f"{one[standard][n]['m2']:,.1f}" for n in classes)) for one in every]
        screen.print(table((f"IEC {title}, m2 from", *classes), lines))
    heads = ("in the zone, mean", "px", "from above", "turned away", "facing", "visible", "blur")
    screen.print(table(heads, [(one["id"], *_zone(one["in_zone"])) for one in level["cameras"]]))
    seen, zone = (level["together"][name] for name in ("seen_by", "recognised_by"))
    overlaps = [(n, _m2(seen[n]), _m2(zone[n])) for n in seen]
    screen.print(table(("cameras", "see it, m2", "zones there, m2"), overlaps))


def _m2(area: dict[str, float]) -> str:
    """Square metres and the share of the floor.

    >>> _m2({"m2": 12.25, "share": 0.0312})
    '12.2 (3.1 %)'
    """
    return f"{area['m2']:,.1f} ({area['share']:.1%})".replace("%", " %")


def _blind(one: dict[str, Any]) -> str:
    return f"{one['blind_m2']:,.1f}" if "blind_m2" in one else ""


def _zone(means: dict[str, float] | None) -> tuple[str, ...]:
    if means is None:
        return ("",) * 6
    return (
        f"{means['interocular_px']:.0f}",
        f"{means['pitch_deg']:.0f}°",
        f"{means['yaw_deg']:.0f}°",
        f"{means['facing_share']:.0%}".replace("%", " %"),
        f"{means['visible_share']:.2f}",
        f"{means['blur_px']:.1f} px",
    )
