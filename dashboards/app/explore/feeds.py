"""Feeds: the video as the engine saw it, and each claim beside the watchlist's image."""

import streamlit as st

from dashboards.app import films
from dashboards.app.chosen import chosen_run, head, kept
from dashboards.app.films import CameraFilm, Claim
from dashboards.figures.palette import RIGHT, SOFT, WRONG
from dashboards.visible import plain
from dashboards.words import clock
from engine.faces import Image
from sim.reader import StoredRun

ROW = 3
"""Claims beside each other."""


def show(run: StoredRun) -> None:
    """The whole page."""
    head(run, kept(StoredRun.outcomes, run))
    found = kept(films.films, run)
    if not found:
        _none(run)
        return
    cameras = [film.camera for film in found]
    camera = st.segmented_control(
        "Camera", cameras, default=cameras[0], key="camera", required=True
    )
    film = found[cameras.index(camera)]
    st.video(str(film.annotated), start_time=st.session_state.get("jump_s", 0))
    st.caption(
        "Rendered people, looked at by the real engine. Grey: too poor to search; blue: searched;"
        " red: at or above the threshold, thick once an alert was raised. The film shows everybody"
        " as if nobody were ever stopped."
    )
    count = len(film.claims)
    st.subheader(f"{count} alert{'s' * (count != 1)} on {plain(camera)}", anchor=False)
    for number in range(0, len(film.claims), ROW):
        for claim, column in zip(film.claims[number:], st.columns(ROW, gap="medium"), strict=False):
            with column.container(border=True):
                _claim(run, film, claim)


def _claim(run: StoredRun, film: CameraFilm, claim: Claim) -> None:
    """The face in the frame beside the enrolled image; what was claimed, and the truth."""
    seen, listed = st.columns(2)
    cut = kept(_face, run, film.feed.name, claim.frame, claim.box_px)
    seen.image(cut, channels="BGR", caption="in the frame", width="stretch")
    enrolled = films.portrait(run, claim.subject)
    if enrolled:
        listed.image(str(enrolled), caption=f"subject {claim.subject}", width="stretch")
    st.html(_told(claim, run.record["starts_at"], run.record["window"]["start_s"]))
    if st.button(
        f"Play from {claim.time_s:.0f} s", key=f"{film.camera}{claim.frame}{claim.subject}"
    ):
        st.session_state["jump_s"] = max(int(claim.time_s) - 2, 0)
        st.rerun()


def _told(claim: Claim, starts_at: str, start_s: float) -> str:
    score = f"{claim.score:.3f} ≥ {claim.threshold:.3f}"
    when = clock(starts_at, start_s + claim.time_s)
    if claim.truth is None:
        truth, colour = "truth not kept", SOFT
    elif claim.truth.true:
        truth, colour = "right person", RIGHT
    else:
        truth, colour = "wrong person", WRONG
    stopped = "" if claim.came or claim.truth is None else " · not raised: stopped before"
    return f'<b style="color:{colour}">{truth}</b> · score {score} · {when}{stopped}'


def _face(
    run: StoredRun, feed: str, frame: int, box_px: tuple[float, float, float, float]
) -> Image:
    return films.face(run.path / "feeds" / feed, frame, box_px)


def _none(run: StoredRun) -> None:
    st.info("This run was played in scores fidelity: templates were drawn, no video was made.")
    st.write("The same scenario's window in pixels:")
    st.code(f"footfall run {run.record['scenario']} --fidelity pixels", language="sh")


if __name__ == "__main__":
    show(chosen_run())
