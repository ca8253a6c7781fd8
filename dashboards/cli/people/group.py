"""`footfall people`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(
    no_args_is_help=True,
    help="The rendered people: look at them, and measure how far they are from real ones.",
)
app.add_typer(commands, name="people")


@commands.callback()
def people() -> None:
    """The rendered people: look at them, and measure how far they are from real ones."""
