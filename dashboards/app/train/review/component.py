"""The replay of a session as a Streamlit component: the map of a run, and the session's moments."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.app.map.component import DRAWN, STYLES
from dashboards.app.replay.component import OF_MAP, PLAYED
from dashboards.app.replay.component import OWN as OF_REPLAY

KEY, OWN = "review-player", "dashboards.app.train.review.player"
SCRIPTS = ("moments.js", "reviewer.js")
"""Parts of one module after the replay's, in the order in which they are joined."""


def show_player(
    told: Mapping[str, Any], paused: Callable[[float], None], level: Callable[[int], None]
) -> None:
    """Show the player; `paused` is called with the second at which it was stopped or sought,
    `level` with the one that was turned to.
    """
    _component()(
        key=KEY,
        data=dict(told),
        on_paused_change=lambda: _heard("paused", lambda value: paused(float(value))),
        on_level_change=lambda: _heard("level", lambda value: level(int(value))),
    )


def _heard(name: str, act: Callable[[Any], None]) -> None:
    value = st.session_state[KEY].get(name)
    if value is not None:
        act(value)


@cache
def _component() -> ComponentRenderer:
    folders = ((OF_MAP, DRAWN), (OF_REPLAY, PLAYED), (OWN, SCRIPTS))
    scripts = [_asset(folder, one) for folder, names in folders for one in names]
    css = [_asset(OF_MAP, one) for one in STYLES]
    css += [_asset(OF_REPLAY, "player.css"), _asset(OWN, "review.css")]
    html = _asset(OWN, "review.html")
    return st.components.v2.component(
        "footfall_review", html=html, css="\n".join(css), js="\n".join(scripts)
    )


def _asset(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8")
