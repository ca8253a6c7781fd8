"""A new experiment from the page: what is asked before it begins, and its beginning."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.app.address import go
from dashboards.app.experiments import vary, works
from dashboards.app.experiments.asked import MOST, Asked, Kind
from dashboards.app.runs import offered_runs, told
from dashboards.app.start.begin import FIDELITIES
from dashboards.visible import plain, visible
from engine.errors import EngineError
from scenarios.errors import OVERRIDE, ScenarioError
from scenarios.hours import lasting
from scenarios.loader import library, load_scenario
from scenarios.schema import Scenario
from sim.estimate import Estimate
from sim.estimate.refusal import size
from sim.experiments.playing.player import What
from sim.outcomes.measures import Measure, measures
from sim.reader import StoredRun

ASKED = "experiment_asked_for"
"""Name in the session: the scenario about which an experiment is asked."""
KINDS: dict[Kind, tuple[str, str]] = {
    "sweep": ("Sweep", "Many settings, and what figures come of each."),
    "sensitivity": (
        "Sensitivity",
        "Over a range of each field: on which of them figures hang, and how much.",
    ),
    "select": (
        "Selection",
        "Which of some settings is best, with a proven chance; those that fall behind are played no"
        " further.",
    ),
}
OFTEN: dict[What, str] = {
    "day": "The day: other people, ways and faces",
    "answer": "The luck of operators and officers alone: far quicker",
}
METHODS = {
    "morris": "Screening of many fields (Morris)",
    "sobol": "Shares of the variance (Sobol)",
}
TRIES = {"morris": (4, 8, 16, 32), "sobol": (8, 16, 32, 64, 128)}
SPREAD = (
    "So many points, of which each field has one in each equal part of its range (Latin hypercube);"
    " otherwise every combination of some values is a point."
)
USUAL_TIMES, USUAL_POINTS = 5, 12
USUAL = {"sweep": ("tpir", "fpir", "alerts", "stops"), "sensitivity": ("alerts", "stops")}
BEST = "stops"
MOST_TIMES, MOST_RACED = 1000, 200
FEWEST_RACED = 10
"""Replications that a selection begins with."""


def ask(scenario: str) -> None:
    """Ask about an experiment on this scenario."""
    st.session_state[ASKED] = scenario


def ask_of(run: StoredRun) -> None:
    """Ask about an experiment on a run's scenario."""
    ask(_file(run))


def show() -> None:
    """The dialog, if an experiment was asked for."""
    first = st.session_state.pop(ASKED, None)
    if first is not None:
        _dialog(str(first))


@st.dialog("A new experiment", width="large")
def _dialog(first: str) -> None:
    kind, spread = _kind()
    name = _scenario(first)
    scenario = load_scenario(name).scenario
    fidelity = _fidelity(name, scenario)
    varied = vary.show(name, scenario, spread)
    asked = replace(_asked(kind, name, varied, spread), fidelity=fidelity)
    well = bool(varied) and _foresee(asked)
    begins = st.button(
        "Begin", type="primary", icon=":material/play_arrow:", width="stretch", disabled=not well
    )
    if begins:
        go(experiment=works.begun(asked, scenario).name)
        st.rerun()


def _kind() -> tuple[Kind, bool]:
    """What is begun, and whether its points are spread over ranges."""
    which, how = st.columns([5, 4], vertical_alignment="center")
    chosen: Kind = which.segmented_control(
        "What is begun", list(KINDS), default="sweep", required=True, key="kind-of-experiment",
        label_visibility="collapsed", format_func=lambda kind: KINDS[kind][0],
    )  # fmt: skip
    spread = how.toggle("Spread points over ranges", help=SPREAD) if chosen == "sweep" else True
    st.caption(KINDS[chosen][1])
    return chosen, spread and chosen != "select"


def _scenario(first: str) -> str:
    """A scenario of the library, or that of a run."""
    offered = {name: load_scenario(name).scenario.title for name in library()}
    for run in offered_runs():
        if run.complete:
            offered[_file(run)] = visible(f"Run: {run.record['title']}, {told(run)}")
    offered.setdefault(first, first)
    return str(
        st.selectbox(
            "Scenario", list(offered), index=list(offered).index(first),
            format_func=offered.__getitem__, key="scenario-of-experiment",
        )
    )  # fmt: skip


