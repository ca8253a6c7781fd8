"""The command line's root: gathers the commands and runs the one that is named."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.models import CommandInfo

from dashboards.cli.terminal.faults import installed_version

COMMANDS = (
    "engine.watch", "demo", "run", "scenarios", "engine.packs", "engine.watchlist",
    "engine.calibrate", "engine.evaluate", "engine.stream", "engine.stress", "engine.why", "why",
    "experiments.replicate", "experiments.compare", "experiments.sweep",
    "experiments.sensitivity", "experiments.select", "experiments.query",
    "groups", "scrutinise.expect", "scrutinise.predict", "scrutinise.fidelity", "scrutinise.report",
    "record.show", "record.fit", "place", "layouts",
    "venue.plans", "crowd.validate", "crowd.calibrate", "people.sheets",
    "people.gate", "people.admit", "people.kin", "people.gap", "cameras.coverage", "cameras.views",
    "cameras.truth", "training.exercises", "training.begin", "training.links",
    "training.review", "training.timeline", "roles", "words",
    "dashboard",
)  # fmt: skip
"""The modules with the commands, in the order of the help."""
ROOMS = ("experiments.", "scrutinise.")
"""Folders whose commands are no groups of their own."""

OTHER_WORDS = {
    "serve": "dashboard", "server": "dashboard", "web": "dashboard", "gui": "dashboard",
    "ui": "dashboard", "page": "dashboard", "app": "dashboard", "open": "dashboard",
    "play": "run", "simulate": "run", "start": "run", "resume": "run --resume",
    "list": "scenarios", "check": "validate",
    "watch": "engine watch", "stream": "engine stream", "stress": "engine stress",
    "bench": "engine stress", "benchmark": "engine stress", "evaluate": "engine evaluate",
    "calibrate": "engine calibrate", "fetch": "engine fetch", "packs": "engine packs",
    "watchlist": "engine watchlist", "enrol": "engine watchlist enrol",
    "plan": "place", "optimise": "place", "optimize": "place",
    "glossary": "words", "explain": "why",
    "repeat": "replicate", "replications": "replicate",
    "train": "training", "session": "training", "sessions": "training",
    "exercise": "training", "exercises": "training",
    "precision": "expect", "odds": "expect", "rates": "expect",
}  # fmt: skip
"""What people say, and the command that does it."""


class Root(typer.core.TyperGroup):
    """Knows what is meant by words that other programs have for its commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named; UsageError with the one that is meant for another word."""
        if args and args[0] not in self.commands and args[0].lower() in OTHER_WORDS:
            meant = OTHER_WORDS[args[0].lower()]
            ctx.fail(f"No such command {args[0]!r}. That is `footfall {meant}`.")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="footfall",
    cls=Root,
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
    asked = arguments[0] if arguments else ""
    named = [one for one in COMMANDS if asked in (one.split(".")[0], _word(one))]
    for name in named or COMMANDS:
        import_module(f"dashboards.cli.{name}")
    app.registered_commands.sort(key=_place)
    return _tree(tuple(_registered(app)))


def _registered(group: typer.Typer) -> Iterator[CommandInfo]:
    """Every command that there is by now, those of groups too."""
    yield from group.registered_commands
    for inner in group.registered_groups:
        if inner.typer_instance:
            yield from _registered(inner.typer_instance)


@lru_cache(maxsize=1)
def _tree(_commands: tuple[CommandInfo, ...]) -> typer.core.TyperGroup:
    """The root of these commands; made once for as long as there are no others, since that takes
    as long as a small command.
    """
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    return root


def _word(module: str) -> str:
    """What a command is called by: its module, without a room before it."""
    return next((module.removeprefix(one) for one in ROOMS if module.startswith(one)), module)


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
