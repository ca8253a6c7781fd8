"""Tables and lines that several commands print."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from dashboards.cli.terminal.screen import console
from engine.counts import counted

MOST_TOLD = 10
"""Pictures with several faces, told one by one; the main one is taken, so they are no refusals."""
__all__ = ["console", "not_taken", "passed_over", "table"]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Rows of text; all but the first column to the right."""
    made = Table()
    for number, head in enumerate(heads):
        made.add_column(head, justify="right" if number else "left")
    for row in rows:
        made.add_row(*row)
    return made


def not_taken(found: dict[str, Any]) -> Iterator[str]:
    """Pictures from which no face was taken, or not the only one, a line each."""
    for file in found.get("no_face", ()):
        yield f"No face: {file}"
    for file in found.get("doubtful", ()):
        yield f"Doubtful face: {file}"
    crowded = found.get("several_faces", ())
    for file in crowded[:MOST_TOLD]:
        yield f"Several faces: {file}"
    if len(crowded) > MOST_TOLD:
        yield f"Several faces: {len(crowded) - MOST_TOLD:,} more; all are in the JSON"
    for one in found.get("unreadable", ()):
        yield f"Not read: {one['file']}: {one['why']}"


def passed_over(found: dict[str, Any]) -> Iterator[str]:
    """What in a folder was no picture, a line each, and how many hidden files there were."""
    for one in found["not_pictures"]:
        yield f"No picture: {one['file']}: {one['what']}"
    if hidden := len(found["passed_over"]):
        yield f"Passed over: {counted(hidden, 'hidden file or sidecar')}"
