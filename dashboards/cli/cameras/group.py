"""`footfall cameras`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(no_args_is_help=True, help="What cameras make of people.")
app.add_typer(commands, name="cameras")


@commands.callback()
def cameras() -> None:
    """What cameras make of people."""
