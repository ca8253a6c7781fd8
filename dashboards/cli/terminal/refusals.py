"""Which exceptions refuse what somebody asked for, and their words."""

from typing import Any

import typer
from pydantic import ValidationError

from engine.errors import EngineError
from engine.misfit import got, wanted, where
from scenarios.errors import ScenarioError
from sim.errors import SimError

OWN = (EngineError, ScenarioError, SimError)
NO_MEMORY = (
    "memory: got none any more, wanted what this work takes: where a command has --estimate, that"
    " says it beforehand"
)
VALUE_ERROR = "Value error, "
"""So pydantic begins what a type of ours says, which is said well without it."""
LOOP = "Symlink loop from "
"""So `Path.resolve` begins a RuntimeError, where the operating system's own would be an OSError."""


def refusal(err: BaseException) -> list[str] | None:
    """A refusal in words, a line each thing that is wrong; None for what nobody foresaw."""
    if isinstance(err, ScenarioError):
        return err.lines()
    said = _refusal(err)
    return None if said is None else [said]


def _refusal(err: BaseException) -> str | None:
    if isinstance(err, ValidationError):
        return _misfit(err)
    if isinstance(err, typer.Abort):
        return "got no answer, wanted one"
    if isinstance(err, MemoryError):
        return NO_MEMORY
    if hasattr(err, "format_message"):  # the command line's own; its class moved among versions
        return _misused(err)
    refused = isinstance(err, (*OWN, OSError)) or str(err).startswith(LOOP)
    return told(err) if refused else None


def told(refused: BaseException) -> str:
    """The refusal in words; the operating system's with the file it is about.

    >>> told(PermissionError(13, "Permission denied", "runs"))
    'runs: Permission denied'
    """
    if isinstance(refused, OSError) and refused.strerror is not None:
        file = refused.filename
        return refused.strerror if file is None else f"{file}: {refused.strerror}"
    return str(refused)


def _misused(err: Any) -> str:
    """What is wrong with a command, how it is used, and where to read more."""
    said = str(err.format_message()).replace(VALUE_ERROR, "")
    if (context := getattr(err, "ctx", None)) is None:
        return said
    ended = said if said.endswith("?") else f"{said.rstrip('.')}."
    return f"{ended} {context.get_usage()} (more: {context.command_path} --help)"


def _misfit(err: ValidationError) -> str:
    """The first field that does not fit."""
    first = err.errors(include_url=False)[0]
    return f"{where(first) or err.title}: got {got(first)}, wanted {wanted(first)}"
