"""`footfall people`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(no_args_is_help=True, help="The rendered people.")
app.add_typer(commands, name="people")


@commands.callback()
def people() -> None:
    """The rendered people."""
