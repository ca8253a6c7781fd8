"""What a page shows in place of what cannot be read: which file, what is wrong, what to do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from dashboards.visible import plain
from engine.disk.files import NOTHING
from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.damage import RECORD, damage, remedy
from sim.errors import DamagedError, SimError
from sim.reader import StoredRun

REFUSED = (EngineError, ScenarioError, SimError, OSError)
"""What reading a run raises where its files are not as they were kept."""
OTHER = "Choose another run."
MOST = 5
"""Files that are told by name."""
GONE = "It is not there: it was taken away, or goes by another name. Choose another run."


@contextmanager
def told(again: str = OTHER) -> Iterator[None]:
    """Say so where what is read inside cannot be, and what to do; the page lives on below it."""
    try:
        yield
    except REFUSED as err:
        show(err, again)


def show_damage(run: StoredRun) -> None:
    """Which files of a run are not as they were kept, if any, and what to do; above what is shown
    of the others.
    """
    found = damage(run)
    if not found:
        return
    files = [f"{plain(str(one.file))}: got {plain(one.got)}" for one in found[:MOST]]
    more = [f"and {len(found) - MOST:,} more"] if len(found) > MOST else []
    told = "\n".join(f"- {line}" for line in [*files, *more])
    head = "**This run is damaged.** What is shown below may not be what was played."
    st.error(
        "\n\n".join([head, told, _todo([one.file for one in found], OTHER)]),
        icon=":material/broken_image:",
    )


def show(err: BaseException, again: str = OTHER) -> None:
    """A note with the file, what was got there and wanted, and what to do."""
    st.error("\n\n".join(words(err, again)), icon=":material/broken_image:")


def words(err: BaseException, again: str = OTHER) -> list[str]:
    """The note's paragraphs, as Markdown.

    >>> from pathlib import Path
    >>> for line in words(DamagedError(Path("crowd.parquet"), "tick", "none", "int32"))[:2]:
    ...     print(line)
    **crowd.parquet**, tick, cannot be read.
    Got none, wanted int32.
    """
    if isinstance(err, FileNotFoundError):
        return [f"**{plain(str(err.filename or err))}** cannot be read.", GONE]
    if not isinstance(err, DamagedError):
        said = f"{err.filename}: {err.strerror}" if isinstance(err, OSError) else str(err)
        return ["This cannot be shown.", plain(said), again]
    name, field = plain(str(err.file)), plain(err.field)
    head = f"**{name}**, {field}, cannot be read." if field else f"**{name}** cannot be read."
    gone = err.got == NOTHING and err.file.name == RECORD
    todo = GONE if gone else _todo([err.file], again)
    return [head, f"Got {plain(err.got)}, wanted {plain(err.wanted)}.", todo]


def _todo(files: Sequence[Path], again: str) -> str:
    """What to do about damaged files: with the command that plays their run again, if any does."""
    command = remedy(*files)
    if not command:
        return again
    return f"{again} Or play this one again: `{command}`"
