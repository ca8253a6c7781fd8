"""`footfall crowd`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(no_args_is_help=True, help="How crowds walk, beside measured people.")
app.add_typer(commands, name="crowd")


@commands.callback()
def crowd() -> None:
    """How crowds walk, beside measured people."""
