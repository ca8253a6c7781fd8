"""A finished run or experiment as a dossier to take along, as a page or as a PDF."""

from pathlib import Path

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.design.pieces import empty
from dashboards.app.experiments.found import WORDS, experiments
from dashboards.app.runs import name_of, offered_runs, runs_folder, told
from dashboards.beside_record import is_experiment
from dashboards.reports.dossier.compose import dossier
from dashboards.reports.dossier.document import Dossier
from dashboards.reports.dossier.experiment.compose import experiment_dossier
from dashboards.reports.dossier.paper import paper
from dashboards.reports.dossier.recorded import ERA
from dashboards.reports.dossier.web import web_page
from sim.experiments.rows.folder import TOLD
from sim.reader import read_run

ABOUT = (
    "Forty items that a judge of a deployment asks about. Each is answered with figures and their"
    " sources, or says that it is not evidenced; nothing is filled in. It takes some ten seconds"
    " to put together."
)
STATE = "`footfall report` takes a file of what the deploying body states as well."
COMMAND = f"footfall report {{}} --era {ERA} --html dossier.html --pdf dossier.pdf"


def show() -> None:
    """A run to choose, and both files."""
    st.markdown(ABOUT)
    found = offered()
    if not found:
        st.html(empty("No finished run yet.", "Play a scenario under Start, then come back."))
        return
    asked = at("run")
    name = asked if asked in found else next(iter(found))
    st.selectbox(
        "Run or experiment", list(found), format_func=found.__getitem__, **follows("run", name)
    )
    folder = runs_folder() / name
    page, sheets, _ = st.columns([2, 2, 6])
    page.download_button(
        "Dossier as a page", lambda: web_page(_dossier(folder)), f"{name}.html", "text/html",
        key="dossier-html", width="stretch", on_click="ignore",
    )  # fmt: skip
    sheets.download_button(
        "Dossier as PDF", lambda: paper(_dossier(folder)), f"{name}.pdf", "application/pdf",
        key="dossier-pdf", width="stretch", on_click="ignore",
    )  # fmt: skip
    st.caption(STATE)


def offered() -> dict[str, str]:
    """Finished runs, newest first, and then experiments: their names and how they are told."""
    runs = {name_of(run): told(run) for run in offered_runs() if run.complete}
    done = [one for one in experiments(runs_folder()) if (one.folder / TOLD).exists()]
    return runs | {one.name: f"{WORDS[one.kind]}: {one.title}, {one.name}" for one in done}


def _dossier(folder: Path) -> Dossier:
    if is_experiment(folder):
        return experiment_dossier(folder, COMMAND.format("EXPERIMENT"))
    return dossier(read_run(folder), COMMAND.format("RUN"))
