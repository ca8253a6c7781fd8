"""`footfall session`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(
    no_args_is_help=True,
    help="Training sessions: a scenario on a clock, with people at the screens and at the radio.",
)
app.add_typer(commands, name="session")


@commands.callback()
def session() -> None:
    """Training sessions: a scenario on a clock, with people at the screens and at the radio."""
