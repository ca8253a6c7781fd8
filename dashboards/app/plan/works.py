"""What runs in the background for a study: begun, told how far it is, cancelled, taken off."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from dashboards.app.focus import then
from dashboards.app.plan.studies import Study
from dashboards.app.runs import cancel_key, runs_folder
from dashboards.app.start.under_way import renew, told_of
from dashboards.visible import plain, visible
from dashboards.work.registry import Work, begin, forget, works

BEAT_S = 1.0
SHOWN = 4
Done = Callable[[Work], None]


def start(study: Study, title: str, arguments: Sequence[str], out: Path) -> None:
    """Begin a command for a study; its results go to `out`."""
    then(cancel_key(begin(runs_folder(), f"{study.title}: {title}", arguments, out)))


def of_study(study: Study, command: str) -> list[Work]:
    """Its works of a command, the newest first."""
    here = study.folder.resolve()
    return [
        work
        for work in works(runs_folder())
        if work.arguments[:1] == (command,) and work.out and here in work.out.resolve().parents
    ][:SHOWN]


def show(study: Study, command: str, done: Done) -> None:
    """A line a work, renewed by itself while one runs; `done` draws what can be done with one that
    has ended.
    """
    running = any(work.state == "running" for work in of_study(study, command))
    st.fragment(_lines, run_every=BEAT_S if running else None)(study, command, done)


def _lines(study: Study, command: str, done: Done) -> None:
    found = of_study(study, command)
    for work in found:
        _line(work, done)
    renew(f"plan-{command}", found)


def _line(work: Work, done: Done) -> None:
    words, act, off = st.columns([6, 4, 1], vertical_alignment="center")
    if told_of(work, work.title.partition(": ")[2], words, act):
        return
    with act:
        done(work)
    off.button("Forget", key=f"forget-{work.id}", on_click=forget, args=(work,))
    if work.state in ("failed", "lost") and work.said:
        st.error(plain(visible(work.said[-1].removeprefix("footfall: "))))
