"""A session's review to take along, and who else may see it."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import streamlit as st

from dashboards.app.train.review.beside import chosen
from dashboards.app.train.review.made import Made, Told, table_told
from dashboards.reports.training.export import verdicts_csv
from dashboards.reports.training.paper import review_paper
from dashboards.reports.training.review import review_page
from sim.training.events import INSTRUCTOR
from sim.training.review.compared import compared
from sim.training.sharing import WATCHES, Shared, share, shared_of

FILES = (
    ("Report as a page", "html", "text/html"),
    ("Report as PDF", "pdf", "application/pdf"),
    ("Verdicts as CSV", "csv", "text/csv"),
    ("Verdicts as Parquet", "parquet", "application/vnd.apache.parquet"),
    ("Everything as JSON", "json", "application/json"),
)
"""What can be taken along: its name, its ending, and what it is."""


def show(folder: Path, role: str, found: Made) -> None:
    """The whole view."""
    if role == INSTRUCTOR:
        _share(folder)
    st.header("To take along", anchor=False)
    st.markdown(
        "The report is what stands under Review, with every moment of the session and, where others"
        " are set beside it, how they differ. The same session makes the same files, to the byte."
    )
    people = (chosen(folder, found) if role in WATCHES else None) or {}
    beside = None
    if len(people) > 1:
        beside = compared({name: one.table for name, one in people.items()}).to_json()
    columns = st.columns(len(FILES))
    for column, (name, ending, kind) in zip(columns, FILES, strict=True):
        column.download_button(
            name, _made(ending, found, beside), f"review-{folder.name}.{ending}", kind,
            key=f"take-{ending}", width="stretch", on_click="ignore",
        )  # fmt: skip


def _share(folder: Path) -> None:
    """What the instructor lets others see."""
    st.header("Who else sees it", anchor=False)
    shared = shared_of(folder)
    desks = st.checkbox("Those at this session's other desks see this review", shared.desks)
    beside = st.checkbox(
        "Its figures may be set beside those of other sessions of this exercise", shared.beside
    )
    if Shared(desks, beside) != shared:
        share(folder, Shared(desks, beside))
    st.caption(
        "The review tells who everybody was: whoever is still to play the same exercise with the"
        " same seed had better not see it."
    )


def _made(ending: str, found: Made, beside: Told | None) -> Callable[[], bytes]:
    """A file, made when it is asked for."""
    told, title = found.told, f"Review of {found.told['session']}: {found.told['title']}"
    makes: dict[str, Callable[[], bytes]] = {
        "html": lambda: review_page(title, told, beside, found.moments).encode(),
        "pdf": lambda: review_paper(title, told, beside, found.moments),
        "csv": lambda: verdicts_csv(found.table).encode(),
        "parquet": lambda: _parquet(found),
        "json": lambda: _json(found, beside),
    }
    return makes[ending]


def _parquet(found: Made) -> bytes:
    held = BytesIO()
    pq.write_table(table_told(found.table), held)
    return held.getvalue()


def _json(found: Made, beside: Told | None) -> bytes:
    whole = {**found.told, "compared": beside, "moments": found.moments}
    return (json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False) + "\n").encode()
