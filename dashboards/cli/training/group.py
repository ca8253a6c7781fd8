"""`footfall training`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(
    no_args_is_help=True,
    help="Train operators and commanders: exercises, sessions, reviews.",
)
app.add_typer(commands, name="training")


@commands.callback()
def training() -> None:
    """Train operators and commanders: exercises, sessions, reviews."""
