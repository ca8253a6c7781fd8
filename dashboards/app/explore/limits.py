"""Limits: what the figures are, and what they are not."""

import streamlit as st

from dashboards.app.design.cards import explained
from dashboards.app.design.pieces import empty
from dashboards.app.runs import kept
from dashboards.glossary import glossary, search
from dashboards.visible import plain
from dashboards.words import rests_on
from sim.outcomes.measures import MEASURES
from sim.reader import StoredRun

MOST_WORDS = 8
"""Shown at once."""
LIMITS = """
- **Rendered people are not people.** Their faces are made from shapes and painted skin. Their rates
  compare designs: a camera here or there, one operator or two, a stricter threshold. They do not
  say how often such a system would be right about the public, and differences between groups of
  rendered people say something about the renderer. How far they are from photographed people was
  measured; what this run's rates rest on, below, names the bounds that they break.
- **Thresholds belong to a preset.** They are calibrated for it and never copied to or from real
  faces.
- **Intervals** are 95 %. Rates of alerts are clustered by person, since one person may raise
  several. They say how sure this run is about this scenario, not how sure the scenario is about
  a real place.
- **Scores fidelity** draws templates from a model that was fitted to the real engine; the search
  and the decisions are the engine's own. **Pixels fidelity** renders video, which the engine then
  watches as a recorded feed.
- **Operators' and officers' probabilities** are the scenario's inputs, not findings.
- **A stop** delays whoever is stopped, or ends their visit; nobody else's way changes, and nobody
  swerves. Films and sightings show the plan, in which nobody is stopped.
- Footfall never runs on a live camera.
"""


def show(run: StoredRun) -> None:
    """The whole page."""
    limits, words = st.columns([3, 2], gap="large")
    with limits:
        st.header("What to know before quoting a figure", anchor=False)
        st.markdown(LIMITS)
        outcomes = kept(StoredRun.outcomes, run)
        st.header("What this run's rates rest on", anchor=False)
        st.markdown(plain(rests_on(outcomes)))
    with words:
        st.header("Measures", anchor=False)
        st.markdown("\n".join(f"- **{one.word}**: {explained(one)}" for one in MEASURES))
        _words()
        st.header("This run", anchor=False)
        versions = run.record["versions"]
        st.markdown(
            "\n".join(f"- {plain(name)} {plain(str(number))}" for name, number in versions.items())
        )
        st.caption(f"Folder: {plain(str(run.path))}. Every stage's result lies there, with hashes.")


def _words() -> None:
    """Every word of the glossary, to be looked through."""
    asked = st.text_input("Look a word up", placeholder="threshold", key="word")
    entries = search(asked) if asked else glossary()
    if not entries:
        st.html(empty("No such word.", "Perhaps it is called otherwise here."))
    for entry in entries[:MOST_WORDS]:
        source = f" ({plain(entry.source)})" if entry.source else ""
        st.markdown(f"**{plain(entry.term)}**: {plain(entry.meaning)}{source}")
    if len(entries) > MOST_WORDS:
        st.caption(f"{len(entries) - MOST_WORDS} more; write what they begin with.")
