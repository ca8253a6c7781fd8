"""Map: a stretch of the run on the venue's plan, played on a canvas."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dashboards.app.address import at, follows, go, holds, number, whole
from dashboards.app.design.style import theme
from dashboards.app.explore.alerts import choose_alert
from dashboards.app.map import scene, show_map
from dashboards.app.runs import kept, played
from dashboards.app.stories import stories
from dashboards.figures.palette import colours
from scenarios.hours import clock
from scenarios.place import Level
from sim.events import PersonLost, PersonStopped
from sim.reader import StoredRun

STRETCH_S = 300.0
"""How much of a long run is sent to the browser at once."""
WHOLE_S = 600.0
"""A run up to this long is sent as a whole."""
BEFORE_S = 30.0
"""How much of a stretch comes before what it is about."""
AFTER_S = 30.0
ALERT, TIME = "Around an alert", "At a time"


def show(run: StoredRun) -> None:
    """The whole view."""
    start_s, end_s = played_span(run)
    about_s, from_s, person = _choose(run, start_s, end_s)
    if end_s - start_s > WHOLE_S:
        start_s = min(max(from_s, start_s), end_s - STRETCH_S)
        end_s = start_s + STRETCH_S
    level = choose_level(run)
    with st.spinner("Reading the crowd"):
        drawn = kept(scene, run, start_s, end_s, level)
    show_map(
        drawn | {"colours": colours(theme())},
        min(max(about_s, start_s), end_s),
        number("t"),
        person if whole("person") is None else whole("person"),
        lambda time_s: go(t=f"{time_s:.1f}"),
    )
    st.caption(
        "Officers are drawn on the shortest way between post and stop. Who is stopped stands there,"
        " then goes on that much later or leaves with the officer. Films show nobody stopped."
    )


def played_span(run: StoredRun) -> tuple[float, float]:
    """First and last second that the run played, and then as long as alerts are answered."""
    start_s, length_s = played(run.record)
    end_s = start_s + length_s
    raised = [story.raised.time_s for story in kept(stories, run)]
    chases = [
        event.time_s + AFTER_S for event in kept(StoredRun.events, run, PersonStopped, PersonLost)
    ]
    return start_s, max([end_s, *raised, *chases])


def _choose(run: StoredRun, start_s: float, end_s: float) -> tuple[float, float, int | None]:
    """When what the map is about is, an alert or a time, and where the stretch of it begins, in
    seconds from the scenario's start; and who an alert is about, if anybody.
    """
    told = kept(stories, run)
    how, what = st.columns([2, 5], gap="medium", vertical_alignment="bottom")
    asked = number("at")
    ways = [ALERT, TIME] if told else [TIME]
    way = TIME if asked is not None or not told else ALERT
    with how:
        st.segmented_control(
            "Show", ways, required=True, on_change=_turn, args=(start_s,), **holds("way", way)
        )
    with what:
        if way == ALERT:
            raised = choose_alert(run, told).raised
            who = raised.person if raised.person >= 0 else None
            return raised.time_s, raised.time_s - BEFORE_S, who
        about_s = min(max(start_s if asked is None else asked, start_s), end_s)
        return about_s, _choose_stretch(run, about_s, start_s, end_s), None


def named(levels: Sequence[Level]) -> dict[str, str]:
    """What the levels of each ordinal are called together, lowest first."""
    names: dict[int, list[str]] = {}
    for one in levels:
        names.setdefault(one.ordinal, []).append(one.name)
    return {
        str(ordinal): there[0] if len(there) == 1 else f"Level {ordinal}, {len(there)} floors"
        for ordinal, there in names.items()
    }


def choose_level(run: StoredRun) -> int:
    """The level that is shown: the one chosen, else that of the camera of the alert."""
    levels = kept(StoredRun.place, run).levels
    by_name = named(levels)
    alerts = {str(story.raised.alert): story.raised.camera for story in kept(stories, run)}
    cameras = run.scenario().watching
    about = alerts.get(at("alert") or next(iter(alerts), ""))
    usual = next((one.level for one in cameras if one.id == about), cameras[0].level)
    asked = at("level")
    shown = asked if asked in by_name else str(usual)
    if len(levels) > 1:
        st.segmented_control(
            "Level", [*by_name], format_func=by_name.__getitem__, required=True,
            **follows("level", shown),
        )  # fmt: skip
    return int(shown)


def _turn(start_s: float) -> None:
    """From alerts to times, or back."""
    to_time = st.session_state["way"] == TIME
    go(at=f"{start_s:.0f}" if to_time else None)


def _choose_stretch(run: StoredRun, about_s: float, start_s: float, end_s: float) -> float:
    """Where the stretch with that time begins; of a long run another can be chosen, in which the
    map's own bar goes on.
    """
    if end_s - start_s <= WHOLE_S:
        return start_s
    begins = np.arange(start_s, end_s, STRETCH_S)
    here = float(begins[begins <= about_s][-1])
    starts_at = run.record["starts_at"]
    st.selectbox(
        "Five minutes of the run",
        [f"{one:.0f}" for one in begins],
        format_func=lambda one: f"from {clock(starts_at, float(one))}",
        on_change=lambda: go(at=st.session_state["stretch"]),
        **holds("stretch", f"{here:.0f}"),
    )
    return here
