"""Map: a stretch of the run on the venue's plan, played on a canvas."""

import streamlit as st

from dashboards.app.address import at, follows, go, holds, number, whole
from dashboards.app.design.style import theme
from dashboards.app.explore.alerts import choose_alert
from dashboards.app.map import scene, show_map
from dashboards.app.runs import kept, played
from dashboards.app.stories import stories
from dashboards.figures.palette import colours
from scenarios.hours import clock
from sim.events import PersonLost, PersonStopped
from sim.reader import StoredRun

STRETCH_S = 300.0
"""How much of a long run is sent to the browser at once."""
WHOLE_S = 600.0
"""A run up to this long is sent as a whole."""
BEFORE_S = 30.0
"""How much of a stretch comes before what it is about."""
LEAD_S, AFTER_S = 4.0, 30.0
ALERT, TIME = "Around an alert", "At a time"


def show(run: StoredRun) -> None:
    """The whole view."""
    start_s, end_s = played_span(run)
    about_s = _choose(run, start_s, end_s)
    if end_s - start_s > WHOLE_S:
        start_s = min(max(about_s - BEFORE_S, start_s), end_s - STRETCH_S)
        end_s = start_s + STRETCH_S
    level = _choose_level(run)
    with st.spinner("Reading the crowd"):
        drawn = kept(scene, run, start_s, end_s, level)
    show_map(
        drawn | {"colours": colours(theme())},
        min(max(about_s - LEAD_S, start_s), end_s),
        number("t"),
        whole("person"),
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


def _choose(run: StoredRun, start_s: float, end_s: float) -> float:
    """What the map is about: an alert, or a time; in seconds from the scenario's start."""
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
            return choose_alert(run, told).raised.time_s
        return _choose_time(run, asked if asked is not None else start_s, start_s, end_s)


def _choose_level(run: StoredRun) -> int:
    """The level that is shown: the one chosen, else that of the camera of the alert."""
    levels = kept(StoredRun.place, run).levels
    names = [(str(one.ordinal), one.name) for one in levels]
    by_name = {one: ", ".join(name for of, name in names if of == one) for one, _ in names}
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


def _choose_time(run: StoredRun, asked_s: float, start_s: float, end_s: float) -> float:
    starts_at = run.record["starts_at"]
    seconds = list(range(int(start_s), int(end_s) + 1, 10))
    near = min(seconds, key=lambda one: abs(one - asked_s))
    st.select_slider(
        "Time of day",
        [str(one) for one in seconds],
        format_func=lambda one: clock(starts_at, float(one)),
        on_change=lambda: go(at=st.session_state["slid"]),
        **holds("slid", str(near)),
    )
    return min(max(asked_s, start_s), end_s)
