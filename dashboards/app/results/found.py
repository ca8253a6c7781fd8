"""Which results of other commands lie beside the runs."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from dashboards.dated import dated
from engine.disk.files import UnreadError, from_json, text
from sim.errors import DamagedError

Kind = Literal["watch", "stream", "stress", "evaluate", "validate"]
FILES: dict[str, tuple[Kind, ...]] = {
    "summary.json": ("watch", "stream"),
    "stress.json": ("stress",),
    "evaluation.json": ("evaluate",),
    "crowd.json": ("validate",),
}
"""The file by which each kind is known."""
WORDS: dict[Kind, str] = {
    "watch": "one feed watched",
    "stream": "several feeds watched at once",
    "stress": "how much the engine bears",
    "evaluate": "how right the engine is",
    "validate": "how crowds walk, beside measured people",
}
MAKERS: dict[Kind, str] = {
    "watch": "footfall engine watch",
    "stream": "footfall engine stream",
    "stress": "footfall engine stress",
    "evaluate": "footfall engine evaluate",
    "validate": "footfall crowd validate",
}
"""The command that leaves them."""
LARGEST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Result:
    """One command's results: where they lie, of which kind they are, and when they were made, as
    the folder tells it, or the file system of those of earlier versions.
    """

    folder: Path
    file: Path
    kind: Kind
    made_at: datetime

    @property
    def name(self) -> str:
        """What finds it."""
        return self.folder.name

    def read(self) -> dict[str, Any]:
        """What the command told; DamagedError for what is none of its files."""
        return _fields(self.file)


def results(runs: Path) -> list[Result]:
    """All of them, the newest first; what cannot be read is found by its name alone."""
    found = [
        Result(file.parent, file, _kind(file), dated(file))
        for name in FILES
        for file in runs.glob(f"*/{name}")
        if file.is_file()
    ]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _kind(file: Path) -> Kind:
    """By the file's name, and where two share one by what is in it."""
    kinds = FILES[file.name]
    if len(kinds) == 1:
        return kinds[0]
    try:
        return "stream" if "feeds" in _fields(file) else "watch"
    except DamagedError:
        return "watch"


def _fields(file: Path) -> dict[str, Any]:
    try:
        value = from_json(text(file, LARGEST_BYTES))
    except UnreadError as err:
        raise DamagedError(file, "", str(err), "what a command told") from err
    if not isinstance(value, dict):
        raise DamagedError(file, "", type(value).__name__, "fields that a command told")
    return value
