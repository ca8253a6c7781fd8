"""Experiments in the background: begun, told how far they are, cancelled, taken up, taken off."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboards.app.design.pieces import facts
from dashboards.app.experiments.asked import Asked
from dashboards.app.experiments.found import COMMANDS
from dashboards.app.focus import then
from dashboards.app.runs import cancel_key, runs_folder
from dashboards.app.start.under_way import renew, told_of
from dashboards.visible import plain, visible
from dashboards.work.kept import own_name
from dashboards.work.registry import Work, begin, forget, works
from engine.counts import counted
from engine.disk.places import free_name
from scenarios.schema import Scenario
from sim.errors import SimError
from sim.experiments.rows.folder import ExperimentFolder
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


def begun(asked: Asked, scenario: Scenario) -> Path:
    """Begin what was asked; the folder of the experiment."""
    out = free_name(runs_folder().resolve() / f"{scenario.name}-{asked.kind}")
    points = f"{asked.points:,} points of {', '.join(asked.varied)}"
    then(cancel_key(begin(runs_folder(), f"{scenario.title}: {points}", asked.arguments(out), out)))
    return out


def all_works() -> list[Work]:
    """Those of experiments, the newest first; of one that was gone on with only the latest."""
    found = [one for one in works(runs_folder()) if {*one.arguments[:1]} & {*COMMANDS}]
    outs = [work.out for work in found]
    return [work for n, work in enumerate(found) if work.out not in outs[:n]][:SHOWN]


def plays(name: str) -> bool:
    """Whether the experiment of that folder's name is being played."""
    works_ = all_works()
    return any(one.state == "running" and one.out and one.out.name == name for one in works_)


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
    if kept := _kept(work):
        words.html(facts([f"{counted(kept, 'replication')} kept"]))
    act.button(
        "Go on", key=f"go-on-{work.id}", on_click=_go_on, args=(work,),
        help="What is kept stays, and only what is missing is played.",
    )  # fmt: skip
    off.button("Forget", key=f"forget-{work.id}", on_click=_forget, args=(work,))
    if work.state in ("failed", "lost") and work.said:
        st.error(plain(visible(work.said[-1].removeprefix("footfall: "))))


def _kept(work: Work) -> int:
    """How many replications of its designs are there; 0 where nothing can be read."""
    try:
        return len(ExperimentFolder(work.out).done()) if work.out else 0
    except SimError:
        return 0


def _go_on(work: Work) -> None:
    then(cancel_key(begin(runs_folder(), work.title, work.arguments, work.out)))


def _forget(work: Work) -> None:
    """Take it off, and whatever earlier work played the same."""
    for one in works(runs_folder()):
        if one.id == work.id or (work.out is not None and one.out == work.out):
            forget(one)
