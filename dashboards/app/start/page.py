"""Start: what this is, what can be played, what was played, and whether all is there for it."""

import streamlit as st

from dashboards.app.broken import told
from dashboards.app.start import begin, health, recent, scenes, under_way

IS = """
**Footfall** plays a deployment of live facial recognition before anybody's face is scanned: a crowd
walks through a place, cameras see it, a **real matching engine** compares the faces that it finds
with a watchlist, operators judge its alerts, and officers go and ask. Every passer-by is accounted
for, so both famous figures can be had of one deployment: how many of the alerts are wrong, and how
many people pass for each of them.
"""
IS_NOT = """
It is **no operational tool**: it takes recorded films and refuses live cameras. The people are
rendered or drawn from a model that was fitted to rendered ones, so its rates compare designs; they
are not how right such a system would be about the public.
"""


def show() -> None:
    """The whole page."""
    st.title("What would this deployment do?", anchor=False)
    is_, is_not = st.columns([3, 2], gap="large")
    is_.markdown(IS)
    is_not.markdown(IS_NOT)
    under_way.show()
    st.header("Play one of these", anchor=False)
    scenes.show(begin.ask)
    scenes.own(begin.ask)
    begin.show()
    played, ready = st.columns([5, 3], gap="large")
    with played, told():
        recent.show(under_way.told_here())
    with ready:
        health.show()


if __name__ == "__main__":
    show()
