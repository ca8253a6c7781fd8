"""The run that is looked at: chosen in the sidebar, read once, kept while its files stay."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from dashboards.app import broken, cards
from dashboards.visible import plain
from dashboards.words import clock, span
from sim.errors import SimError
from sim.reader import StoredRun, find_runs, read_run

Kept = TypeVar("Kept")

RUNS = "FOOTFALL_RUNS"
"""The environment's name for the folder of runs; `footfall dashboard` sets it."""
MOST = 100
"""Runs that can be chosen: those written to last."""
TOLD = ("fidelity", "seed")
"""Fields that every run's head tells."""
STATES = {
    "running": "still running",
    "killed": "unfinished: it was ended from outside",
    "interrupted": "interrupted before its end",
    "failed": "failed before its end",
}


def runs_folder() -> Path:
    """Where runs are looked for."""
    return Path(os.environ.get(RUNS, "runs"))


def choose() -> None:
    """The sidebar's choice of a run, newest first; pages read it from the session."""
    try:
        runs, refused = find_runs(runs_folder(), MOST)
    except SimError as err:
        runs, refused = [], [str(err)]
    with st.sidebar:
        for refusal in refused:
            st.caption(f":material/warning: {plain(refusal)}")
        if runs:
            names = {str(run.path): _name(run) for run in runs}
            st.selectbox("Run", list(names), format_func=names.__getitem__, key="run")


def chosen_run() -> StoredRun:
    """The chosen run, if it is complete; otherwise the page says why not and ends here."""
    path = st.session_state.get("run")
    if path is None:
        st.title("No runs yet")
        st.write(f"{plain(str(runs_folder()))} holds no run. This makes two, in some minutes:")
        st.code("footfall demo", language="sh")
        st.stop()
    try:
        run = read_run(Path(path))
    except SimError as err:
        broken.show(err)
        st.stop()
    if not run.complete:
        st.title(plain(str(run.record["title"])))
        st.warning(
            f"This run is {STATES.get(run.state, run.state)}. Its folder: {plain(str(run.path))}"
        )
        st.stop()
    return run


def head(run: StoredRun, outcomes: dict[str, Any]) -> None:
    """The run's title, what it is, and what its rates rest on."""
    record = run.record
    starts_at, window = record["starts_at"], record["window"]
    start_s = window["start_s"] if window else 0.0
    length_s = window["duration_s"] if window else record["duration_s"]
    st.title(plain(str(record["title"])), anchor=False)
    st.html(
        cards.chips(
            (
                f"{record['fidelity']} fidelity",
                f"{span(length_s)} from {clock(starts_at, start_s)[:5]}",
                f"threshold {outcomes['threshold']:.3f}",
                f"seed {record['seed']}",
                *changed(record),
                f"played {record['started_at'][:16].replace('T', ' ')} UTC",
            )
        )
        + cards.preset_line(outcomes)
    )
    for warning in outcomes["warnings"]:
        st.warning(plain(warning))


def changed(record: dict[str, Any]) -> list[str]:
    """What was changed of the scenario, beside what is told of every run."""
    overrides = record.get("overrides") or {}
    return [f"{field} = {value}" for field, value in overrides.items() if field not in TOLD]


def kept(read: Callable[..., Kept], run: StoredRun, *rest: Any) -> Kept:
    """`read(run, *rest)`, kept until the run's run.json is written anew."""
    written_ns = (run.path / "run.json").stat().st_mtime_ns
    found: Kept = _read(read, read.__qualname__, str(run.path), written_ns, rest)
    return found


@st.cache_data(show_spinner=False, max_entries=24)
def _read(
    _call: Callable[..., Any], name: str, path: str, written_ns: int, rest: tuple[Any, ...]
) -> Any:
    """Streamlit keys its cache on all but `_call`."""
    del name, written_ns
    return _call(read_run(Path(path)), *rest)


def _name(run: StoredRun) -> str:
    return run.path.resolve().name + ("" if run.complete else f" ({run.state})")
