"""`footfall record`: the group of its commands."""

import typer

from dashboards.cli.app import app

commands = typer.Typer(
    no_args_is_help=True,
    help="The published record of deployments: read it, and fit to it anew.",
)
app.add_typer(commands, name="record")


@commands.callback()
def record() -> None:
    """The published record of deployments: read it, and fit to it anew."""
