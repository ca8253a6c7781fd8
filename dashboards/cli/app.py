"""The command line's root: gathers the commands and turns refusals into one clear line."""

import sys
from collections.abc import Sequence

import typer
from rich.console import Console

from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import SimError

REFUSALS = (EngineError, ScenarioError, SimError)

app = typer.Typer(
    name="footfall",
    no_args_is_help=True,
    add_completion=False,
    help="A digital-twin test bed for live facial recognition. It never runs on a live camera.",
)


def main(argv: Sequence[str] | None = None) -> None:
    """Run `footfall`; a refusal prints one line to standard error and exits with 2."""
    try:
        app(args=list(argv) if argv is not None else None)
    except REFUSALS as refusal:
        Console(stderr=True, soft_wrap=True, highlight=False).print(
            f"footfall: {refusal}", markup=False
        )
        sys.exit(2)
