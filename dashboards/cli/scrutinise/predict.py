"""`footfall predict`: what a planned deployment would bring, by the published record."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table

if TYPE_CHECKING:
    from sim.record.beside import Beside
    from sim.record.foretold import Foretold, Planned

WORDS = {
    "faces": "faces seen",
    "alerts": "alerts",
    "true_alerts": "true alerts",
    "false_alerts": "false alerts",
    "engagements": "engaged",
    "wrongful_stops": "stopped after a false alert",
    "arrests": "arrests",
    "other_disposals": "no arrest, but something else done",
}
"""What each count is called."""
MEANT = {
    "faces": "Faces that cameras saw, as they were counted in that era.",
    "alerts": "Claims that a face is somebody's on the list: true and false ones.",
    "true_alerts": "Alerts about the person whom they named.",
    "false_alerts": "Alerts about somebody else.",
    "engagements": "From 2023 on, people truly alerted whom an officer met; before, all stops.",
    "wrongful_stops": "People stopped after a false alert: 6 of 10, by the Met's annual report.",
    "arrests": "Arrests of people engaged.",
    "other_disposals": "Stops that ended neither in an arrest nor without any action.",
}
"""What each count means."""
READS = (
    "Whole numbers, so an interval holds as near to 50 and 95 % as they can. Medians of parts do"
    " not add up; draws do. Engaged, from 2023 on, are those truly alerted whom an officer met."
)


@app.command("predict")
def predict_command(
    era: Annotated[str, typer.Option(help="When: a year, month or day, such as 2025-09.")],
    faces: Annotated[
        int | None, typer.Option(help="Faces that will be seen; foretold if left out.")
    ] = None,
    watchlist: Annotated[int | None, typer.Option(help="Entries on the list.")] = None,
    threshold: Annotated[
        float | None, typer.Option(help="The engine's threshold, such as 0.64.")
    ] = None,
    hours: Annotated[float | None, typer.Option(help="How long it lasts.")] = None,
    setting: Annotated[
        str | None, typer.Option(help="The kind of place, as the record has it.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="The place's name, such as Croydon.")] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            help="A run or an experiment: its counts beside those of one planned like it."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other luck.")] = 1,
    as_json: Json = False,
) -> None:
    """Predict alerts, stops and arrests of a planned deployment, by what was published so far.

    With --run, faces, list, hours and, with the preset `published`, threshold are its own unless
    given; beside each count of the record stands what came of it, and why the two differ.
    """
    from sim.record.foretold import Planned, predict

    plan = Planned(era, faces, watchlist, threshold, hours, setting, place)
    if run is not None:
        _beside(run, plan, seed, as_json=as_json)
        return
    told = predict(plan, seed=seed)
    _warn(told)
    if as_json:
        print_json(told.to_json())
        return
    _print(told)


def _warn(told: "Foretold") -> None:
    screen = console(stderr=True)
    for warning in told.warnings:
        screen.print(f"Warning: {warning}.", soft_wrap=True)


def _beside(run: Path, given: "Planned", seed: int, *, as_json: bool) -> None:
    """What came of a scenario beside what the record has of such a deployment."""
    from dataclasses import asdict

    from dashboards.beside_record import came_of
    from sim.record.beside import beside

    came = came_of(run)
    changed = {name: value for name, value in asdict(given).items() if value is not None}
    found = beside(came, replace(came.planned(given.era), **changed), seed)
    _warn(found.foretold)
    if as_json:
        print_json(found.to_json())
        return
    _print_beside(found)


def _print_beside(found: "Beside") -> None:
    from dashboards.beside_record import HEADS, READ_AS, row

    screen = console()
    screen.print(table(HEADS, [row(one) for one in (found.faces, *found.counts)]))
    screen.print(dim(READ_AS), soft_wrap=True)
    screen.print("Why they differ:")
    for reason in found.reasons:
        screen.print(f"- {reason.said}", soft_wrap=True)


def rows(told: dict[str, Any]) -> list[tuple[str, ...]]:
    """A line a count: its name, median, 50 % and 95 % interval."""
    return [
        (words, f"{one['median']:,}", *(_span(one[key]) for key in ("interval_50", "interval_95")))
        for name, words in WORDS.items()
        if (one := told.get(name)) is not None
    ]


def _span(ends: list[int]) -> str:
    return f"{ends[0]:,} to {ends[1]:,}"


def _print(told: "Foretold") -> None:
    screen = console()
    screen.print(table(("count", "median", "50 %", "95 %"), rows(told.to_json())))
    screen.print(dim(READS), soft_wrap=True)
    rests = told.to_json()["rests_on"]
    by = f"{rests['rows']} deployments up to {rests['last_month']}"
    end = f"It rests on {by}; `footfall fidelity` tells how right it was."
    screen.print(dim(end), soft_wrap=True)
