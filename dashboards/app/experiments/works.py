"""Experiments in the background: begun from a run, told how far they are, cancelled, taken off."""

import shlex
from collections.abc import Mapping

import streamlit as st

from dashboards.app.experiments.found import COMMANDS
from dashboards.app.focus import then
from dashboards.app.runs import cancel_key, runs_folder
from dashboards.app.start.under_way import renew, told_of
from dashboards.visible import plain, visible
from dashboards.work.kept import own_name
from dashboards.work.registry import Work, begin, forget, works
from engine.disk.places import free_name
from sim.reader import StoredRun

BEAT_S = 1.0
SHOWN = 4


def start(run: StoredRun, changes: Mapping[str, str], what: str, count: int) -> None:
    """Play a run's scenario again and again, with `changes` beside it if there are any."""
    file = shlex.quote(str(run.file("scenario.yaml").resolve()))
    changed = " ".join([file, *(shlex.quote(f"{k}={v}") for k, v in changes.items())])
    command = ["compare", file, changed] if changes else ["replicate", shlex.split(file)[0]]
    kind = "compared" if changes else "replicated"
    out = free_name(runs_folder().resolve() / f"{run.record['scenario']}-{kind}")
    arguments = [*command, "-n", str(count), "--what", what, "--out", str(out)]
    title = f"{own_name(run) or run.record['title']}: {count} replications"
    then(cancel_key(begin(runs_folder(), title, arguments, out)))


def all_works() -> list[Work]:
    """Those of experiments, the newest first."""
    found = works(runs_folder())
    return [one for one in found if {*one.arguments[:1]} & {*COMMANDS}][:SHOWN]


def show() -> None:
    """A line a piece of work that is not done, renewed by itself while one runs."""
    running = any(work.state == "running" for work in all_works())
    st.fragment(_lines, run_every=BEAT_S if running else None)()


def _lines() -> None:
    found = all_works()
    for work in found:
        if work.state != "done":
            _line(work)
    renew("experiments", found)


def _line(work: Work) -> None:
    words, act, off = st.columns([6, 2, 1], vertical_alignment="center")
    if told_of(work, work.title, words, act):
        return
    off.button("Forget", key=f"forget-{work.id}", on_click=forget, args=(work,))
    if work.state in ("failed", "lost") and work.said:
        st.error(plain(visible(work.said[-1].removeprefix("footfall: "))))
