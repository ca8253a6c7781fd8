"""`footfall layouts`: layouts of one place side by side, by the planner's model."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.run import Fresh
from dashboards.cli.terminal.estimates import Long, Only, foreseen
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
    "Expected numbers {days}, by the engine's preset {preset}: for comparing designs only"
    " (docs/planning.md). All of them meet the same people."
)
PLAYED = (
    "Played in scores on {days} further days, the same for all: the share of listed passers-by"
    " rightly alerted about, and by how many percentage points it is more than by the first one,"
    " with the 95 % interval of paired differences (Student's t). One that reaches 0 shows nothing."
)
FILMED = (
    "Filmed in the scenario's window and watched by the engine: how many of the listed passers-by"
    " were rightly alerted about, and by how many percentage points that is more than by the first"
    " one, with the 95 % interval for the same people (Newcombe 1998). Films are few people."
)
Days = Annotated[int, typer.Option(min=1, max=1000, help="Days looked at; others come on each.")]
Play = Annotated[
    int | None,
    typer.Option(
        min=2,
        max=1000,
        metavar="DAYS",
        help="Play so many further days with each, and say by how much each recognises more than"
        " the first.",
    ),
]
Films = Annotated[
    bool,
    typer.Option(
        "--film",
        help="Film the scenario's window with each in pixels too, and say whom the engine finds.",
    ),
]


@app.command()
def layouts(
    scenarios: Annotated[
        list[str], typer.Argument(help="Library names or scenario files of one place.")
    ],
    out: Annotated[Path | None, typer.Option(help="A JSON file to write it into.")] = None,
    sample: Annotated[int, typer.Option(min=1, help="Passers-by looked at, a day.")] = 1000,
    days: Days = 1,
    play: Play = None,
    film: Films = False,
    fresh: Fresh = False,
    estimate: Only = False,
    long: Long = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say side by side whom the cameras of SCENARIOS would recognise, and at what cost."""
    from engine.measure.calibration.presets import check_pack, load_preset
    from scenarios.loader import load_scenario
    from sim.placement.beside import PART_WORDS, beside, needs, with_films, with_plays
    from sim.stages.store import user_store

    if out is not None:
        check_files(out=out)
    loaded = {name: load_scenario(name) for name in scenarios}
    first = _one_place(loaded)
    preset = load_preset(first.scenario.engine.preset)
    check_pack(preset, first.scenario.engine)
    cameras = {name: one.scenario.cameras for name, one in loaded.items()}
    needed = needs(first, preset, cameras, sample, days, play or 0, films=film)
    blamed = ", ".join(["--days", *(["--play"] if play else []), *(["--film"] if film else [])])
    if not foreseen(needed, blamed, only=estimate, long=long, as_json=as_json):
        return
    with bars() as report:
        report.plan({PART_WORDS[part.name]: needed.part_s(part) for part in needed.parts})
        found = beside(first, cameras, preset, sample, report, days)
        store = None if fresh else user_store()
        if play:
            found = with_plays(first, cameras, found, range(days, days + play), store, report)
        if film:
            found = with_films(first, cameras, found, store, report)
    told = {
        name: asdict(valued) | {"of": [camera.model_dump(mode="json") for camera in cameras[name]]}
        for name, valued in found.items()
    }
    if out is not None:
        write_text(out, json.dumps(told, indent=2) + "\n")
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _print(found, days, preset=first.scenario.engine.preset)


def _one_place(loaded: "dict[str, Loaded]") -> "Loaded":
    """The first of them; SettingsError for another place than its."""
    first = next(iter(loaded.values()))
    for name, one in loaded.items():
        if one.place.levels != first.place.levels:
            got = f"got a layout of {one.place.name}"
            raise SettingsError(f"{name}: {got}, wanted one of {first.place.name}, as the first is")
    return first


def _print(found: "dict[str, Valued]", days: int, preset: str) -> None:
    plays = max((len(one.shares) for one in found.values()), default=0)
    heads = ["layout", "cameras", "recognised", "innocents scanned", "false alerts"]
    films = any(one.filmed for one in found.values())
    heads += ["share recognised, played", "more than the first"] if plays else []
    heads += ["recognised on film", "more than the first"] if films else []
    console().print(table(heads, [_row(name, one) for name, one in found.items()]))
    told = "on the first one's own day" if days == 1 else f"a day, of {days} days"
    console().print(dim(NOTE.format(days=told, preset=preset)), soft_wrap=True)
    if plays:
        console().print(dim(PLAYED.format(days=plays)), soft_wrap=True)
    if films:
        console().print(dim(FILMED), soft_wrap=True)


def _row(name: str, one: "Valued") -> tuple[str, ...]:
    from dashboards.reports.placing.placement import points

    expected: tuple[str, ...] = (
        name,
        f"{one.cameras}",
        f"{one.recognised:.2f} of {one.listed:g}",
        f"{one.scanned:,.0f}",
        f"{one.false_alerts:.2f}",
    )
    if one.shares:
        expected += f"{sum(one.shares) / len(one.shares):.1%}", points(one.apart)
    if one.filmed:
        expected += f"{one.filmed.recognised} of {one.filmed.listed}", points(one.filmed.apart)
    return expected
