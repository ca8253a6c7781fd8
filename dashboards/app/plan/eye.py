"""What a camera sees: one frame of it, filmed in the background."""

from pathlib import Path

import streamlit as st

from dashboards.app.plan import works
from dashboards.app.plan.studies import Study
from scenarios.loader import Loaded

LOOKS = ".looks"
"""The folder of frames, in that of a study."""


def show(study: Study, name: str, loaded: Loaded) -> None:
    """A camera to choose, and its frame once it was asked for."""
    st.header("Look through a camera", anchor=False)
    if loaded.scenario.window is None:
        st.caption("The scenario names no window, so no pictures are made of it.")
        return
    which, go, _ = st.columns([3, 2, 3], vertical_alignment="bottom")
    ids = [camera.id for camera in loaded.scenario.cameras]
    camera = str(which.selectbox("Camera", ids, key=f"eye-{study.id}-{name}"))
    go.button("Look", key="look", width="stretch", on_click=_begin, args=(study, name, camera))
    works.show(study, "cameras", lambda _: None)
    picture = _file(study, name, camera)
    if picture.is_file():
        st.image(picture.read_bytes(), width="stretch", alt=f"What {camera} sees")
        moved = picture.stat().st_mtime_ns < study.file(name).stat().st_mtime_ns
        st.caption(
            "People who walk past it in the middle of the scenario's window, as the engine would"
            " see them." + (" The layout has changed since: look again." if moved else "")
        )


def _begin(study: Study, name: str, camera: str) -> None:
    out = _file(study, name, camera).resolve()
    out.parent.mkdir(exist_ok=True)
    file = str(study.file(name).resolve())
    told = ["cameras", "frame", file, str(out), "--camera", camera]
    works.start(study, f"look through {camera}", told, out)


def _file(study: Study, name: str, camera: str) -> Path:
    return study.folder / LOOKS / f"{name}-{camera}.jpg"
