"""Explore: one run, looked at in several ways that lead to each other."""

from contextlib import suppress

import streamlit as st

from dashboards.app.address import at, follows
from dashboards.app.beside import compare, dials
from dashboards.app.broken import show_damage, told
from dashboards.app.design.pieces import note
from dashboards.app.explore import alerts, film, groups, limits, log, people, unfinished
from dashboards.app.explore import map as plan
from dashboards.app.explore import outcomes as rates
from dashboards.app.explore.link import unfound
from dashboards.app.replay import view as replay
from dashboards.app.runs import chosen_run, head, head_facts, kept, offered_runs
from dashboards.app.start import begin
from dashboards.visible import plain
from dashboards.words import reading
from sim.errors import SimError
from sim.reader import StoredRun

VIEWS = {
    "outcomes": ("Outcomes", rates.show),
    "dials": ("What if", dials.show),
    "compare": ("Compare", compare.show),
    "people": ("People", people.show),
    "groups": ("Groups", groups.show),
    "alerts": ("Alerts", alerts.show),
    "map": ("Map", plan.show),
    "replay": ("Replay", replay.show),
    "film": ("Film", film.show),
    "log": ("Log", log.show),
    "limits": ("Limits", limits.show),
}
"""Each view by its name in the address: what people call it, and what shows it."""


def show() -> None:
    """The run's head, the views, and the one that is open; what cannot be read is told."""
    with told():
        found = offered_runs()
        run = chosen_run(found)
        if not run.complete:
            unfinished.show(run, found)
            return
        head(run, found, begin.ask_again)
        begin.show()
        show_damage(run)
        _views(run)


def _views(run: StoredRun) -> None:
    outcomes = kept(StoredRun.outcomes, run)
    head_facts(run, outcomes)
    with suppress(SimError):  # what is damaged is told by the view that needs it
        if said := unfound(run, VIEWS):
            st.info(plain(said), icon=":material/link_off:")
    asked = at("view")
    view = asked if asked in VIEWS else "outcomes"
    views, rests_on = st.columns([8, 5], vertical_alignment="center")
    with views:
        st.segmented_control(
            "View",
            list(VIEWS),
            format_func=lambda name: VIEWS[name][0],
            label_visibility="collapsed",
            required=True,
            wrap=True,
            **follows("view", view),
        )
    rests_on.html(note(reading(outcomes)["statement"]))
    with told():
        VIEWS[view][1](run)


if __name__ == "__main__":
    show()
