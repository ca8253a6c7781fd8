"""`footfall training exercises`: what there is to train with."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.terminal.screen import bold, console
from dashboards.cli.training.group import commands
from dashboards.words import span
from engine.counts import counted

if TYPE_CHECKING:
    from sim.training.library.exercises import Prepared


@commands.command("exercises")
def exercises(
    name: Annotated[
        str | None, typer.Argument(help="An exercise's name, or its YAML file: tell all of it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the exercises of the library, or tell one: its objectives and its injects."""
    from sim.training.library.exercises import library, load_exercise

    found = [load_exercise(one) for one in ([name] if name else library())]
    if as_json:
        print_json({"exercises": [_told(one) for one in found]})
        return
    screen = console()
    for one in found:
        about = (span(one.lasts_s), one.exercise.scenario, counted(len(one.injects), "inject"))
        told = f": {one.exercise.title} ({', '.join(about)})"
        screen.print(bold(one.exercise.name), told, sep="", soft_wrap=True)
        screen.print(f"    {one.exercise.told}", soft_wrap=True, markup=False)
        if name:
            _print(one)


def _told(one: "Prepared") -> dict[str, Any]:
    injects = [inject.model_dump(mode="json") for inject in one.injects]
    whole = {"lasts_s": one.lasts_s, "injects": injects}
    return one.exercise.model_dump(mode="json") | whole


def _print(one: "Prepared") -> None:
    from sim.training.injects.timeline import clocked

    screen = console()
    for objective in one.exercise.objectives:
        screen.print(f"  {objective.id}: {objective.told}", soft_wrap=True, markup=False)
    for inject in one.injects:
        held = " (held back)" if inject.type == "contingency" else ""
        about = f" of {inject.what}" if inject.what else ""
        screen.print(f"  {clocked(inject.at_s)}  {inject.kind}{about}{held}", soft_wrap=True)
        if inject.means != "none":
            to = ", ".join(inject.to)
            said = f"{inject.sender or inject.means} to {to}: {inject.content}"
            screen.print(f"           {said}", soft_wrap=True, markup=False)
        screen.print(f"           {inject.expected_action}", soft_wrap=True, markup=False)
    for question in one.exercise.questions:
        screen.print(f"  {question}", soft_wrap=True, markup=False)
