"""Log: every event of the run, to be filtered; and each alert as a story."""

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboards.app import cards
from dashboards.app.chosen import chosen_run, head, kept
from dashboards.app.stories import Story, stories
from dashboards.words import clock
from sim.reader import StoredRun

MOST_ROWS = 5000
"""Sent to the browser at once."""


def show(run: StoredRun) -> None:
    """The whole page."""
    head(run, kept(StoredRun.outcomes, run))
    story, table = st.tabs(["An alert's story", "All events"])
    with story:
        _stories(kept(stories, run), run.record["starts_at"])
    with table:
        _events(kept(StoredRun.event_table, run), run.record["starts_at"])


def _stories(told: list[Story], starts_at: str) -> None:
    if not told:
        st.caption("No alert was raised.")
        return
    endings = sorted({_kind(story) for story in told})
    which, how = st.columns([2, 3], gap="large")
    wanted = which.multiselect("Ended as", endings, key="endings", placeholder="any")
    some = [story for story in told if not wanted or _kind(story) in wanted]
    titles = {s.raised.alert: f"{clock(starts_at, s.raised.time_s)}  {s.title}" for s in some}
    chosen = which.selectbox("Alert", list(titles), format_func=titles.__getitem__, key="story")
    which.caption(f"{len(some)} of {len(told)} alerts")
    how.html(cards.story_list(next(s for s in some if s.raised.alert == chosen), starts_at))


def _kind(story: Story) -> str:
    claim = "right" if story.raised.true else "wrong"
    ending = story.ending
    return f"{claim}, {'merged' if ending.startswith('merged') else ending}"


def _events(table: pa.Table, starts_at: str) -> None:
    kinds, person, alert = st.columns([3, 1, 1])
    every = sorted(pc.unique(table["kind"]).to_pylist())
    wanted = kinds.multiselect("Kinds", every, key="kinds", placeholder="all")
    numbers = {
        "person": person.number_input("Passer-by", 0, value=None, key="person", placeholder="any"),
        "alert": alert.number_input("Alert", 0, value=None, key="number", placeholder="any"),
    }
    rows = filtered(table, wanted, numbers)
    times = pa.array([clock(starts_at, s) for s in rows["time_s"][:MOST_ROWS].to_pylist()])
    shown = rows[:MOST_ROWS].add_column(0, "time", times)
    full = [name for name in shown.column_names if shown[name].null_count < len(shown)]
    st.dataframe(shown.select(full), hide_index=True, height=480, key="events", placeholder="")
    more = f"; the first {MOST_ROWS:,} are shown" if len(rows) > MOST_ROWS else ""
    st.caption(f"{len(rows):,} of {len(table):,} events{more}")


def filtered(table: pa.Table, kinds: list[str], numbers: dict[str, int | None]) -> pa.Table:
    """Events of these kinds (all, if none is named) about these people or alerts."""
    if kinds:
        table = table.filter(pc.is_in(table["kind"], pa.array(kinds)))
    for column, number in numbers.items():
        if number is not None:
            table = table.filter(pc.fill_null(pc.equal(table[column], number), False))
    return table


if __name__ == "__main__":
    show(chosen_run())
