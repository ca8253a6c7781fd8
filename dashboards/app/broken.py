"""What a page shows in place of what cannot be read: which file, what is wrong, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboards.visible import plain
from engine.disk.files import NOTHING
from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import DamagedError, SimError

REFUSED = (EngineError, ScenarioError, SimError, OSError)
"""What reading a run raises where its files are not as they were kept."""
AGAIN = (
    "Choose another run, or play this one again: `footfall run FOLDER/scenario.yaml --from FOLDER`"
    " takes over what of it is still as it was kept."
)
GONE = "It is not there: it was taken away, or goes by another name. Choose another run."


@contextmanager
def told(again: str = AGAIN) -> Iterator[None]:
    """Say so where what is read inside cannot be, and what to do; the page lives on below it."""
    try:
        yield
    except REFUSED as err:
        show(err, again)


def show(err: BaseException, again: str = AGAIN) -> None:
    """A note with the file, what was got there and wanted, and what to do."""
    st.error("\n\n".join(words(err, again)), icon=":material/broken_image:")


def words(err: BaseException, again: str = AGAIN) -> list[str]:
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
    todo = GONE if err.got == NOTHING and err.file.name == "run.json" else again
    return [head, f"Got {plain(err.got)}, wanted {plain(err.wanted)}.", todo]
