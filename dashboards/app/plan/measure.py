"""The scale of a picture: two points of it, clicked or typed, and the metres between them."""

from base64 import b64encode
from functools import cache
from importlib.resources import files

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.app.design.style import theme
from dashboards.figures.palette import colours
from scenarios.plan import Point

KEY = "ruler"
FIELDS = ("x of one (px)", "its y (px)", "x of the other (px)", "its y, too (px)")
BETWEEN = "metres between them"
Scale = tuple[Point, Point, float]


def show(content: bytes, kind: str) -> Scale | None:
    """The picture to click, its two points as numbers, and the metres; None until all are there."""
    st.caption("Click two points of the picture that are known to be so far apart, or type them.")
    source = f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"
    told = {"picture": source, "points": _clicked(), "colours": colours(theme())}
    _component()(key=KEY, data=told, on_points_change=_take)
    parts = [
        column.number_input(name, min_value=0.0, value=None, key=f"scale-{name}")
        for column, name in zip(st.columns(5), (*FIELDS, BETWEEN), strict=True)
    ]
    x1, y1, x2, y2, metres = parts
    if x1 is None or y1 is None or x2 is None or y2 is None or metres is None:
        return None
    return (float(x1), float(y1)), (float(x2), float(y2)), float(metres)


def _take() -> None:
    """What was clicked becomes the numbers."""
    points = st.session_state[KEY].get("points") or []
    flat = [float(one) for point in points[:2] for one in point]
    for name, value in zip(FIELDS, [*flat, *[None] * (len(FIELDS) - len(flat))], strict=True):
        st.session_state[f"scale-{name}"] = value


def _clicked() -> list[list[float]]:
    """The points that the numbers tell, as far as they do."""
    held = [st.session_state.get(f"scale-{name}") for name in FIELDS]
    pairs = [held[:2], held[2:]]
    return [[float(x), float(y)] for x, y in pairs if x is not None and y is not None]


@cache
def _component() -> ComponentRenderer:
    html, css, js = (_asset(f"ruler.{kind}") for kind in ("html", "css", "js"))
    return st.components.v2.component("footfall_ruler", html=html, css=css, js=js)


def _asset(name: str) -> str:
    return (files("dashboards.app.plan.ruler") / name).read_text(encoding="utf-8")
