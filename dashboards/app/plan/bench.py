"""One place and its layouts: the canvas, and below it what can be done with the layout shown."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.app.address import at, follows, go
from dashboards.app.design.style import theme
from dashboards.app.plan import compare, desk, eye, optimise, studies, take
from dashboards.app.plan.desk import Told
from dashboards.app.plan.shops import form
from dashboards.app.plan.studies import Study
from dashboards.figures.palette import colours
from dashboards.visible import plain
from scenarios.errors import ScenarioError
from scenarios.loader import Loaded

REFUSED = "refused_cameras"
"""Names in the session why the cameras of a layout were not kept."""


def show(study: Study) -> None:
    """The whole of it."""
    name = _chosen(study)
    loaded = loaded_of(study, name)
    _head(study, name)
    _desk(study, name, loaded)
    form.show(study, loaded)
    optimise.show(study, name, loaded)
    compare.show(study, {one: loaded_of(study, one) for one in study.layouts})
    seen, taken = st.columns(2, gap="large")
    with seen:
        eye.show(study, name, loaded)
    with taken:
        take.show(study, name, loaded)


def loaded_of(study: Study, name: str) -> Loaded:
    """A layout as it is on disk now."""
    file = study.file(name)
    return _loaded(str(file), file.stat().st_mtime_ns)


@st.cache_resource(show_spinner=False, max_entries=32)
def _loaded(file: str, written_ns: int) -> Loaded:
    del written_ns
    return studies.load(Path(file))


@st.cache_resource(show_spinner=False, max_entries=8)
def _grounds(venue: str, written_ns: int, _loaded: Loaded) -> list[dict[str, Any]]:
    """Of a study's plan, which changes where a shop is drawn."""
    del venue, written_ns
    return desk.grounds_of(_loaded)


def _chosen(study: Study) -> str:
    """The layout of the address, or the first."""
    asked = at("layout")
    name = asked if asked in study.layouts else study.layouts[0]
    if name != asked:
        go(layout=name)
    return name


def _head(study: Study, name: str) -> None:
    title, layouts, copy, drop, other = st.columns(
        [6, 4, 2, 2, 2], vertical_alignment="center", gap="small"
    )
    title.title(plain(study.title), anchor=False)
    with layouts:
        st.selectbox(
            "Layout", [*study.layouts], label_visibility="collapsed", **follows("layout", name)
        )
    copy.button("Copy it", key="copy-layout", on_click=_copy, args=(study, name), width="stretch")
    drop.button(
        "Delete it", key="drop-layout", on_click=_drop, args=(study, name), width="stretch",
        disabled=len(study.layouts) < 2,
    )  # fmt: skip
    other.button("Other place", key="other", on_click=go, kwargs={"study": None}, width="stretch")


def _copy(study: Study, name: str) -> None:
    go(layout=studies.copy(study, name, name.rstrip("0123456789-") or name))


def _drop(study: Study, name: str) -> None:
    studies.drop(study, name)
    go(layout=None)


def _desk(study: Study, name: str, loaded: Loaded) -> None:
    plan = (str(loaded.venue_path), loaded.venue_path.stat().st_mtime_ns)
    ident = f"{study.id}|{name}|{plan[1]}"
    shown = desk.told(ident, loaded, _grounds(*plan, loaded))
    refused = st.session_state.get(REFUSED, {}).get(ident, "")
    extra = {"colours": colours(theme()), "refused": refused}
    desk.show_desk(
        shown | extra,
        lambda cameras: _keep(study, name, ident, cameras),
        lambda box: form.drawn(study, box),
    )


def _keep(study: Study, name: str, ident: str, cameras: Told) -> None:
    refused = ""
    try:
        studies.save(study, name, loaded_of(study, name), cameras)
    except ScenarioError as err:
        refused = f"Not kept: {err}"
    st.session_state[REFUSED] = {ident: refused}
