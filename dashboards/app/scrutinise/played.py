"""A run or an experiment beside what the record foretells of a deployment like it."""

from typing import Any

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.design.pieces import empty, table
from dashboards.app.runs import runs_folder
from dashboards.app.scrutinise.dossiers import offered
from dashboards.beside_record import HEADS, MANY_POINTS, READ_AS, came_of, is_experiment, row
from dashboards.visible import escape, plain
from sim.experiments.rows.folder import ExperimentFolder
from sim.record.beside import Beside, beside

INTRODUCED = (
    "What came of a scenario beside deployments planned like it: as long, with as many faces and as"
    " long a list, at the time that stands above."
)
NONE = "–"


def show(era: str) -> None:
    """A run or an experiment to choose, its counts, and why they differ from the record's."""
    st.header("Beside a run or an experiment", anchor=False)
    st.markdown(INTRODUCED)
    found = {name: told for name, told in offered().items() if not _of_points(name)}
    if not found:
        st.html(empty("No finished run yet.", "Play a scenario under Start, then come back."))
        return
    asked = at("run")
    name = asked if asked in found else NONE
    st.selectbox(
        "Run or experiment", [NONE, *found], format_func=lambda one: found.get(one, "none"),
        **follows("run", name),
    )  # fmt: skip
    if name != NONE:
        _found(_beside(name, era))


def _beside(name: str, era: str) -> Beside:
    came = came_of(runs_folder() / name)
    return beside(came, came.planned(era))


def _found(both: Beside) -> None:
    heads: dict[str, Any] = {head: number > 0 for number, head in enumerate(HEADS)}
    rows = (map(escape, row(one)) for one in (both.faces, *both.counts))
    st.html(table(heads, rows, label="Beside the record"))
    st.caption(READ_AS)
    st.markdown("Why they differ:")
    st.markdown("\n".join(f"- {plain(one.said)}" for one in both.reasons))


def _of_points(name: str) -> bool:
    """Whether it is an experiment of many points, none of which is the one that is meant."""
    folder = runs_folder() / name
    return is_experiment(folder) and ExperimentFolder(folder).asked["kind"] in MANY_POINTS
