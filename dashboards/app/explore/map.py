"""Map: a stretch of the run on the venue's plan, played on a canvas."""

import streamlit as st

from dashboards.app.chosen import chosen_run, head, kept
from dashboards.app.map import scene, show_map
from dashboards.app.stories import Story, stories
from dashboards.words import clock
from sim.events import PersonLost, PersonStopped
from sim.reader import StoredRun

STRETCH_S = 300.0
"""How much of a long run is sent to the browser at once."""
WHOLE_S = 600.0
"""A run up to this long is sent as a whole."""
BEFORE_S = 30.0
"""How much of a stretch comes before the alert that it is about."""
LEAD_S, AFTER_S = 4.0, 30.0


def show(run: StoredRun) -> None:
    """The whole page."""
    head(run, kept(StoredRun.outcomes, run))
    start_s, end_s = played_span(run)
    at_s = start_s
    if end_s - start_s > WHOLE_S:
        at_s = _choose_time(run, start_s, end_s)
        start_s = min(max(at_s - BEFORE_S, start_s), end_s - STRETCH_S)
        end_s = start_s + STRETCH_S
    with st.spinner("Reading the crowd"):
        drawn = kept(scene, run, start_s, end_s)
    show_map(drawn, max(at_s - LEAD_S, start_s))
    st.caption(
        "Officers are drawn on the shortest way between post and stop. Who is stopped stands there,"
        " then goes on that much later or leaves with the officer. Films show nobody stopped."
    )


def played_span(run: StoredRun) -> tuple[float, float]:
    """First and last second that the run played; that of a window with the last chase of it."""
    if not run.record["window"]:
        return 0.0, run.scenario().duration_s
    window = run.record["window"]
    end_s = window["start_s"] + window["duration_s"]
    chases = [event.time_s for event in run.events(PersonStopped, PersonLost)]
    return window["start_s"], max([end_s, *(time_s + AFTER_S for time_s in chases)])


def _choose_time(run: StoredRun, start_s: float, end_s: float) -> float:
    """By alert, or by the time of day."""
    told = kept(stories, run)
    starts_at = run.record["starts_at"]
    how, what = st.columns([2, 5], gap="medium")
    ways = ["Around an alert", "At a time"] if told else ["At a time"]
    way = how.segmented_control(
        "Five minutes of it", ways, default=ways[0], key="way", required=True
    )
    if way == ways[0] and told:
        return _choose_alert(told, starts_at, what).raised.time_s
    minutes = what.slider(
        "Minutes from the start",
        int(start_s // 60),
        int((end_s - STRETCH_S) // 60),
        key="minutes",
    )
    what.caption(f"From {clock(starts_at, minutes * 60)[:5]}")
    return float(minutes * 60)


def _choose_alert(
    told: list[Story], starts_at: str, where: st.delta_generator.DeltaGenerator
) -> Story:
    titles = {
        story.raised.alert: f"{clock(starts_at, story.raised.time_s)}  {story.title}"
        for story in told
    }
    chosen = where.selectbox("Alert", list(titles), format_func=titles.__getitem__, key="alert")
    return next(story for story in told if story.raised.alert == chosen)


if __name__ == "__main__":
    show(chosen_run())
