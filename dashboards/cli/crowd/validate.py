"""`footfall crowd validate`: walkers beside measured people and the tests of RiMEA."""

import json
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.crowd.group import commands
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console, table
from engine.disk.files import write_text

if TYPE_CHECKING:
    from sim.fidelity.crowds.validation import Validation

PAGE, KEPT = "crowd.html", "crowd.json"


class Which(StrEnum):
    """Whose walk is looked at."""

    FLOW = "flow"
    JUPEDSIM = "jupedsim"
    BOTH = "both"


@commands.command("validate")
def validate_crowds(
    walkers: Annotated[Which, typer.Option(help="Whose walk.")] = Which.BOTH,
    trajectories: Annotated[
        list[Path] | None,
        typer.Option(help="A recorded walk along a corridor to walk again; may be given again."),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(min=0.1, max=1000, help="Frames a second, for those that do not say."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=f"A folder for {PAGE} and {KEPT}, new or empty.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare walkers with measured corridors and the tests of RiMEA 4.1.1."""
    from dashboards.dated import date
    from dashboards.reports.crowd import crowd_page
    from engine.disk.places import own_folder
    from sim.fidelity.crowds.recorded import read_recorded
    from sim.fidelity.crowds.validation import told, validate

    began = datetime.now(UTC)
    names = [Which.FLOW, Which.JUPEDSIM] if walkers is Which.BOTH else [walkers]
    recorded = [read_recorded(file, fps) for file in trajectories or []]
    with own_folder(out) if out else nullcontext() as place, bars() as report:
        found = [
            validate(name.value, recorded, begun(report, f"Walk with {name.value}"))
            for name in names
        ]
        written = json.dumps(told(found), indent=2, allow_nan=False) + "\n"
        if place:
            write_text(place / KEPT, written)
            write_text(place / PAGE, crowd_page(found))
            date(place, began)
    if as_json:
        sys.stdout.write(written)
        return
    for one in found:
        _print(one)
    if out:
        console().print(f"Page: {out / PAGE}", soft_wrap=True)


def _print(found: "Validation") -> None:
    from dashboards.reports.crowd import BIN_HEADS, TEST_HEADS, bin_rows, replay_table, test_rows

    screen = console()
    screen.print(f"Walkers {found.walkers}, population {found.population}")
    screen.print(table(TEST_HEADS, test_rows(found)))
    screen.print(table(BIN_HEADS, bin_rows(found)))
    if found.replays:
        screen.print(table(*replay_table(found)))
