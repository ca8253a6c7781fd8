"""A piece of work that another process can do, here or on another machine."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Progress = Callable[[float], None]


class GivenUpError(Exception):
    """Another job failed, or somebody interrupted, cancelled, or ended a worker."""


class CancelledError(Exception):
    """Whoever asked for the jobs wants them no more."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a job's result is kept for a later try, and how it is read and written there."""

    file: Path
    load: Callable[[Path], Any]
    save: Callable[[Path, Any], None]


@dataclass(frozen=True, slots=True)
class Job:
    """`call(*arguments, progress)`, all of it and its result picklable; `weight` is its share of
    the work, `keeping` says where its result lies if an earlier try got so far.
    """

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    weight: float = 1.0
    keeping: Keeping | None = None

    @property
    def done(self) -> bool:
        """Whether its result is kept already."""
        return self.keeping is not None and self.keeping.file.exists()
