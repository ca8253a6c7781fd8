"""The command line's root: gathers the commands and turns refusals into one clear line."""

import errno
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import SimError

COMMANDS = (
    "demo", "run", "library", "engine", "packs", "watchlist", "calibrate", "evaluate", "stream",
    "stress", "why", "people", "gate", "kin", "gap", "cameras", "truth", "dashboard",
)  # fmt: skip
"""The modules with the commands, in the order of the help."""
REFUSALS = (EngineError, ScenarioError, SimError, OSError)
REFUSED, INTERRUPTED = 2, 130
"""Exit codes; 128 + SIGINT as shells count it."""


class Root(TyperGroup):
    """Runs a command; a refusal is one line on standard error, and so is an interruption."""

    def invoke(self, ctx: Any) -> Any:
        """What the command gives back; else the process ends with REFUSED or INTERRUPTED."""
        try:
            return super().invoke(ctx)
        except REFUSALS as refusal:
            if getattr(refusal, "errno", None) == errno.EPIPE:  # a reader like `head` has gone
                raise
            complain(told(refusal))
            sys.exit(REFUSED)
        except KeyboardInterrupt as stop:
            complain("; ".join(["interrupted", *getattr(stop, "__notes__", [])]))
            sys.exit(INTERRUPTED)


app = typer.Typer(
    cls=Root,
    name="footfall",
    no_args_is_help=True,
    add_completion=False,
    help="A digital-twin test bed for live facial recognition. It never runs on a live camera.",
)


def main(argv: Sequence[str] | None = None) -> None:
    """Run `footfall` with these arguments, or the process's own."""
    for name in COMMANDS:
        import_module(f"dashboards.cli.{name}")
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not if it is to be ignored
        signal.signal(signal.SIGINT, interrupt_once)
    try:
        app(args=list(argv) if argv is not None else None)
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt_once:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def interrupt_once(*_: object) -> None:
    """The keyboard's first interruption; while it is being answered, a second changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def complain(message: str) -> None:
    """One line on standard error."""
    line = f"footfall: {' '.join(message.split())}"
    Console(stderr=True, soft_wrap=True, highlight=False).print(line, markup=False)


def told(refusal: Exception) -> str:
    """The refusal in words; the operating system's with the file it is about.

    >>> told(PermissionError(13, "Permission denied", "runs"))
    'runs: Permission denied'
    """
    if isinstance(refusal, OSError) and refusal.filename is not None:
        return f"{refusal.filename}: {refusal.strerror}"
    return str(refusal)
