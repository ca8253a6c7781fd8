"""Layouts side by side, by the planner's model, and a run for each."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.app.design.pieces import empty, sign, table
from dashboards.app.plan import works
from dashboards.app.plan.studies import Study
from dashboards.app.runs import runs_folder
from dashboards.visible import escape
from dashboards.work.registry import begin
from engine.counts import counted
from engine.disk.files import UnreadError, from_json, text
from engine.disk.places import free_name
from scenarios.loader import Loaded

PLAYED = "played_layouts"
"""Names in the session the study whose layouts were begun to be played."""
VALUES = "values.json"
LARGEST_BYTES = 16 << 20
HEADS = {
    "Layout": False, "Cameras": True, "Listed people recognised": True, "Innocents scanned": True,
    "False alerts": True, "": False,
}  # fmt: skip
NOTE = (
    "Expected in the span that is played, by the planner's model (docs/planning.md): for comparing"
    " layouts only, with people who are rendered. All layouts meet the same people."
)


def show(study: Study, every: dict[str, Loaded]) -> None:
    """The table, and what makes it."""
    st.header("Layouts side by side", anchor=False)
    values = _values(study)
    if values:
        st.html(table(HEADS, [_row(name, one, values.get(name)) for name, one in every.items()]))
        st.caption(NOTE)
    else:
        said = "What each layout would recognise, scan and wrongly alert can be worked out."
        st.html(empty("Nothing is worked out yet.", said))
    work, play, _ = st.columns([3, 3, 6])
    work.button(
        f"Compare {counted(len(every), 'layout')}", key="compare", on_click=_begin, args=(study,),
        width="stretch",
    )  # fmt: skip
    play.button(
        "Play each of them", key="play-each", on_click=_play, args=(study,), width="stretch",
        help="A run in scores of every layout, in the background: the start page tells of them.",
    )  # fmt: skip
    works.show(study, "layouts", lambda _: None)
    if st.session_state.get(PLAYED) == study.id:
        st.page_link("start/page.py", label="They are being played: see how far they are")


def _row(name: str, loaded: Loaded, told: dict[str, Any] | None) -> list[str]:
    cameras = [one.model_dump(mode="json") for one in loaded.scenario.cameras]
    if told is None:
        return [escape(name), str(len(cameras)), "–", "–", "–", sign("neutral", "not compared")]
    state = "" if told["of"] == cameras else sign("busy", "changed since")
    return [
        escape(name),
        str(len(cameras)),
        f"{told['recognised']:.2f} of {told['listed']:g}",
        f"{told['scanned']:,.0f}",
        f"{told['false_alerts']:.2f}",
        state,
    ]


def _begin(study: Study) -> None:
    files = [str(study.file(name).resolve()) for name in study.layouts]
    out = (study.folder / VALUES).resolve()
    title = f"compare {counted(len(files), 'layout')}"
    works.start(study, title, ["layouts", *files, "--out", str(out)], out)


def _play(study: Study) -> None:
    for name in study.layouts:
        out = free_name(runs_folder() / f"{study.id}-{name}")
        file = str(study.file(name).resolve())
        begin(runs_folder(), f"{study.title}, layout {name}", ["run", file, "--out", str(out)], out)
    st.session_state[PLAYED] = study.id


def _values(study: Study) -> dict[str, dict[str, Any]]:
    """What was worked out, by layout; nothing where nothing was."""
    try:
        found = from_json(text(study.folder / VALUES, LARGEST_BYTES))
    except UnreadError:
        return {}
    told = found if isinstance(found, dict) else {}
    return {Path(file).stem: one for file, one in told.items() if isinstance(one, dict)}
