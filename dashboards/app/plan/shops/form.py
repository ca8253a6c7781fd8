"""Shops that a plan lacks: drawn on the canvas or typed, listed, taken off."""

from typing import Any

import streamlit as st

from dashboards.app.plan.shops import kept
from dashboards.app.plan.shops.shop import SIDES, Drawn
from dashboards.app.plan.studies import LONGEST, Study
from dashboards.visible import plain
from engine.counts import counted
from scenarios.errors import ScenarioError
from scenarios.loader import Loaded

CORNERS = ("From x (m)", "From y (m)", "To x (m)", "To y (m)")
NAME, LEVEL, SIDE, SAID = "name", "level", "side", "said"
"""What the session holds of the shop that is being drawn, with the corners, a study each."""


def drawn(study: Study, told: dict[str, Any]) -> None:
    """A rectangle that was drawn on the canvas becomes the numbers."""
    for name, value in zip(CORNERS, told["box_m"], strict=True):
        st.session_state[_key(study, name)] = float(value)
    st.session_state[_key(study, LEVEL)] = int(told["level"])
    st.session_state[_key(study, SAID)] = ""


def show(study: Study, loaded: Loaded) -> None:
    """Those that were drawn, and the one that is being drawn."""
    shops = kept.shops_of(study)
    begun = st.session_state.get(_key(study, CORNERS[0])) is not None
    title = f"Shops drawn here: {counted(len(shops), 'shop')}" if shops else "A shop to be added"
    with st.expander(title, expanded=begun or bool(st.session_state.get(_key(study, SAID)))):
        st.caption(
            "Press *Draw a shop* over the plan and drag a rectangle, or type its corners. What of"
            " it is floor becomes the shop; people go to its door, and cameras do not see through"
            " it. It is in all layouts of this place."
        )
        for one in shops:
            words, off = st.columns([7, 1], vertical_alignment="center")
            words.markdown(plain(f"{one.name}, level {one.ordinal}"))
            off.button(
                "Take off", key=f"off-{one.name}-{study.id}", on_click=_take_off,
                args=(study, one.name),
            )  # fmt: skip
        _form(study, loaded)
        if said := st.session_state.get(_key(study, SAID)):
            st.error(plain(said))


def _form(study: Study, loaded: Loaded) -> None:
    called, *corners = st.columns([3, 2, 2, 2, 2])
    called.text_input("What the shop is called", key=_key(study, NAME), max_chars=LONGEST)
    for column, name in zip(corners, CORNERS, strict=True):
        column.number_input(name, value=None, step=0.1, key=_key(study, name))
    ordinals = sorted({one.ordinal for one in loaded.place.levels})
    side, level, go = st.columns([3, 3, 5], vertical_alignment="bottom")
    side.selectbox("Its door is on the side", SIDES, key=_key(study, SIDE))
    if len(ordinals) > 1:
        level.selectbox("On level", ordinals, key=_key(study, LEVEL))
    else:
        st.session_state[_key(study, LEVEL)] = ordinals[0]
        go = level
    whole = all(st.session_state.get(_key(study, name)) is not None for name in CORNERS)
    whole &= bool(str(st.session_state.get(_key(study, NAME), "")).strip())
    go.button(
        "Add the shop", key=f"add-shop-{study.id}", disabled=not whole, on_click=_add, args=(study,)
    )


def _add(study: Study) -> None:
    told = {name: st.session_state[_key(study, name)] for name in (NAME, LEVEL, SIDE, *CORNERS)}
    x1, y1, x2, y2 = (float(told[name]) for name in CORNERS)
    shop = Drawn(str(told[NAME]).strip(), int(told[LEVEL]), (x1, y1, x2, y2), told[SIDE])
    if _said(study, lambda: kept.add(study, shop)):
        for name in (NAME, *CORNERS):
            st.session_state[_key(study, name)] = "" if name == NAME else None


def _take_off(study: Study, name: str) -> None:
    _said(study, lambda: kept.take_off(study, name))


def _said(study: Study, act: Any) -> bool:
    """Whether it was done; what is wrong is said below the form."""
    try:
        act()
    except ScenarioError as err:
        st.session_state[_key(study, SAID)] = str(err)
        return False
    st.session_state[_key(study, SAID)] = ""
    return True


def _key(study: Study, name: str) -> str:
    return f"shop-{name}-{study.id}"
