"""Layouts side by side: by the planner's model, played on the same days, and a run for each."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.app.design.pieces import empty, sign, table
from dashboards.app.plan import works
from dashboards.app.plan.studies import VALUES, Study
from dashboards.app.runs import runs_folder
from dashboards.reports.placing.placement import points
from dashboards.visible import escape
from dashboards.work.registry import begin
from engine.counts import counted
from engine.disk.files import UnreadError, from_json, text
from engine.disk.places import free_name
from scenarios.loader import Loaded

PLAYED_HERE = "played_layouts"
"""Names in the session the study whose layouts were begun to be played."""
LARGEST_BYTES = 16 << 20
HEADS = {
    "Layout": False, "Cameras": True, "Listed people recognised": True, "Innocents scanned": True,
    "False alerts": True,
}  # fmt: skip
NOTE = (
    "Expected in the span that is played, a day, by the planner's model (docs/planning.md): for"
    " comparing layouts only, with people who are rendered. All layouts meet the same people."
)
PLAYED = (
    " Played in scores on {days} further days, the same for all. The last figures are percentage"
    " points more than {first}, with the 95 % interval of paired differences; one that reaches 0"
    " shows no difference."
)
FILMED = (
    " Filmed in the scenario's window and watched by the engine: of the same listed people, how"
    " many percentage points more than {first}, with Newcombe's 95 % interval."
)
MOST_DAYS, MOST_PLAYS = 30, 100
FEWEST_PLAYS = 2
"""Days that an interval needs."""


def show(study: Study, every: dict[str, Loaded]) -> None:
    """The table, and what makes it."""
    st.header("Layouts side by side", anchor=False)
    values = _values(study)
    if values:
        first, plays = next(iter(values)), max(len(_shares(one)) for one in values.values())
        films = any(one.get("filmed") for one in values.values())
        rows = [_row(name, one, values.get(name), plays, films) for name, one in every.items()]
        st.html(table(_heads(first, plays, films), rows))
        said = NOTE + (PLAYED.format(days=plays, first=first) if plays else "")
        st.caption(said + (FILMED.format(first=first) if films else ""))
    else:
        said = "What each layout would recognise, scan and wrongly alert can be worked out."
        st.html(empty("Nothing is worked out yet.", said))
    _asked(study, every)
    works.show(study, "layouts", lambda _: None)
    if st.session_state.get(PLAYED_HERE) == study.id:
        st.page_link("start/page.py", label="They are being played: see how far they are")


def _asked(study: Study, every: dict[str, Loaded]) -> None:
    """How many days they are looked at and played, and beside which layout."""
    days, plays, against, work, play = st.columns([2, 3, 3, 3, 3], vertical_alignment="bottom")
    looked = days.number_input(
        "Days looked at", 1, MOST_DAYS, 1, key=f"compare-days-{study.id}",
        help="By the model, on their average. Others come on each day.",
    )  # fmt: skip
    played = plays.number_input(
        "Further days played with each", FEWEST_PLAYS, MOST_PLAYS, value=None,
        key=f"compare-plays-{study.id}", placeholder="none",
        help="In scores, the same people for all layouts: differences get an interval.",
    )  # fmt: skip
    first = against.selectbox("Differences from", [*every], key=f"compare-first-{study.id}")
    films = st.checkbox(
        "Film the scenario's window with each of them too", key=f"compare-films-{study.id}",
        help="In pixels: the engine watches films, which take many minutes a camera to draw.",
    )  # fmt: skip
    work.button(
        f"Compare {counted(len(every), 'layout')}", key="compare", on_click=_begin, width="stretch",
        args=(study, str(first), int(looked), None if played is None else int(played), films),
    )  # fmt: skip
    play.button(
        "Play each of them", key="play-each", on_click=_play, args=(study,), width="stretch",
        help="A run in scores of every layout, in the background: the start page tells of them.",
    )  # fmt: skip


def _heads(first: str, plays: int, films: bool) -> dict[str, bool]:
    more = {"Share recognised, played": True, f"More than {first}, points": True} if plays else {}
    seen = {"Recognised on film": True, f"More than {first} there, points": True} if films else {}
    return {**HEADS, **more, **seen, "": False}


def _row(
    name: str, loaded: Loaded, told: dict[str, Any] | None, plays: int, films: bool
) -> list[str]:
    cameras = [one.model_dump(mode="json") for one in loaded.scenario.cameras]
    dashes = ["–"] * (len(HEADS) - 2 + (2 if plays else 0) + (2 if films else 0))
    if told is None:
        return [escape(name), str(len(cameras)), *dashes, sign("neutral", "not compared")]
    state = "" if told["of"] == cameras else sign("busy", "changed since")
    expected = [
        escape(name),
        str(len(cameras)),
        f"{told['recognised']:.2f} of {told['listed']:g}",
        f"{told['scanned']:,.0f}",
        f"{told['false_alerts']:.2f}",
    ]
    shares = _shares(told)
    if shares:
        expected += [f"{sum(shares) / len(shares):.1%}", points(told.get("apart"))]
    if films:
        one = told.get("filmed")
        share = f"{one['recognised']} of {one['listed']}" if one else "–"
        expected += [share, points(one["apart"] if one else None)]
    return [*expected, state]


def _shares(told: dict[str, Any]) -> list[float]:
    return [*told.get("shares", ())]


def _begin(study: Study, first: str, days: int, plays: int | None, films: bool) -> None:
    names = [first, *(name for name in study.layouts if name != first)]
    files = [str(study.file(name).resolve()) for name in names]
    out = (study.folder / VALUES).resolve()
    title = f"compare {counted(len(files), 'layout')}"
    title += f" on {counted(days, 'day')}" if days > 1 else ""
    title += f", {counted(plays, 'day')} played" if plays else ""
    title += ", filmed" if films else ""
    options = ["--days", str(days), *(["--play", str(plays)] if plays else [])]
    options += ["--film", "--long"] if films else []
    works.start(study, title, ["layouts", *files, *options, "--out", str(out)], out)


def _play(study: Study) -> None:
    for name in study.layouts:
        out = free_name(runs_folder() / f"{study.id}-{name}")
        file = str(study.file(name).resolve())
        begin(runs_folder(), f"{study.title}, layout {name}", ["run", file, "--out", str(out)], out)
    st.session_state[PLAYED_HERE] = study.id


def _values(study: Study) -> dict[str, dict[str, Any]]:
    """What was worked out, by layout; nothing where nothing was."""
    try:
        found = from_json(text(study.folder / VALUES, LARGEST_BYTES))
    except UnreadError:
        return {}
    told = found if isinstance(found, dict) else {}
    return {Path(file).stem: one for file, one in told.items() if isinstance(one, dict)}
