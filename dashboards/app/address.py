"""What the page shows, by name: kept in the session and in the address, so that a link, a reload
and the browser's way back bring it back.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

FIGURES = (
    "faces", "listed", "tpir", "one_in", "list", "measured", "right", "wrong", "tpir_of", "fpir_of",
    "wrong_of",
)  # fmt: skip
"""Figures of a deployment that is scrutinised."""
PLANNED = (
    "plan_when", "plan_faces", "plan_list", "plan_threshold", "plan_hours", "plan_kind",
    "plan_place",
)  # fmt: skip
"""A deployment that is foretold."""
NAMES = (
    "run", "view", "alert", "person", "camera", "at", "t", "level", "group", "label", "claims",
    "endings", "kinds", "feeds", "beside", "threshold", "operators", "officers", "dispatch",
    "result", "work", "study", "layout", "experiment", "row", "session", "key",
    "review", "others", "moment",
    *FIGURES, *PLANNED,
)  # fmt: skip
"""What an address may say; anything else in it is left out."""
OF_ROOM = {
    "": ("work",), "explore": NAMES[: NAMES.index("result")], "plan": ("study", "layout"),
    "results": ("result", "at"), "experiments": ("experiment",),
    "scrutinise": ("view", "run", "row", *FIGURES, *PLANNED),
    "train": ("session", "key", "review", "t", "level", "others", "moment"),
}  # fmt: skip
"""Of these, what the address of each room says."""
HANGING = {
    "run": (
        "alert", "person", "camera", "at", "t", "level", "group", "claims", "endings", "kinds",
        "feeds", "threshold", "operators", "officers", "dispatch",
    ),
    "group": ("person",),
    "alert": ("at", "t", "level"),
    "camera": ("at",),
    "at": ("t",),
    "study": ("layout",),
    "session": ("review", "t", "level", "others", "moment"),
    "t": ("moment",),
}  # fmt: skip
"""What means nothing any more once something else is looked at."""
MOST = 1e9
"""No number of an address is as large."""
SHOWN, WRITTEN = "shown", "written"
"""Names in the session: what is shown, and the address that was written last."""


def adopt() -> None:
    """Take over an address that somebody else wrote: a link, a reload, the way back. An empty one
    is that of the page's own menu, and changes nothing.
    """
    asked = {name: value for name, value in st.query_params.items() if name in NAMES}
    if asked and asked != st.session_state.get(WRITTEN):
        st.session_state[SHOWN] = asked
        st.session_state[WRITTEN] = asked


def publish(room: str) -> None:
    """Write what is shown in a room into the address."""
    shown = {name: value for name, value in _shown().items() if name in OF_ROOM.get(room, ())}
    if shown != dict(st.query_params.items()):
        st.query_params.from_dict(shown)
    st.session_state[WRITTEN] = shown


def at(name: str) -> str | None:
    """What is shown under that name."""
    return _shown().get(name)


def number(name: str) -> float | None:
    """The same as a number; None also for what is none that could be meant."""
    try:
        value = float(at(name) or "")
    except ValueError:
        return None
    return value if abs(value) < MOST else None


def whole(name: str) -> int | None:
    """The same as a number from 0 on that counts or names something."""
    told = at(name) or ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def go(**changes: object) -> None:
    """Show something else; None: nothing of that name. Good as a callback."""
    shown = dict(_shown())
    for name, value in changes.items():
        if str(value) != shown.get(name):
            for hanging in HANGING.get(name, ()):
                shown.pop(hanging, None)
    shown |= {name: str(value) for name, value in changes.items() if value is not None}
    for name, value in changes.items():
        if value is None:
            shown.pop(name, None)
    st.session_state[SHOWN] = shown


def amend(name: str, value: object) -> None:
    """Show `value` in place of what the address names; an address that names nothing stays."""
    if at(name) not in (None, str(value)):
        go(**{name: value})


def link(**changes: object) -> str:
    """The address of the page that is open with some of it changed, for a link in its text."""
    shown = {**_shown(), **changes}
    return "?" + urlencode({name: str(value) for name, value in shown.items() if value is not None})


def follows(name: str, value: Any) -> dict[str, Any]:
    """`key` and `on_change` of a widget that shows `value` and, changed, what the address says.

    Called before the widget is made; the address itself holds the text of its value.
    """
    key = f"of_{name}"
    return {**holds(key, value), "on_change": _followed(name, key)}


def holds(key: str, value: Any) -> dict[str, Any]:
    """`key` of a widget that shows `value`, whatever it showed before."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return {"key": key}


def ticks(key: str, row: int | None) -> dict[str, Any]:
    """`key` of a list of which one row is ticked, or none, whatever was ticked before.

    It is written as the browser answers it, so that a list's first answer is no choice of anybody's
    and takes back nothing that was chosen meanwhile.
    """
    ticked = [] if row is None else [row]
    held = st.session_state.get(key)
    if held is None or held["selection"]["rows"] != ticked:
        st.session_state[key] = {"selection": {"rows": ticked, "columns": [], "cells": []}}
    return {"key": key}


def _followed(name: str, key: str) -> Callable[[], None]:
    def follow() -> None:
        chosen = st.session_state.get(key)
        told = ",".join(chosen) if isinstance(chosen, list) else chosen
        go(**{name: None if told == "" else told})

    return follow


def _shown() -> Mapping[str, str]:
    found: Mapping[str, str] = st.session_state.get(SHOWN, {})
    return found
