"""`footfall training begin`: make a session ready, which the page's room Train then plays."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.run import Changes
from dashboards.cli.terminal.progress import bars
from dashboards.cli.training.group import commands
from dashboards.cli.training.links import print_links


class Seat(StrEnum):
    """Who may be a person; any other is played as the scenario says."""

    trainee = "trainee"
    commander = "commander"


@commands.command("begin")
def begin(
    what: Annotated[
        str, typer.Argument(help="An exercise or a scenario: a name of its library, or a file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="The session's folder. Default: a new one in runs/sessions/."),
    ] = None,
    from_s: Annotated[
        float | None,
        typer.Option("--from", min=0, help="Seconds of a scenario at which it begins: 0."),
    ] = None,
    lasts_s: Annotated[
        float | None,
        typer.Option("--lasts", min=1, help="Seconds of a scenario that are played: all."),
    ] = None,
    seat: Annotated[
        list[Seat] | None,
        typer.Option(help="A seat of a scenario that a person takes. Default: both."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another number draws another day.")
    ] = None,
    set_: Changes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make a session of WHAT ready, and print its links: one for each role, each with a secret of
    its own. It waits, paused, for whoever opens it on the page.

    An exercise says itself when it begins, how long it lasts and who takes part.
    """
    from engine.disk.places import own_folder
    from scenarios.fields.changes import parsed
    from sim.run import dated_name
    from sim.stages.store import user_store
    from sim.training.hall import PLACE
    from sim.training.library.exercises import asked_of, is_exercise, load_exercise
    from sim.training.session import Asked, begin_session

    changes = parsed(set_ or []) | ({} if seed is None else {"seed": str(seed)})
    if is_exercise(what):
        for name, given in (("--from", from_s), ("--lasts", lasts_s), ("--seat", seat)):
            if given is not None:
                raise typer.BadParameter(f"{name}: got {given}, wanted none: {what} is an exercise")
        asked = asked_of(load_exercise(what), changes)
    else:
        seats = tuple(one.value for one in seat or Seat)
        asked = Asked(what, changes, from_s or 0.0, lasts_s, seats)
    named = out or Path("runs") / PLACE / dated_name(Path(what).stem, "session")
    with bars() as report, own_folder(named, numbered=out is None) as folder:
        begin_session(folder, asked, user_store(), report)
    if as_json:
        sys.stdout.write(json.dumps({"session": str(folder)}) + "\n")
    else:
        print_links(folder)