def _fidelity(name: str, scenario: Scenario) -> str | None:
    """Another fidelity than the scenario's own, where that is asked for."""
    if scenario.window is None:
        return None
    filmed = st.toggle(
        "In pixels", scenario.fidelity == "pixels", key=f"in-pixels-{name}",
        help=f"{FIDELITIES['pixels']} Each replication films anew, so only the day can differ.",
    )  # fmt: skip
    chosen = "pixels" if filmed else "scores"
    return None if chosen == scenario.fidelity else chosen


def _asked(kind: Kind, name: str, varied: vary.Varied, spread: bool) -> Asked:
    """What else there is to say of that kind."""
    given: dict[str, Any] = {"kind": kind, "scenario": name, "varied": varied, "spread": spread}
    what, count, *more = st.columns([4, 2, 3] if spread or kind == "select" else [4, 2])
    given["what"] = what.selectbox(
        "What differs each time", list(OFTEN), format_func=OFTEN.__getitem__
    )
    if kind == "select":
        return Asked(**given, **_best(more[0], count))
    times = count.number_input("Replications of each", 1, MOST_TIMES, USUAL_TIMES, step=1)
    given["replications"] = int(times)
    if kind == "sensitivity":
        given |= _tries(more[0])
    elif spread:
        given["tries"] = int(more[0].number_input("Points", 2, MOST, USUAL_POINTS, step=1))
    known = _known()
    shown = st.multiselect(
        "Figures", list(known), USUAL[kind], key=f"figures-{kind}",
        format_func=lambda key: known[key].name,
    )  # fmt: skip
    return Asked(**given, measures=tuple(shown or USUAL[kind]))


def _tries(how: DeltaGenerator) -> dict[str, Any]:
    """Of a sensitivity: the method, and how often it moves each field."""
    method = how.selectbox("Method", list(METHODS), format_func=METHODS.__getitem__)
    tries = TRIES[method]
    often = st.select_slider("How often each field is moved", tries, tries[0], key=f"of-{method}")
    return {"method": method, "tries": often}


def _best(how: DeltaGenerator, count: DeltaGenerator) -> dict[str, Any]:
    """Of a selection: what is best, which difference counts, and how long it may go on."""
    known = _known()
    measure = how.selectbox(
        "Best by", list(known), list(known).index(BEST), format_func=lambda key: known[key].name
    )
    times = count.number_input(
        "Replications at most", FEWEST_RACED, MOST_TIMES, MOST_RACED, step=FEWEST_RACED
    )
    side, zone = st.columns([1, 1], vertical_alignment="bottom")
    most = side.selectbox(
        "What is best", [True, False], format_func=["The least", "The most"].__getitem__
    )
    usual = 0.01 if known[measure].form == "rate" else 0.5
    counts = zone.number_input(
        "The difference that counts", 0.0, 1e6, usual, key=f"zone-{measure}", format="%g",
        help="Whatever is any closer to the best is as good. Of rates it is a share: 0.01 is one"
        " point of per cent.",
    )  # fmt: skip
    return {"measures": (measure,), "replications": int(times), "most": most, "zone": float(counts)}


def _known() -> dict[str, Measure]:
    return {one.key: one for one in measures("rate", "count")}


def _foresee(asked: Asked) -> bool:
    """Say how many points that makes and what they would take; or why it cannot begin."""
    try:
        needs = _foreseen(asked, _written_ns(asked.scenario))
    except (ScenarioError, EngineError) as err:
        st.error(plain(str(err).removeprefix(f"{OVERRIDE} ")))
        return False
    time, memory = lasting(max(needs.wall_s, 1.0)), size(needs.memory_bytes)
    points, plays = asked.points, asked.points * asked.replications
    most = "at most " if asked.kind == "select" else ""
    st.caption(
        f"{points:,} points, {most}{plays:,} replications: {most}about {time} here, and {memory} of"
        " memory; less where stages are kept or shared. It goes on in the background."
    )
    return True


@st.cache_data(show_spinner="Reading what is asked", max_entries=64)
def _foreseen(asked: Asked, written_ns: int) -> Estimate:
    """Kept until the scenario's file is written anew."""
    del written_ns
    return asked.foreseen()


def _written_ns(name: str) -> int:
    return library().get(name, Path(name)).stat().st_mtime_ns


def _file(run: StoredRun) -> str:
    return str(run.file("scenario.yaml").resolve())
