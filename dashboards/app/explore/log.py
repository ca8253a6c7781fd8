"""Log: every event of the run, to be filtered."""

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboards.app.address import at, follows, go, holds, whole
from dashboards.app.explore.pages import page
from dashboards.app.runs import kept
from dashboards.words import EVENTS, FIELDS, nth
from engine.counts import counted
from scenarios.failures import named
from scenarios.hours import clock
from sim.reader import StoredRun

COUNTED = ("alert", "earlier", "operator", "officer")
"""Columns of numbers that files count from 0 and people from 1."""
WHOLE = ("age",)
"""Columns told in whole years, as people tell their age."""
MOST_ROWS = 5000
"""Sent to the browser at once."""
CALLED = {
    "event": st.column_config.TextColumn(width="medium"),
    **{name: st.column_config.Column(label, help=what) for name, (label, what) in FIELDS.items()},
}
"""How columns are headed, and what the mouse tells of them."""


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
    """A number of the address, to be changed; alerts are counted from 1."""
    name = {"Passer-by": "person", "Alert": "alert"}[label]
    least, value = (nth(0) if name in COUNTED else 0), whole(name)
    shown = None if value is None else value + least
    key = f"log-{name}"
    where.number_input(
        label, min_value=least, value=None, step=1, placeholder="any",
        on_change=lambda: go(**{name: _less(st.session_state[key], least)}), **holds(key, shown),
    )  # fmt: skip
    return value


def _less(number: float | None, least: int) -> int | None:
    return None if number is None else int(number) - least


def _show_rows(rows: pa.Table, of: int, starts_at: str) -> None:
    here = page(len(rows), MOST_ROWS, "events")
    shown = told(numbered(rows[here]), starts_at)
    st.dataframe(
        shown, hide_index=True, height=min(38 + 35 * len(shown), 480), key="events",
        placeholder="", alt="Events in the order of time, one a row", column_config=CALLED,
    )  # fmt: skip
    st.caption(f"{len(rows):,} of {counted(of, 'event')}")


def told(rows: pa.Table, starts_at: str) -> pa.Table:
    """Events as people read them: the time of day and what happened, then whatever is known of any
    of them.
    """
    times = pa.array([clock(starts_at, s) for s in rows["time_s"].to_pylist()], pa.string())
    what = pa.array([EVENTS[kind] for kind in rows["kind"].to_pylist()], pa.string())
    rest = rows.drop_columns(["time_s", "kind"])
    for name in WHOLE:
        if name in rest.column_names:
            years = pc.cast(pc.floor(rest[name]), pa.int64())
            rest = rest.set_column(rest.column_names.index(name), name, years)
    if "failure" in rest.column_names:
        kinds = [kind and named(kind) for kind in rest["failure"].to_pylist()]
        column = pa.array(kinds, pa.string())
        rest = rest.set_column(rest.column_names.index("failure"), "failure", column)
    full = [name for name in rest.column_names if rest[name].null_count < len(rest)]
    return rest.select(full).add_column(0, "event", what).add_column(0, "time", times)


def numbered(rows: pa.Table) -> pa.Table:
    """Alerts, operators and officers numbered as people count; nobody (-1) left out."""
    for name in COUNTED:
        if name in rows.column_names:
            column = rows[name]
            told = pc.if_else(pc.greater_equal(column, 0), pc.add(column, nth(0)), None)
            rows = rows.set_column(rows.column_names.index(name), name, told)
    return rows


def filtered(table: pa.Table, kinds: list[str], numbers: dict[str, int | None]) -> pa.Table:
    """Events of these kinds (all, if none is named) about these people or alerts."""
    if kinds:
        table = table.filter(pc.is_in(table["kind"], pa.array(kinds)))
    for column, wanted in numbers.items():
        if wanted is not None:
            table = table.filter(pc.fill_null(pc.equal(table[column], wanted), False))
    return table
