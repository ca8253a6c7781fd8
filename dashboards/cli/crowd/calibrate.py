"""`footfall crowd calibrate`: how flow walks, fitted to jupedsim in whole places, and tried."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.crowd.group import commands
from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.fidelity.crowds.calibrating import Pair

HEADS = ("place", "people/h", "flow, s", "jupedsim, s", "apart", "seen, apart", "near")


@commands.command("calibrate")
def calibrate_crowds(
    out: Annotated[
        Path | None, typer.Option(help="Write the fitted figures to this file, as JSON.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Fit nothing: try the kept figures in places not fitted on."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit flow to jupedsim in two library places, or try it in two others."""
    from sim.fidelity.crowds.calibrating import HELD_OUT, Trials, fitted, told
    from sim.world.walkers.calibrated import calibrated, write_calibrated

    if out:
        check_files(out=out)
    with bars() as report:
        if check:
            about = calibrated()
            pairs = Trials(HELD_OUT, begun(report, "Walk with jupedsim")).pairs()
        else:
            about, pairs = fitted(begun(report, "Walk with both"))
    if out:
        write_calibrated(out, about)
    if as_json:
        sys.stdout.write(json.dumps(told(pairs, about), indent=2, allow_nan=False) + "\n")
    else:
        _print(pairs, f"pace {about.pace:g}, felt {about.felt:g}")
    if check and not all(pair.near for pair in pairs):
        raise typer.Exit(1)


def _print(pairs: "Sequence[Pair]", about: str) -> None:
    from sim.fidelity.crowds.calibrating import SEEN, WALKING

    rows = [
        (
            pair.place,
            f"{pair.rate_per_h:,}",
            f"{pair.flow.walking_s:.1f}",
            f"{pair.jupedsim.walking_s:.1f}",
            f"{pair.walking:+.1%}",
            f"{pair.seen:+.1%}",
            "yes" if pair.near else "NO",
        )
        for pair in pairs
    ]
    screen = console()
    screen.print(table(HEADS, rows))
    screen.print(
        f"flow: {about}. Wanted: mean walking time within {WALKING:.0%},"
        f" people seen by each camera in an hour within {SEEN:.0%}."
    )
