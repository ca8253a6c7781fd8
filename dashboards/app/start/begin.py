"""A new run from the page: what is asked before it begins, and its beginning in the background."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboards.app.runs import runs_folder
from dashboards.app.start.scenes import Scene, scene
from dashboards.visible import plain
from dashboards.words import span
from dashboards.work.registry import begin
from engine.disk.places import free_name
from scenarios.errors import ScenarioError
from sim.estimate import refuse
from sim.estimate.refusal import lasting, size
from sim.run import estimated

ASKED = "asked_for"
"""Names in the session the scenario of which a run is asked for."""
FIDELITIES = {
    "scores": "The whole day: comparison scores are drawn from a model of the engine.",
    "pixels": "A window of it: people are rendered and the engine looks at them.",
}
HINT = "engine.threshold=0.7\nofficers.posts_m=[[12, 8]]"


def ask(name: str) -> None:
    """Ask about a run of this scenario."""
    st.session_state[ASKED] = name


def show() -> None:
    """The dialog, if a run was asked for."""
    name = st.session_state.pop(ASKED, None)
    if name is not None:
        _dialog(name)


@st.dialog("A new run", width="medium")
def _dialog(name: str) -> None:
    one = scene(name)
    st.markdown(f"**{plain(one.title)}**")
    st.caption(plain(one.description))
    fidelity = _fidelity(one)
    seed = st.number_input(
        "Seed", min_value=0, value=None, step=1, key=f"seed-{name}",
        placeholder="the scenario's own",
        help="All chance follows from it: the same seed, the same run.",
    )  # fmt: skip
    written = st.text_area(
        "Changes of the scenario, one a line", placeholder=HINT, key=f"changes-{name}", height=88,
        help="field=value, as `footfall run --set` takes them; docs/scenarios.md names all fields.",
    )  # fmt: skip
    st.caption(foreseen(one.name, fidelity, seed, lines_of(written)))
    if st.button("Begin", type="primary", icon=":material/play_arrow:", width="stretch"):
        _begin(one, fidelity, seed, written)


def _fidelity(one: Scene) -> str:
    offered = list(FIDELITIES) if one.window_s else ["scores"]
    chosen = st.radio(
        "How", offered, key=f"fidelity-{one.name}", format_func=lambda f: f"in {f}",
        captions=[FIDELITIES[f] for f in offered],
    )  # fmt: skip
    if not one.window_s:
        st.caption("This scenario names no window, so it cannot be played in pixels.")
    elif chosen == "pixels":
        st.caption(f"Its window is {span(one.window_s)} long.")
    return str(chosen)


def _begin(one: Scene, fidelity: str, seed: int | None, written: str) -> None:
    """Begin it if the scenario holds together; otherwise say what does not, here."""
    changes = lines_of(written)
    try:
        check_changes(one.name, fidelity, seed, changes)
    except ScenarioError as err:
        st.error(plain(str(err)))
        return
    out = free_name(runs_folder() / f"{one.short}-{fidelity}")
    title = ", ".join([one.title, f"in {fidelity}", *changes])
    begin(runs_folder(), title, arguments(one.name, fidelity, seed, changes, out), out)
    st.rerun()


def foreseen(name: str, fidelity: str, seed: int | None, changes: Sequence[str]) -> str:
    """How long it would take here and what it needs, in a line; why not, where it cannot begin."""
    try:
        needs = estimated(name, fidelity=fidelity, seed=seed, overrides=fields_of(changes))
        refuse(needs)
    except ScenarioError as err:
        return plain(str(err))
    time, memory = lasting(needs.wall_s), size(needs.memory_bytes)
    return f"About {time} here, and {memory} of memory; less where earlier runs made some of it."


def fields_of(changes: Sequence[str]) -> dict[str, str]:
    """Each field with its new value; ScenarioError for a line that is no change."""
    for change in changes:
        if "=" not in change.strip("="):
            raise ScenarioError(f"got {change!r}, wanted field=value")
    return dict(change.split("=", 1) for change in changes)


def lines_of(written: str) -> list[str]:
    """What stands in each line, without blanks around it and without empty lines."""
    return [line.strip() for line in written.splitlines() if line.strip()]


def arguments(
    name: str, fidelity: str, seed: int | None, changes: Sequence[str], out: Path
) -> list[str]:
    """Those of `footfall` that play it."""
    asked = ["run", name, "--fidelity", fidelity, "--out", str(out)]
    asked += ["--seed", str(seed)] if seed is not None else []
    return asked + [part for change in changes for part in ("--set", change)]


def check_changes(name: str, fidelity: str, seed: int | None, changes: Sequence[str]) -> None:
    """ScenarioError for what the run would refuse at once."""
    fields = fields_of(changes)
    refuse(estimated(name, fidelity=fidelity, seed=seed, overrides=fields))
