"""What was played here, newest first."""

from collections.abc import Collection
from pathlib import Path

import streamlit as st

from dashboards.app.design.pieces import empty, facts, sign
from dashboards.app.runs import ENDED, changed, go_on, name_of, runs_folder, standing, when
from dashboards.app.start import keeping
from dashboards.figures.palette import Tone
from dashboards.visible import escape, plain
from dashboards.work.kept import own_name
from sim.reader import StoredRun, find_runs, run_folders

SHOWN = 6
"""Runs at first, and further ones each time that more are asked for."""
TONES: dict[str, Tone] = {"complete": "right", "running": "busy", "damaged": "wrong"}
"""Of states; others are neutral."""


def show(elsewhere: Collection[Path] = ()) -> None:
    """A line a run, with a way to it and what can be done with it; none of those that have their
    line `elsewhere`.
    """
    st.header("Played here", anchor=False)
    most = st.session_state.get("played_shown", SHOWN)
    found, refused = find_runs(runs_folder(), most)
    for refusal in refused[:3]:
        st.caption(f":material/warning: {plain(refusal)}")
    if not found:
        st.html(empty("Nothing yet.", "Play one of the scenarios above."))
        return
    for run in found:
        if run.path.resolve() not in elsewhere:
            _line(run)
    keeping.ask()
    more = len(run_folders(runs_folder())) - most
    if more > 0:
        st.button(
            _asks(more), key="older",
            on_click=lambda: st.session_state.update(played_shown=most + SHOWN),
        )  # fmt: skip


def _asks(more: int) -> str:
    """Words of the button that shows older ones.

    >>> _asks(1), _asks(4), _asks(40)
    ('Show the older one', 'Show the 4 older ones', 'Show 6 of the 40 older ones')
    """
    if more > SHOWN:
        return f"Show {SHOWN} of the {more:,} older ones"
    return "Show the older one" if more == 1 else f"Show the {more} older ones"


def _line(run: StoredRun) -> None:
    record = run.record
    words, way, more = st.columns([6, 1, 1], vertical_alignment="center")
    told = [str(record["fidelity"]), f"seed {record['seed']}", *changed(record)]
    told += [when(record["started_at"]), name_of(run)]
    state = standing(run)
    shown = sign(TONES.get(state, "neutral"), state)
    named = own_name(run)
    told = [str(record["title"]), *told] if named else told
    title = f"<span><b>{escape(named or str(record['title']))}</b></span>"
    words.html(f'<div class="facts row">{title} {shown}</div>' + facts(told))
    if run.state in ENDED:
        way.button("Go on", key=f"on-{name_of(run)}", on_click=go_on, args=(run,))
    else:
        way.page_link("explore/page.py", label="Open", query_params={"run": name_of(run)})
    with more:
        keeping.show(run)
