"""The map as a Streamlit component."""

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

SCRIPTS = ("walks.js", "painter.js", "player.js")
"""Parts of one module, in the order in which they are joined."""


def show_map(scene: dict[str, Any], at_s: float | None = None) -> None:
    """Draw a scene, ready to be played from `at_s` (its start, if None)."""
    _component()(key="map", data=scene | {"at_s": scene["start_s"] if at_s is None else at_s})


@cache
def _component() -> ComponentRenderer:
    script = "\n".join(_asset(name) for name in SCRIPTS)
    return st.components.v2.component(
        "footfall_map", html=_asset("map.html"), css=_asset("map.css"), js=script
    )


def _asset(name: str) -> str:
    return (files("dashboards.app.map") / name).read_text(encoding="utf-8")
