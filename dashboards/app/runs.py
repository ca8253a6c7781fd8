"""The run that is looked at: found by the address, read once, kept while its files stay."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import streamlit as st

from dashboards.app import broken
from dashboards.app.address import at, follows, go
from dashboards.app.design.pieces import empty, facts
from dashboards.app.focus import then
from dashboards.visible import plain
from dashboards.words import span
from dashboards.work.kept import own_name
from dashboards.work.registry import Work, begin
from engine.disk.files import NOTHING, oddity
from scenarios.hours import clock
from sim.damage import missing
from sim.errors import SimError
from sim.reader import StoredRun, find_runs, read_run

Kept = TypeVar("Kept")

RUNS = "FOOTFALL_RUNS"
"""The environment's name for the folder of runs; `footfall dashboard` sets it."""
TOLD = ("fidelity", "seed")
"""Fields that every run's head tells."""
FOLLOWED = "followed"
"""Name in the session: the work that was begun there last."""
MOST = 100
"""Runs that can be chosen: those written to last; older ones are found by their address."""
NEAREST = 5
"""Runs that are offered in place of one that cannot be read."""
ENDED = ("killed", "interrupted", "failed")
"""States of a run that can be taken up again."""
STATES = {
    "running": "still running",
    "killed": "unfinished: it was ended from outside",
    "interrupted": "interrupted before its end",
    "failed": "failed before its end",
}


def runs_folder() -> Path:
    """Where runs are looked for."""
    return Path(os.environ.get(RUNS, "runs"))


def offered_runs() -> list[StoredRun]:
    """Those that can be chosen, newest first."""
    return find_runs(runs_folder(), MOST)[0]


def chosen_run(found: list[StoredRun]) -> StoredRun:
    """The run of the address, else the newest complete one; where it cannot be read the page says
    why not and ends here.
    """
    name = at("run")
    if name is None:
        first = next((run for run in found if run.complete), found[0] if found else None)
        if first is None:
            _none()
        name = name_of(first)
        go(run=name)
    return _read_or_stop(name, found)


def go_on(run: StoredRun) -> None:
    """Take a run up where it ended before its time, in the background."""
    arguments = ["run", "--resume", str(run.path.resolve())]
    title = f"{run.record['title']}, taken up again"
    follow(begin(runs_folder(), title, arguments, run.path.resolve()))


def follow(work: Work) -> None:
    """The keyboard goes on to what ends it, and Start tells of it until another is begun here, also
    once it is done.
    """
    then(cancel_key(work))
    st.session_state[FOLLOWED] = work.id


def cancel_key(work: Work) -> str:
    """The key of the button that ends it, which is the next thing once it has begun."""
    return f"cancel-{work.id}"


def choose(found: list[StoredRun], name: str) -> None:
    """Another run, newest first."""
    offered = {name_of(run): told(run) for run in found}
    offered.setdefault(name, name)
    st.selectbox(
        "Run",
        list(offered),
        format_func=offered.__getitem__,
        label_visibility="collapsed",
        **follows("run", name),
    )


def head(run: StoredRun, found: list[StoredRun], ask_again: Callable[[StoredRun], None]) -> None:
    """The run's title, and the ways to play it again and to another run."""
    title, again, other = st.columns([9, 3, 12], vertical_alignment="center")
    title.title(plain(own_name(run) or str(run.record["title"])), anchor=False)
    again.button("Play again…", key="again", on_click=ask_again, args=(run,))
    with other:
        choose(found, name_of(run))


def head_facts(run: StoredRun, outcomes: Mapping[str, Any]) -> None:
    """What the run is, and what it was warned of."""
    st.html(facts(about(run, outcomes), explain=True))
    for warning in outcomes["warnings"]:
        st.warning(plain(warning))


