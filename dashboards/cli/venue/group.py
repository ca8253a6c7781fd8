"""`footfall venue`: the group of its commands."""

import typer

from dashboards.cli.app import app

HELP = "Plans of real places: read, checked, drawn, written."
commands = typer.Typer(no_args_is_help=True, help=HELP)
app.add_typer(commands, name="venue")


@commands.callback(help=HELP)
def venue() -> None:
    """Makes a group of it also where one command alone is loaded."""
