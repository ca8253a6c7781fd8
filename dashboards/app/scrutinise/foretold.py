"""Predict: a planned deployment's alerts, stops and arrests, by the published record."""

from typing import Any

import streamlit as st

from dashboards.app.address import at, follows, number, whole
from dashboards.app.design.pieces import table, term
from dashboards.app.experiments.figures import bar_to
from dashboards.app.scrutinise import played
from dashboards.cli.scrutinise.predict import MEANT, READS, WORDS
from dashboards.visible import plain
from sim.errors import SimError
from sim.record.foretold import BOUNDS, KINDS, THRESHOLDS, Planned, predict

WHEN, THRESHOLD, HOURS = "2025-09", 0.64, 6.0
INTRODUCED = (
    "What a planned deployment would bring, by the 255 that the Metropolitan Police published with"
    " their counts. Leave faces empty, and they are foretold, too."
)


def show() -> None:
    """The whole view."""
    st.markdown(INTRODUCED)
    dials, found = st.columns([4, 8], gap="large")
    with dials:
        asked = _asked()
    with found:
        try:
            told = _predicted(asked)
        except SimError as err:
            st.error(plain(str(err)))
            return
        for warning in told["warnings"]:
            st.warning(plain(f"{warning[0].upper()}{warning[1:]}."), icon=":material/warning:")
        st.html(_table(told))
        st.caption(READS)
        rests = told["rests_on"]
        by = f"{rests['rows']} deployments up to {rests['last_month']}"
        st.caption(f"It rests on {by}. Was it right tells how far such forecasts can be trusted.")
    played.show(asked.era)


@st.cache_data(max_entries=100, show_spinner=False)
def _predicted(asked: Planned) -> dict[str, Any]:
    return predict(asked).to_json()


def _asked() -> Planned:
    st.header("The plan", anchor=False)
    asked = at("plan_when") or WHEN
    when = st.text_input("When: a year, month or day", **follows("plan_when", asked))
    faces = _count("plan_faces", "Faces seen", "foretold", int(BOUNDS["faces"][1]))
    listed = _count("plan_list", "Entries on the list", "not known", int(BOUNDS["watchlist"][1]))
    threshold = _amount("plan_threshold", "Threshold", THRESHOLD, THRESHOLDS, 0.01)
    hours = _amount("plan_hours", "Hours", HOURS, BOUNDS["hours"], 0.5)
    kind = at("plan_kind") if at("plan_kind") in KINDS else KINDS[0]
    setting = st.selectbox("Kind of place", KINDS, **follows("plan_kind", kind))
    place = st.text_input(
        "Place", placeholder="any, such as Croydon", **follows("plan_place", at("plan_place") or "")
    )
    return Planned(when, faces, listed, threshold, hours, setting, place or None)


def _count(name: str, label: str, none: str, most: int) -> int | None:
    """A count of the address; None where its field is empty."""
    asked = whole(name)
    shown = None if asked is None else min(max(asked, 1), most)
    chosen = st.number_input(
        label, 1, most, None, step=500, placeholder=none, **follows(name, shown)
    )
    return None if chosen is None else int(chosen)


def _amount(name: str, label: str, usual: float, ends: tuple[float, float], step: float) -> float:
    """A number of the address; the usual one where its field is empty."""
    asked = number(name)
    shown = min(max(usual if asked is None else asked, ends[0]), ends[1])
    chosen = st.number_input(label, *ends, step=step, **follows(name, shown))
    return float(chosen)


def _table(told: dict[str, Any]) -> str:
    """A line a count, its 95 % interval as a bar; faces have a scale of their own."""
    heads = {"count": False, "median, and intervals": False}
    most = [told[key]["interval_95"][1] for key in WORDS if key != "faces" and key in told]
    rows = (
        _row(key, told[key], told[key]["interval_95"][1] if key == "faces" else max(most))
        for key in WORDS
        if key in told
    )
    return f'<div class="pair">{table(heads, rows)}</div>'


def _row(key: str, one: dict[str, Any], end: int) -> tuple[str, ...]:
    least, most = one["interval_95"]
    bar = bar_to(least, one["median"], most, max(end, 1))
    spans = "<br>".join(
        f"{level} %: {one[f'interval_{level}'][0]:,} to {one[f'interval_{level}'][1]:,}"
        for level in (50, 95)
    )
    name = term(WORDS[key], MEANT[key])
    return name, f"<strong>{one['median']:,}</strong>{bar}<small>{spans}</small>"
