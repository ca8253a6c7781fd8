"""The room of experiments: how sure figures are over many days, and by how much designs differ."""

from typing import Any

import streamlit as st

from dashboards.app.address import amend, at, follows
from dashboards.app.broken import told as telling
from dashboards.app.design.pieces import empty, facts
from dashboards.app.experiments import begin, charts, figures, hangs, works
from dashboards.app.experiments.found import (
    VARIED,
    WORDS,
    Experiment,
    called,
    experiments,
)
from dashboards.app.runs import runs_folder, when
from dashboards.cli.experiments.tables import MEANT
from dashboards.visible import plain, visible
from engine.counts import counted
from sim.errors import DamagedError
from sim.outcomes.measures import named

FIRST_SCENARIO = "corridor"
"""What an experiment is asked about first: quick to play."""
FIRST = ("tpir", "alert_precision", "fpir", "wrongful_stops", "alerts", "false_alerts", "stops")
"""Told at once; the others on asking."""
OF_MEANS = (
    "A mean's interval is Student's t over replications; bars begin at 0. A rate is one value a"
    " replication, and one with nothing to divide by is not there in that replication."
)
OF_POINTS = (
    "Means over replications, from two on with their 95 % intervals by Student's t; the bars of a"
    " measure share one scale, which begins at 0."
)
OF_DIFFERENCES = (
    "Differences to the first design, replication by replication with the same luck; 0 is in the"
    " middle of a bar. All intervals here hold together with 95 %, and p is adjusted for all of"
    " them (Holm). What stands out has an interval that leaves 0 out."
)

PLAYS = empty("This experiment is being played.", "What comes of it is told here once it is done.")


def show() -> None:
    """What is under way, an experiment to choose, and what came of it."""
    title, new = st.columns([9, 3], vertical_alignment="center")
    title.title("Experiments", anchor=False)
    new.button(
        "New experiment…", key="new-experiment", icon=":material/add:", width="stretch",
        on_click=begin.ask, args=(FIRST_SCENARIO,),
    )  # fmt: skip
    begin.show()
    works.show()
    found, asked = experiments(runs_folder()), at("experiment") or ""
    chosen = next((one for one in found if one.name == asked), None)
    if chosen is None and works.plays(asked):
        st.html(PLAYS)
        return
    if not found:
        _none()
        return
    chosen = chosen or found[0]
    amend("experiment", chosen.name)
    names = {one.name: _title(one) for one in found}
    st.selectbox(
        "Experiment", list(names), format_func=names.__getitem__, label_visibility="collapsed",
        **follows("experiment", chosen.name),
    )  # fmt: skip
    with telling("Begin it anew, or choose another experiment."):
        _show(chosen)


def _show(one: Experiment) -> None:
    told = one.told()
    st.html(facts(_about(one, told)))
    if told is None:
        _unfinished(one)
        return
    try:
        _outcomes(one, told)
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        got = f"{type(err).__name__} {err}"
        raise DamagedError(one.folder, "", got, "what this version tells of it") from err
    st.caption(f"`footfall query {plain(str(one.folder))} SQL` answers whatever else is asked.")


def _unfinished(one: Experiment) -> None:
    if works.plays(one.name):
        st.html(PLAYS)
        return
    played = counted(one.played(), "replication")
    said = f"{played} of its designs are there. The same command goes on with them."
    st.html(empty("This experiment is not finished.", said))


def _about(one: Experiment, told: dict[str, Any] | None) -> list[str]:
    many = told.get("replications") if told else None
    count = [] if many is None else [counted(many, "replication")]
    words = [WORDS.get(one.kind, one.kind), *count, VARIED.get(one.what, one.what)]
    return [*words, f"begun {when(one.began_at)}"]


def _outcomes(one: Experiment, told: dict[str, Any]) -> None:
    if one.kind not in SHOWS:
        st.html(empty(f"{one.kind} is not shown here yet.", "The command itself prints it."))
        return
    SHOWS[one.kind](told)


def _differences(told: dict[str, Any]) -> None:
    st.markdown(plain(f"The first design: {called(next(iter(told['designs'])))}"))
    for measure in figures.compared(told):
        st.header(measure.name, anchor=False, help=measure.meaning)
        st.html(figures.apart(told, measure))
    st.caption(OF_DIFFERENCES)


def _points(told: dict[str, Any]) -> None:
    charts.show(told)
    st.html(hangs.points(told))
    st.caption(OF_POINTS)


def _effects(told: dict[str, Any]) -> None:
    for key in told["effects"]:
        measure = named(key)
        st.header(measure.name, anchor=False, help=measure.meaning)
        st.html(hangs.effects(told, key))
    st.caption(MEANT[told["method"]])


def _race(told: dict[str, Any]) -> None:
    measure = named(told["measure"])
    st.header(measure.name, anchor=False, help=measure.meaning)
    st.html(hangs.race(told))
    undecided = "Not decided: more replications, or a larger zone, would be needed."
    st.markdown(plain(str(told["guarantee"] or undecided)))


def _means(told: dict[str, Any]) -> None:
    outcomes = told["outcomes"]
    first = [named(key) for key in FIRST]
    st.html(figures.means(outcomes, first))
    st.caption(OF_MEANS)
    with st.expander("Every measure"):
        rest = [one for one in figures.known(outcomes) if one.key not in FIRST]
        st.html(figures.means(outcomes, rest))


SHOWS = {
    "replicate": _means,
    "compare": _differences,
    "sweep": _points,
    "sensitivity": _effects,
    "select": _race,
}


def _title(one: Experiment) -> str:
    return visible(f"{when(one.began_at)}  {one.title}, {one.name}")


def _none() -> None:
    st.html(
        empty(
            "No experiment yet.",
            "One run is one draw. Begin one above; under What if, a run is played on many days,"
            " alone or beside itself with its dials turned; or by a command:",
        )
    )
    st.code("footfall replicate corridor -n 20 --out runs/corridor", language=None)


if __name__ == "__main__":
    show()
