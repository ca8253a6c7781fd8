"""The way to a session: what is asked before one begins, those being made ready, those there."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.app.address import go
from dashboards.app.design.pieces import facts
from dashboards.app.focus import then
from dashboards.app.runs import cancel_key, runs_folder
from dashboards.app.start.under_way import renew, told_of
from dashboards.app.train.hall import REFUSED, sessions_folder
from dashboards.visible import plain, visible
from dashboards.words import span
from dashboards.work.registry import Work, forget, works
from dashboards.work.registry import begin as begin_work
from engine.disk.places import free_name
from scenarios.loader import library, load_scenario
from sim.run import dated_name
from sim.training.events import COMMANDER, INSTRUCTOR, TRAINEE
from sim.training.library.exercises import library as exercises
from sim.training.library.exercises import load_exercise
from sim.training.links import LINKS, links_of
from sim.training.store import began_of

SHOWN = 20
BEAT_S = 1.0
SEATS = {
    "An operator and a commander": (TRAINEE, COMMANDER),
    "An operator; officers are sent as the scenario says": (TRAINEE,),
    "A commander; alerts are judged as the scenario says": (COMMANDER,),
}
PLAYED = ("An exercise", "A part of a scenario")
COMMAND = ("training", "begin")


def show() -> None:
    """A form, and what was begun before."""
    st.title("Train operators and commanders", anchor=False)
    st.markdown(
        "An exercise plays a scenario on a clock. Each alert comes from the engine's own search on"
        " a crowd whose every member is known; people decide, and the world goes on from there."
        " Each role takes its seat by a link of its own."
    )
    if st.segmented_control("Play", PLAYED, default=PLAYED[0], key="train-play") == PLAYED[0]:
        name, title, parts = _exercise()
    else:
        name, title, parts = _part()
    if st.button("Make it ready", type="primary", icon=":material/play_arrow:"):
        _begin(name, title, parts)
    _under_way()
    _there()


@st.cache_data
def _offered() -> Mapping[str, tuple[str, float]]:
    """Each library scenario's title and length in seconds."""
    found = ((name, load_scenario(name).scenario) for name in library())
    return {name: (one.title, one.duration_s) for name, one in found}


@st.cache_data
def _exercises() -> Mapping[str, tuple[str, str, float]]:
    """Each library exercise's title, what it is about, and its length in seconds."""
    found = ((name, load_exercise(name)) for name in exercises())
    return {name: (one.exercise.title, one.exercise.told, one.lasts_s) for name, one in found}


def _exercise() -> tuple[str, str, list[str]]:
    """An exercise's name and title."""
    offered = _exercises()
    name = st.selectbox(
        "Exercise", [*offered], key="train-exercise",
        format_func=lambda one: f"{offered[one][0]}, {span(offered[one][2])}",
    )  # fmt: skip
    st.markdown(plain(offered[name][1]))
    return str(name), offered[name][0], []


def _part() -> tuple[str, str, list[str]]:
    """A scenario's name and title, and which part of it is played by whom, as options."""
    offered = _offered()
    what, first, length = st.columns([5, 2, 2], vertical_alignment="bottom")
    name = what.selectbox(
        "Scenario", [*offered], key="train-scenario",
        format_func=lambda one: f"{offered[one][0]}, {span(offered[one][1])}",
    )  # fmt: skip
    most_min = offered[name][1] / 60
    from_min = first.number_input(
        "Begins after, minutes", 0.0, most_min - 1, 0.0, 1.0, "%g", key=f"train-from-{name}"
    )
    lasts_min = length.number_input(
        "Lasts, minutes", 1.0, most_min - from_min, min(20.0, most_min - from_min), 1.0, "%g",
        key=f"train-lasts-{name}",
    )  # fmt: skip
    seats = SEATS[st.radio("Who takes part", [*SEATS], key="train-seats")]
    parts = ["--from", f"{60 * from_min:g}", "--lasts", f"{60 * lasts_min:g}"]
    parts += [part for seat in seats for part in ("--seat", seat)]
    return str(name), offered[name][0], parts


def _begin(name: str, title: str, parts: Sequence[str]) -> None:
    out = free_name(sessions_folder() / dated_name(name, "session"))
    arguments = [*COMMAND, name, "--out", str(out), *parts]
    then(cancel_key(begin_work(runs_folder(), f"Session: {title}", arguments, out)))
    st.rerun()


def _under_way() -> None:
    found = _works()
    running = any(work.state == "running" for work in found)
    if found:
        st.header("Being made ready", anchor=False)
        st.fragment(_lines, run_every=BEAT_S if running else None)()


def _works() -> list[Work]:
    """Sessions that are made ready, are ready to be opened, or could not be."""
    found = [work for work in works(runs_folder()) if work.arguments[:2] == COMMAND]
    return found[:SHOWN]


def _lines() -> None:
    found = _works()
    for work in found:
        _line(work)
    renew("train-works", found)


def _line(work: Work) -> None:
    words, act, off = st.columns([6, 2, 1], vertical_alignment="center")
    if told_of(work, work.title, words, act):
        return
    ready = work.state == "done" and work.out is not None and (work.out / LINKS).is_file()
    name = "Take the instructor's desk"
    if ready and act.button(name, key=f"open-{work.id}", type="primary"):
        _open(work)
    off.button("Forget", key=f"forget-{work.id}", on_click=forget, args=(work,))
    if work.state in ("failed", "lost") and work.said:
        st.error(plain(visible(work.said[-1].removeprefix("footfall: "))))


def _open(work: Work) -> None:
    """Take the instructor's desk of a session that was made here; its line is not needed again, and
    whoever comes later is not led there.
    """
    assert work.out is not None
    secret = links_of(work.out)[INSTRUCTOR]
    forget(work)
    go(session=work.out.name, key=secret)
    st.rerun()  # the whole page, not the lines alone


def _there() -> None:
    """Sessions without their links: those are their instructor's, or the command's to tell."""
    found = sorted(sessions_folder().glob(f"*/{LINKS}"), reverse=True)[:SHOWN]
    if not found:
        return
    st.header("Sessions here", anchor=False)
    for file in found:
        try:
            one = began_of(file.parent)
        except REFUSED:
            continue
        st.html(facts([one.title, span(one.until_s - one.from_s), file.parent.name]))
    st.caption(
        "Their links are on the instructor's desk; on the server's own machine"
        " `footfall training links FOLDER` prints them."
    )
