"""The command line's root: gathers the commands and runs the one that is named."""

from collections.abc import Sequence
from importlib import import_module

import typer

COMMANDS = (
    "engine.watch", "demo", "run", "scenarios", "engine.packs", "engine.watchlist",
    "engine.calibrate", "engine.evaluate", "engine.stream", "engine.stress", "engine.why", "why",
    "people.sheets", "people.gate", "people.kin", "people.gap", "cameras.views", "cameras.truth",
    "dashboard",
)  # fmt: skip
"""The modules with the commands, in the order of the help."""

app = typer.Typer(
    name="footfall",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A digital-twin test bed for live facial recognition. It never runs on a live camera.",
)


def load() -> typer.core.TyperGroup:
    """The root with every command."""
    for name in COMMANDS:
        import_module(f"dashboards.cli.{name}")
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    return root


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
