"""Log: every event of the run, to be filtered."""

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboards.app.address import at, follows, whole
from dashboards.app.runs import kept
from dashboards.words import EVENTS
from engine.counts import counted
from scenarios.hours import clock
from sim.reader import StoredRun

MOST_ROWS = 5000
"""Sent to the browser at once."""


def show(run: StoredRun) -> None:
    """The whole view."""
    table = kept(StoredRun.event_table, run)
    kinds, person, alert = st.columns([3, 1, 1])
    every = sorted(pc.unique(table["kind"]).to_pylist(), key=EVENTS.__getitem__)
    asked = [kind for kind in (at("kinds") or "").split(",") if kind in every]
    with kinds:
        st.multiselect(
            "Kinds of events", every, placeholder="all", format_func=EVENTS.__getitem__,
            **follows("kinds", asked),
        )  # fmt: skip
    numbers = {"person": _number(person, "Passer-by"), "alert": _number(alert, "Alert")}
    _show_rows(filtered(table, asked, numbers), len(table), run.record["starts_at"])


def _number(where: st.delta_generator.DeltaGenerator, label: str) -> int | None:
    """A number of the address, to be changed."""
    name = {"Passer-by": "person", "Alert": "alert"}[label]
    value = whole(name)
    where.number_input(
        label, min_value=0, value=None, step=1, placeholder="any", **follows(name, value)
    )
    return value


def _show_rows(rows: pa.Table, of: int, starts_at: str) -> None:
    st.dataframe(
        told(rows[:MOST_ROWS], starts_at), hide_index=True, height=480, key="events",
        placeholder="", alt="Events in the order of time, one a row",
    )  # fmt: skip
    more = f"; the first {MOST_ROWS:,} are shown" if len(rows) > MOST_ROWS else ""
    st.caption(f"{len(rows):,} of {counted(of, 'event')}{more}")


def told(rows: pa.Table, starts_at: str) -> pa.Table:
    """Events as people read them: the time of day and what happened, then whatever is known of any
    of them.
    """
    times = pa.array([clock(starts_at, s) for s in rows["time_s"].to_pylist()], pa.string())
    what = pa.array([EVENTS[kind] for kind in rows["kind"].to_pylist()], pa.string())
    rest = rows.drop_columns(["time_s", "kind"])
    full = [name for name in rest.column_names if rest[name].null_count < len(rest)]
    return rest.select(full).add_column(0, "event", what).add_column(0, "time", times)


def filtered(table: pa.Table, kinds: list[str], numbers: dict[str, int | None]) -> pa.Table:
    """Events of these kinds (all, if none is named) about these people or alerts."""
    if kinds:
        table = table.filter(pc.is_in(table["kind"], pa.array(kinds)))
    for column, wanted in numbers.items():
        if wanted is not None:
            table = table.filter(pc.fill_null(pc.equal(table[column], wanted), False))
    return table
