"""`footfall training`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(
    no_args_is_help=True,
    help="Exercises, their timelines, and reviews of training sessions.",
)
app.add_typer(commands, name="training")


@commands.callback()
def training() -> None:
    """Exercises, their timelines, and reviews of training sessions."""
