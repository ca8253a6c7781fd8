"""The review of a session: its figures, its moments on the map, others beside it, to take along."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.app.address import at, follows
from dashboards.app.design.pieces import empty
from dashboards.app.train.review import beside, figures, take, timeline
from dashboards.app.train.review.made import Made, made
from sim.training.sharing import WATCHES, is_over, sees_review

DESK = "desk"
NAMES = {
    DESK: "Desk",
    "figures": "Review",
    "timeline": "Timeline",
    "beside": "Beside others",
    "take": "Take along",
}
"""Ways to look at a session, by their names in the address."""
VIEWS: Mapping[str, Callable[[Path, str, Made], None]] = {
    "figures": figures.show,
    "timeline": timeline.show,
    "beside": beside.show,
    "take": take.show,
}
FOR_WATCHES = ("beside",)
"""What those at the other desks are not shown: it is about others."""
ALWAYS = (DESK, "figures")
"""What is offered before the review may be seen."""


def asked_for(where: DeltaGenerator, folder: Path, role: str) -> bool:
    """Ways to look at the session, and whether it is the review that is asked for."""
    seen = sees_review(folder, role)
    hidden = () if role in WATCHES else FOR_WATCHES
    offered = [name for name in NAMES if name not in hidden and (seen or name in ALWAYS)]
    asked = at("review")
    shown = asked if asked in offered else DESK
    with where:
        st.segmented_control(
            "Look at", offered, format_func=NAMES.__getitem__, required=True,
            label_visibility="collapsed", **follows("review", shown),
        )  # fmt: skip
    return shown != DESK


def show(folder: Path, role: str) -> None:
    """The way of looking that the address asks for; why there is none, where it may not be seen."""
    if not sees_review(folder, role):
        st.html(_none(folder))
        return
    asked = at("review") or ""
    if asked not in VIEWS or (asked in FOR_WATCHES and role not in WATCHES):
        asked = "figures"
    with st.spinner("Scoring the session"):
        found = made(folder)
    VIEWS[asked](folder, role, found)


def _none(folder: Path) -> str:
    if not is_over(folder):
        return empty(
            "The review comes when the session is over.",
            "The instructor ends it, or its clock comes to its end; then open this again.",
        )
    return empty(
        "The instructor has not shared the review.",
        "Those at the desks see it once the instructor shares it, on the page of its review.",
    )
