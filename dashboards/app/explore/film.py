"""Film: the video as the engine saw it, and each claim beside the watchlist's image."""

from shlex import quote

import streamlit as st

from dashboards.app import films
from dashboards.app.address import amend, at, follows, go, number
from dashboards.app.design.pieces import empty
from dashboards.app.explore.alerts import ANY
from dashboards.app.explore.faces import show_faces
from dashboards.app.films import CameraFilm, Claim
from dashboards.app.runs import kept
from dashboards.app.start import begin
from dashboards.figures.palette import Tone
from dashboards.visible import escape, plain
from engine.counts import counted
from scenarios.hours import clock
from sim.reader import StoredRun

LEAD_S = 2.0
"""A film begins so long before what it is to show."""


def show(run: StoredRun) -> None:
    """The whole view."""
    with st.spinner("Opening the films"):
        found = kept(films.films, run)
    if not found:
        _none(run)
        return
    cameras = [film.camera for film in found]
    asked = at("camera")
    camera = asked if asked in cameras else cameras[0]
    amend("camera", camera)
    st.segmented_control(
        "Camera", cameras, format_func=plain, required=True, **follows("camera", camera)
    )
    film = found[cameras.index(camera)]
    picture, claims = st.columns([3, 2], gap="large")
    with picture:
        _play(run, film)
    with claims:
        _claims(run, film)


def _play(run: StoredRun, film: CameraFilm) -> None:
    """The annotated film, from the address's time on if there is one."""
    time_s = number("at")
    start_s = run.record["window"]["start_s"]
    begins_s = 0 if time_s is None else max(int(time_s - start_s - LEAD_S), 0)
    st.video(
        str(film.annotated),
        start_time=begins_s,
        autoplay=time_s is not None,
        muted=True,
        alt=f"What camera {film.camera} saw, with a box around each face that was found",
    )
    st.caption(
        "Rendered people, looked at by the real engine. Grey: too poor to search; blue: searched;"
        " red: at or above the threshold, thick once an alert was raised. The film shows everybody"
        " as if nobody were ever stopped."
    )


def _claims(run: StoredRun, film: CameraFilm) -> None:
    """What the engine claimed on this camera, one below the other."""
    count = len(film.claims)
    st.header(f"{counted(count, 'alert')} on {plain(film.camera)}", anchor=False)
    if not count:
        st.html(empty("No alert on this camera.", "Another camera may have raised some."))
    with st.container(height=520, border=False):
        for claim in film.claims:
            with st.container(border=True):
                _claim(run, film, claim)


def _claim(run: StoredRun, film: CameraFilm, claim: Claim) -> None:
    """The face in the frame beside the enrolled image; what was claimed, and the truth."""
    seen, listed, words = st.columns([2, 2, 3])
    show_faces(run, film.camera, claim, seen, listed)
    window = run.record["window"]
    with words:
        st.html(_told(claim, run.record["starts_at"], window["start_s"]))
        key = f"{film.camera}-{claim.frame}-{claim.subject}"
        there = {"camera": film.camera, "at": f"{window['start_s'] + claim.time_s:.1f}"}
        st.button(f"Play from {claim.time_s:.0f} s", key=key, on_click=go, kwargs=there)
        if claim.truth is not None and claim.came:
            more = {"view": "alerts", "alert": claim.truth.alert, **ANY}
            st.button("Its story", key=f"story-{key}", on_click=go, kwargs=more)


def _told(claim: Claim, starts_at: str, start_s: float) -> str:
    truth, tone = _truth(claim)
    stopped = "" if claim.came or claim.truth is None else "<br>not raised: stopped before"
    return (
        f'<div class="facts"><b style="color:var(--{tone})">{truth}</b><br>'
        f"score {claim.score:.3f} ≥ {claim.threshold:.3f}<br>"
        f"{escape(clock(starts_at, start_s + claim.time_s))}{stopped}</div>"
    )


def _truth(claim: Claim) -> tuple[str, Tone]:
    if claim.truth is None:
        return "truth not kept", "neutral"
    return ("right person", "right") if claim.truth.true else ("wrong person", "wrong")


def _none(run: StoredRun) -> None:
    st.html(
        empty(
            "This run has no film.",
            "In scores fidelity, templates are drawn and no picture is made. The scenario's window,"
            " where it names one, can be played in pixels.",
        )
    )
    if not run.scenario().window:
        st.caption("This scenario names no window.")
        return
    st.button(
        "Play again in pixels…", type="primary", icon=":material/play_arrow:",
        on_click=begin.ask_again, args=(run, "pixels"),
    )  # fmt: skip
    st.caption("With the same changes; or by a command:")
    file = run.path / "scenario.yaml"
    st.code(f"footfall run {quote(str(file))} --fidelity pixels", language=None)
