"""Record: every published row with who says so, and what is known of each era."""

import pyarrow as pa
import streamlit as st

from dashboards.app.address import at, go, ticks
from dashboards.app.design.pieces import table
from dashboards.cli.record.show import NOT_TOLD, span_told
from dashboards.visible import escape, plain
from engine.counts import counted
from sim.record.eras import ERAS, eras_of
from sim.record.published import Deployment, record, record_hash

COLUMNS = {
    "id": "row", "date_from": "from", "date_to": "to", "force": "force", "place": "place",
    "setting": "kind of place", "hours": "hours", "watchlist": "list", "faces": "faces",
    "alerts": "alerts", "true_alerts": "true alerts", "false_alerts": "false alerts",
    "engagements": "engaged", "arrests": "arrests", "threshold": "threshold",
    "confidence": "confidence", "source": "source",
}  # fmt: skip
"""Fields of a row, and what the table calls them."""
CHOSEN = "record_rows"
"""The table's name in the session."""
READS = (
    "What police forces published of their deployments, and press, court and company texts said of"
    " them. An empty field was not published, and is filled in nowhere. From 2023 on engaged are"
    " those truly alerted whom an officer met; stops after false alerts were not published by"
    " deployment."
)


def show() -> None:
    """The whole view."""
    st.markdown(READS)
    rows = record()
    names = [one.id for one in rows]
    asked = at("row")
    place = names.index(asked) if asked in names else None
    st.dataframe(
        as_table(), hide_index=True, height=420, on_select=_choose, selection_mode="single-row",
        placeholder="", alt="Published rows, one deployment or aggregate each",
        **ticks(CHOSEN, place),
    )  # fmt: skip
    st.caption(f"{counted(len(rows), 'row')}. Its hash begins with {record_hash()[:16]}.")
    if place is not None:
        _one(rows[place])
    st.header("What is known of each era", anchor=False)
    st.html(eras_table())


def as_table() -> pa.Table:
    """The rows as a table of the columns shown."""
    told = {name: [getattr(one, field) for one in record()] for field, name in COLUMNS.items()}
    return pa.table(told)


def eras_table() -> str:
    """A line an era: its span, algorithm, thresholds, and what counted as a face; narrow windows
    have one below the other, each under its own words.
    """
    heads = ("era", "algorithm", "threshold", "what counted as a face", "source")
    lines = [
        (
            f"<b>{escape(era.name)}</b><br>{escape(span_told(era))}",
            *(
                f'<span class="own">{head}: </span>{escape(one)}'
                for head, one in zip(
                    heads[1:], (era.algorithm, era.thresholds, era.counted, era.source), strict=True
                )
            ),
        )
        for era in ERAS
    ]
    told = table(dict.fromkeys(heads, False), lines, label="Eras")
    return f'<div class="stacked">{told}</div>'


def _choose() -> None:
    ticked = st.session_state[CHOSEN]["selection"]["rows"]
    go(row=record()[ticked[0]].id if ticked else None)


def _one(row: Deployment) -> None:
    st.header(plain(f"{row.id}: {row.place}"), anchor=False)
    eras = " and ".join(era.name for era in eras_of(row))
    told = {
        "Era": eras,
        "Algorithm": row.algorithm or NOT_TOLD,
        "Source": row.source,
        "Confidence": row.confidence,
        "Its words": row.evidence,
    }
    heads = {"": False, "as published": False}
    st.html(
        table(heads, [(escape(name), escape(words)) for name, words in told.items()], label=row.id)
    )
