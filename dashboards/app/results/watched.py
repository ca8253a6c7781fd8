"""What `engine watch` found in one film."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.app.address import at, go, number
from dashboards.app.design.pieces import count_cards, empty, facts
from dashboards.app.results.found import Result
from dashboards.visible import plain
from dashboards.words import span
from engine.counts import counted
from sim.reader import lines_of

COUNTS = (
    ("frames", "Frames", "of the film, or of the part that was asked for"),
    ("faces", "Faces", "found in them, each frame's on its own"),
    ("faces_searched", "Searched", "of those: good enough to be compared"),
    ("tracks", "Tracks", "faces followed from frame to frame"),
    ("watchlist", "Watchlist", "subjects enrolled"),
    ("alerts", "Alerts", "claims that a face is a subject's"),
)
LEAD_S = 2.0


def show(result: Result) -> None:
    """Counts, the annotated film, and its alerts."""
    summary = result.read()
    if isinstance(until_s := summary.get("interrupted_at_s"), int | float):
        st.warning(f"Interrupted: what was seen up to {until_s:.1f} s of the film is all there is.")
    cards = ((name, f"{summary.get(key, 0):,}", meaning) for key, name, meaning in COUNTS)
    st.html(count_cards(cards))
    film, alerts = st.columns([3, 2], gap="large")
    with film:
        _play(result.folder / "annotated.mp4")
    with alerts:
        _alerts(result, summary)


def _play(file: Path) -> None:
    if not file.is_file():
        st.html(empty("There is no annotated film.", "It was watched with --no-annotate."))
        return
    time_s = number("at")
    st.video(
        str(file),
        start_time=max(int((time_s or 0) - LEAD_S), 0),
        autoplay=time_s is not None,
        muted=True,
        alt="The film with a box around each face that was found",
    )


def _alerts(result: Result, summary: dict[str, Any]) -> None:
    """Each with its picture: the face beside the subject's image."""
    found = lines_of(result.folder / "alerts.jsonl")
    st.header(counted(len(found), "alert"), anchor=False)
    threshold = summary.get("threshold")
    if isinstance(threshold, float):
        st.html(facts([f"threshold {threshold:.3f}", f"preset {summary.get('preset', '–')}"]))
    if not found:
        st.html(empty("No alert was raised.", "`footfall engine why` says what became of a face."))
    with st.container(height=480, border=False):
        for number_, alert in enumerate(found):
            with st.container(border=True):
                _alert(result, number_, alert)


def _alert(result: Result, number_: int, alert: dict[str, Any]) -> None:
    picture = result.folder / "alerts" / f"{int(alert['id']):05d}.png"
    if picture.is_file():
        told = f"The face that was taken for {alert['subject']}, beside the enrolled image"
        st.image(str(picture), alt=told, width="content")
    st.markdown(f"**{plain(str(alert['subject']))}**")
    st.html(facts([f"at {span(float(alert['time_s']))}", f"score {float(alert['score']):.3f}"]))
    st.button(
        "Play from there", key=f"watch-{number_}", on_click=go,
        kwargs={"result": at("result"), "at": f"{float(alert['time_s']):.1f}"},
    )  # fmt: skip
