"""The map as a Streamlit component."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

KEY = "map"
DRAWN = ("walks.js", "brush.js", "measures.js", "ground.js", "painter.js", "parts.js")
"""What draws people, alerts and officers on a plan, whoever lets time run."""
SCRIPTS = (*DRAWN, "player.js")
"""Parts of one module, in the order in which they are joined."""
STYLES = ("map.css", "stage.css")
"""The second styles the canvas of plans too, and comes last: it decides what is narrow."""


def show_map(
    scene: dict[str, Any],
    begins_s: float,
    at_s: float | None = None,
    person: int | None = None,
    paused: Callable[[float], None] = lambda _: None,
) -> None:
    """Draw a scene about `begins_s`, ready to be played from `at_s` (from there, if None), with a
    `person` marked; `paused` is called with the second at which it was stopped or sought.
    """
    start_s = begins_s if at_s is None else min(max(at_s, scene["start_s"]), scene["end_s"])
    told = {"begins_s": begins_s, "at_s": start_s, "person": person}
    _component()(key=KEY, data=scene | told, on_paused_change=lambda: _told(paused))


def _told(paused: Callable[[float], None]) -> None:
    time_s = st.session_state[KEY].get("paused")
    if time_s is not None:
        paused(float(time_s))


@cache
def _component() -> ComponentRenderer:
    script = "\n".join(_asset(name) for name in SCRIPTS)
    css = "\n".join(_asset(name) for name in STYLES)
    return st.components.v2.component("footfall_map", html=_asset("map.html"), css=css, js=script)


def _asset(name: str) -> str:
    return (files("dashboards.app.map") / name).read_text(encoding="utf-8")