def about(run: StoredRun, outcomes: Mapping[str, Any]) -> list[str]:
    """What was played, in a few words each."""
    record = run.record
    start_s, length_s = played(record)
    return [
        *([str(record["title"])] if own_name(run) else []),
        f"{record['fidelity']} fidelity",
        f"{span(length_s)} from {clock(record['starts_at'], start_s)[:5]}",
        f"threshold {outcomes['threshold']:.3f}",
        f"seed {record['seed']}",
        *changed(record),
        f"played {when(record['started_at'])}",
    ]


def played(record: Mapping[str, Any]) -> tuple[float, float]:
    """When the part that was played begins, and how long it is; seconds."""
    window = record["window"]
    if window:
        return float(window["start_s"]), float(window["duration_s"])
    return 0.0, float(record["duration_s"])


def changed(record: Mapping[str, Any]) -> list[str]:
    """What was changed of the scenario, beside what is told of every run."""
    overrides = record.get("overrides") or {}
    return [f"{field} = {value}" for field, value in overrides.items() if field not in TOLD]


def when(told_at: Any) -> str:
    """Day and time as a run, results or a piece of work tell them."""
    began = datetime.fromisoformat(str(told_at))
    return f"{began:%d %b %Y, %H:%M} UTC".lstrip("0")


def told(run: StoredRun) -> str:
    """A run in one line, for a chooser: what tells it from others comes first."""
    record = run.record
    began = datetime.fromisoformat(str(record["started_at"]))
    told_at = f"{began.day} {began:%b %H:%M}"
    state = [] if standing(run) == "complete" else [standing(run)]
    rest = [told_at, str(record["fidelity"]), f"seed {record['seed']}", name_of(run)]
    named = own_name(run)
    return ", ".join([*([named] if named else []), *state, *changed(record), *rest])


def standing(run: StoredRun) -> str:
    """A run's state; "damaged" where files of a complete one are gone or of another size."""
    return "damaged" if run.complete and missing(run) else run.state


def name_of(run: StoredRun) -> str:
    """What finds it in the folder of runs; "." for that folder itself."""
    return "." if run.path.resolve() == runs_folder().resolve() else run.path.name


def kept(read: Callable[..., Kept], run: StoredRun, *rest: Any) -> Kept:
    """`read(run, *rest)`, kept until the run's run.json is written anew."""
    written_ns = (run.path / "run.json").stat().st_mtime_ns
    found: Kept = _read(read, read.__qualname__, str(run.path), written_ns, rest)
    return found


@st.cache_resource(show_spinner=False, max_entries=48)
def _read(
    _call: Callable[..., Any], name: str, path: str, written_ns: int, rest: tuple[Any, ...]
) -> Any:
    """Streamlit keys its cache on all but `_call`. What is read is shown and never changed, so all
    get the same: a copy of a hundred thousand events a click takes seconds.
    """
    del name, written_ns
    return _call(read_run(Path(path)), *rest)


def _read_or_stop(name: str, found: list[StoredRun]) -> StoredRun:
    """The run of that name; the page ends here where there is none, and forgets it."""
    folder = runs_folder() / Path(name).name
    try:
        return read_run(folder)
    except SimError as err:
        gone = oddity(folder) == NOTHING
        st.title("No such run" if gone else "This run cannot be read", anchor=False)
        if gone:
            go(run=None)
        choose(found, name)
        broken.show(err)
        st.page_link("start/page.py", label="To the start page", icon=":material/arrow_forward:")
        _ways_on([run for run in found if run.complete][:NEAREST])
        st.stop()


def _ways_on(runs: list[StoredRun]) -> None:
    """Links to runs that can be looked at instead."""
    if runs:
        st.subheader("Played here lately", anchor=False)
    for run in runs:
        label = plain(f"{run.record['title']}: {told(run)}")
        st.page_link("explore/page.py", label=label, query_params={"run": name_of(run)})


def _none() -> NoReturn:
    st.title("No runs yet", anchor=False)
    st.html(
        empty(
            "Nothing has been played here yet.",
            f"This page looks in {runs_folder()}. Begin a run on the start page, or by the command"
            " below, which makes two in a few minutes.",
        )
    )
    st.code("footfall demo", language=None)
    st.stop()
