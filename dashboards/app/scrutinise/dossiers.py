"""A finished run as a dossier to take along, as a page or as a PDF."""

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.design.pieces import empty
from dashboards.app.runs import name_of, offered_runs, told
from dashboards.reports.dossier.compose import dossier
from dashboards.reports.dossier.document import Dossier
from dashboards.reports.dossier.paper import paper
from dashboards.reports.dossier.recorded import ERA
from dashboards.reports.dossier.web import web_page
from sim.reader import StoredRun

ABOUT = (
    "Forty items that a judge of a deployment asks about. Each is answered with figures and their"
    " sources, or says that it is not evidenced; nothing is filled in. It takes some ten seconds"
    " to put together."
)
STATE = "`footfall report` takes a file of what the deploying body states as well."
COMMAND = f"footfall report RUN --era {ERA} --html dossier.html --pdf dossier.pdf"


def show() -> None:
    """A run to choose, and both files."""
    st.markdown(ABOUT)
    found = {name_of(run): run for run in offered_runs() if run.complete}
    if not found:
        st.html(empty("No finished run yet.", "Play a scenario under Start, then come back."))
        return
    asked = at("run")
    name = asked if asked in found else next(iter(found))
    st.selectbox(
        "Run", list(found), format_func=lambda one: told(found[one]), **follows("run", name)
    )
    run = found[name]
    page, sheets, _ = st.columns([2, 2, 6])
    page.download_button(
        "Dossier as a page", lambda: web_page(_dossier(run)), f"{name}.html", "text/html",
        key="dossier-html", width="stretch", on_click="ignore",
    )  # fmt: skip
    sheets.download_button(
        "Dossier as PDF", lambda: paper(_dossier(run)), f"{name}.pdf", "application/pdf",
        key="dossier-pdf", width="stretch", on_click="ignore",
    )  # fmt: skip
    st.caption(STATE)


def _dossier(run: StoredRun) -> Dossier:
    return dossier(run, COMMAND)
