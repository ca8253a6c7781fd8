"""The command line's root: gathers the commands and runs the one that is named."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from typer.models import CommandInfo

from dashboards.cli.terminal.faults import installed_version

COMMANDS = (
    "engine.watch", "demo", "run", "scenarios", "engine.packs", "engine.watchlist",
    "engine.calibrate", "engine.evaluate", "engine.stream", "engine.stress", "engine.why", "why",
    "crowd.validate", "people.sheets", "people.gate", "people.kin", "people.gap", "cameras.views",
    "cameras.truth", "words", "dashboard",
)  # fmt: skip
"""The modules with the commands, in the order of the help."""

app = typer.Typer(
    name="footfall",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A digital-twin test bed for live facial recognition. It never runs on a live camera.",
)


def _tell_version(asked: bool) -> None:
    """Say it and end there."""
    if asked:
        typer.echo(f"footfall {installed_version()}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Say which it is."),
    ] = False,
) -> None:
    """Makes a group of it also where one command alone is loaded."""


def load(arguments: Sequence[str] = ()) -> typer.core.TyperGroup:
    """The root with every command, or with those alone of the module or group that the arguments
    name: what others need is not waited for.
    """
    named = [one for one in COMMANDS if arguments and one.split(".")[0] == arguments[0]]
    for name in named or COMMANDS:
        import_module(f"dashboards.cli.{name}")
    app.registered_commands.sort(key=_place)
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    return root


def _place(command: CommandInfo) -> int:
    """A command's place in the help, whenever its module was imported."""
    module = getattr(command.callback, "__module__", "").removeprefix("dashboards.cli.")
    return COMMANDS.index(module) if module in COMMANDS else len(COMMANDS)


def run(root: typer.core.TyperGroup, arguments: Sequence[str]) -> int:
    """Run what the arguments name; the exit code. What is refused or goes wrong is raised."""
    try:
        with root.make_context("footfall", list(arguments)) as context:
            root.invoke(context)
    except typer.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else bool(ended.code)
    return 0
