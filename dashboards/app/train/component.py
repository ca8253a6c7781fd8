"""A desk as a Streamlit component: it talks to the server's routes by itself from then on."""

from functools import cache
from importlib.resources import files

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.app.design.style import theme
from dashboards.app.train.routes import ACT, FEED, FLOOR, PICTURE, STATE
from dashboards.figures.palette import colours

KEY, FOLDER = "desk", "dashboards.app.train.desk"
SCRIPTS = (
    "pieces.js", "wire.js", "pictures.js", "feeds.js", "radio.js", "floor.js", "operator.js",
    "command.js", "instruct.js", "desk.js",
)  # fmt: skip
"""Parts of one module, in the order in which they are joined."""


def show_desk(session: str, secret: str, role: str) -> None:
    """The desk of a role."""
    routes = {"state": STATE, "act": ACT, "floor": FLOOR, "picture": PICTURE, "feed": FEED}
    told = {
        "session": session,
        "key": secret,
        "role": role,
        "routes": routes,
        "colours": colours(theme()),
        "theme": theme(),
    }
    _component()(key=KEY, data=told)


@cache
def _component() -> ComponentRenderer:
    scripts = "\n".join(_asset(name) for name in SCRIPTS)
    html, css = _asset("desk.html"), _asset("desk.css")
    return st.components.v2.component("footfall_desk", html=html, css=css, js=scripts)


def _asset(name: str) -> str:
    return (files(FOLDER) / name).read_text(encoding="utf-8")
