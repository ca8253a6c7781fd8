"""`footfall cameras sheet | measure | frame`: what cameras make of people, and what that costs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dashboards.cli.cameras.group import commands
from dashboards.cli.terminal.progress import bars, begun
from dashboards.cli.terminal.tables import console
from engine.counts import counted

if TYPE_CHECKING:
    from engine.measure.rates.intervals import Rate
    from sim.fidelity.conditions import Outcome

NOTE = (
    "Of rendered people, one frame each, at the threshold for a crowd of them: for comparing"
    " conditions with each other only, not real-world accuracy."
)


@commands.command(name="sheet")
def draw_sheet(
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    person: Annotated[int, typer.Option(min=0, help="Who walks past.")] = 3,
) -> None:
    """Draw one person before a camera in twelve conditions, with the engine's score, into OUT."""
    from sim.fidelity.conditions import write_conditions
    from sim.people.sheets.sheet import check_picture

    check_picture(out)
    with bars() as report:
        looks = write_conditions(out, person, begun(report, "Film the person"))
    console().print(f"person {person} in {counted(len(looks), 'condition')}: {out}", soft_wrap=True)


@commands.command(name="measure")
def measure_conditions(
    people: Annotated[int, typer.Option(min=1, max=400, help="How many walk past.")] = 40,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let rendered people walk past in each condition, and say how many the engine matches."""
    from engine.measure.realism.bounds import standing_of
    from engine.settings import EngineSettings
    from sim.fidelity.conditions import measure

    with bars() as report:
        threshold, found = measure(people, begun(report, "Film the people"))
    reading = standing_of(EngineSettings().preset)
    if as_json:
        told = {"note": NOTE, "reading": reading, "threshold": threshold}
        typer.echo(json.dumps(told | {"conditions": [asdict(o) for o in found]}, indent=2))
    else:
        console().print(table(threshold, found))
        console().print(NOTE, reading["statement"], soft_wrap=True, markup=False)


@commands.command(name="frame")
def film_frame(
    scenario: Annotated[str, typer.Argument(help="A library name or a scenario file.")],
    out: Annotated[Path, typer.Argument(help="The picture to write, .png or .jpg.")],
    camera: Annotated[str | None, typer.Option(help="A camera's id. Default: the first.")] = None,
    at: Annotated[
        float | None, typer.Option(help="Seconds from the start. Default: the window's middle.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Number that chance comes from. Default: the scenario's own."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print who is in it as JSON.")] = False,
) -> None:
    """Film one frame of SCENARIO's window into OUT, people cast as in pixels fidelity."""
    from sim.people.sheets.sheet import check_picture
    from sim.stages.store import user_store
    from sim.stills import still, write_still

    check_picture(out)
    with bars() as report:
        taken = still(scenario, camera, at, seed=seed, store=user_store(), progress=report)
    write_still(out, taken)
    if as_json:
        typer.echo(json.dumps(taken.to_json(), indent=2))
    else:
        said = (
            f"{taken.camera} at {taken.time_s:g} s, {counted(len(taken.people), 'person')}: {out}"
        )
        console().print(said, soft_wrap=True)


def table(threshold: float, found: list["Outcome"]) -> Table:
    """The outcomes, one a row."""
    drawn = Table(
        title=f"One frame of each person against their enrolment, threshold {threshold:.3f}"
    )
    for column in ("condition", "px", "blur px", "dB", "found", "matched", "median score"):
        drawn.add_column(column)
    for one in found:
        numbers = f"{one.interocular_px:.0f}", f"{one.blur_px:.1f}", f"{one.gain_db:.0f}"
        score = "-" if one.score is None else f"{one.score:.2f}"
        drawn.add_row(one.condition, *numbers, share(one.found), share(one.matched), score)
    return drawn


def share(told: "Rate") -> str:
    """A rate with its denominator and interval.

    >>> from engine.measure.rates.intervals import Rate
    >>> share(Rate(0.5, 0.2, 0.8, 3, 6))
    '3/6 (.20 to .80)'
    """
    low, high = (f"{told.low:.2f}".lstrip("0"), f"{told.high:.2f}".removeprefix("0"))
    return f"{told.numerator}/{told.denominator} ({low} to {high})"
