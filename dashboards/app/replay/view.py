"""Replay: the whole of a run under one clock, and why a person in it was missed or stopped."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from dashboards.app import films
from dashboards.app.address import at, follows, go, number, whole
from dashboards.app.design.pieces import facts, going
from dashboards.app.design.style import theme
from dashboards.app.explore.map import choose_level, played_span
from dashboards.app.replay.component import Files, show_replay
from dashboards.app.replay.copies import Copy, copies
from dashboards.app.replay.ready import Ready, ready
from dashboards.app.runs import kept, name_of
from dashboards.app.stories import stories
from dashboards.figures.palette import colours
from dashboards.visible import plain
from sim.errors import SimError
from sim.outcomes.everybody import everybody
from sim.outcomes.why.misses import looked
from sim.reader import StoredRun

MOST_FEEDS = 4
"""Shown at once."""
BEAT_S = 1.0
BEFORE_S = 2.0
"""A moment of the address is shown from so long before it."""
OF_OFFICERS = "Officers are drawn on the shortest way between post and stop."
NOTE = (
    "Feeds show everybody as if nobody were ever stopped: whoever is stopped stands on the map and"
    f" walks on in the film. {OF_OFFICERS}"
)


def show(run: StoredRun) -> None:
    """The whole view."""
    start_s, end_s = played_span(run)
    level = choose_level(run)
    with st.spinner("Making the replay ready"):
        made = ready(run, start_s, end_s)
        found = kept(films.films, run)
    chosen = _choose_feeds([film.camera for film in found])
    every = copies(run, made.key, found)
    done = [one.camera for one in every if one.done and one.camera in chosen]
    _play(run, made, done, level, _lacking(run, made, every))
    if any(one.waits for one in every):
        st.fragment(_wait, run_every=BEAT_S)(every, len(done))
    st.caption(NOTE if found else OF_OFFICERS)


def _choose_feeds(cameras: list[str]) -> list[str]:
    """Those of the address, or the first; all where there are no more than can be shown."""
    if len(cameras) <= MOST_FEEDS:
        return cameras
    asked = [one for one in (at("feeds") or "").split(",") if one in cameras][:MOST_FEEDS]
    chosen = asked or cameras[:MOST_FEEDS]
    st.multiselect(
        "Feeds", cameras, format_func=plain, max_selections=MOST_FEEDS, **follows("feeds", chosen)
    )
    return chosen


def _play(
    run: StoredRun, made: Ready, feeds: Sequence[str], level: int, lacking: str | None
) -> None:
    person = whole("person")
    told = {
        **Files(name_of(run), made.key, level).told(feeds),
        "at_s": _moment(run),
        "marked": {"person": person, "verdict": _verdict(run, person)},
        "lacking": lacking,
        "colours": colours(theme()),
        "theme": theme(),
    }
    show_replay(told, lambda time_s: go(t=f"{time_s:.3f}"), _act)


def _wait(every: Sequence[Copy], shown: int) -> None:
    """How far the copies are; the page anew once there is another to show."""
    share = sum(one.share for one in every) / len(every)
    told = f"The feeds are being made ready: {100 * share:.0f} %. The map plays meanwhile."
    st.html(f"{facts([told])}{going(share)}")
    if sum(one.done for one in every) > shown or not any(one.waits for one in every):
        st.rerun()


def _moment(run: StoredRun) -> float:
    """When the replay begins: where it was paused, the time or the alert of the address, or the
    first moment of all.
    """
    start_s, _ = played_span(run)
    told = {story.raised.alert: story.raised.time_s for story in kept(stories, run)}
    alert = whole("alert")
    moments = (number("at"), None if alert is None else told.get(alert))
    about_s = next((one - BEFORE_S for one in moments if one is not None), start_s)
    paused_s = number("t")
    return about_s if paused_s is None else paused_s


def _verdict(run: StoredRun, person: int | None) -> str:
    """Why somebody was alerted or missed, in words; nothing of nobody, and where it is not kept."""
    with suppress(SimError):  # the view People tells what is damaged
        if person is not None and person in kept(everybody, run).person:
            return str(kept(looked, run).story(person).verdict)
    return ""


def _act(name: str, person: int) -> None:
    if name == "why":
        go(view="people", person=person)
    else:
        go(person=person)


def _lacking(run: StoredRun, made: Ready, every: Sequence[Copy]) -> str | None:
    """What the player does not show, and why."""
    of = len(kept(stories, run))
    few = f"The first {made.alerts:,} of {of:,} alerts are shown."
    told = [few] if made.alerts < of else []
    told += [f"{one.camera}: {one.fault}" for one in every if one.fault]
    return " ".join(told) or None
