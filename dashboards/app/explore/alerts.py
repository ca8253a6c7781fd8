"""Alerts: each as a story from its claim to its end, with the ways to its map, film and person."""

from collections import Counter
from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.app import films
from dashboards.app.address import amend, at, follows, go, ticks, whole
from dashboards.app.design import cards
from dashboards.app.design.pieces import empty
from dashboards.app.explore.faces import show_faces
from dashboards.app.runs import kept
from dashboards.app.stories import ENDINGS, Story, stories
from dashboards.words import nth
from engine.counts import counted
from scenarios.hours import clock
from sim.reader import StoredRun

MOST_ROWS = 2000
"""Sent to the browser at once."""
CLAIMS = ("right", "wrong")
CHOSEN_ANEW = "alerts_chosen_anew"
"""Name in the session: the kinds were just chosen, and no link asks for an alert beside them."""
ANY = {"claims": None, "endings": None}
"""Of the address: alerts of any claim and ending."""


def show(run: StoredRun) -> None:
    """The whole view."""
    told = kept(stories, run)
    if not told:
        st.html(empty("No alert was raised.", "A lower threshold raises more of them."))
        return
    which, how = st.columns(2, gap="large")
    with which:
        story = choose(run, told)
    if story is None:
        how.html(empty("No alert ended so.", "Take a way of ending away, or add one."))
        return
    with how:
        _faces(run, story)
        st.html(cards.story_list(story, run.record["starts_at"]))
        _ways(run, story)


def choose(run: StoredRun, told: list[Story]) -> Story | None:
    """The alert of the address, or the first of those that ended as it says."""
    right, ended = st.columns([2, 3])
    claims = _only(right, "Claims", "claims", CLAIMS, [story.tone for story in told])
    endings = _only(ended, "Ended as", "endings", ENDINGS, [story.ended for story in told])
    some = [story for story in told if story.tone in claims and story.ended in endings]
    st.caption(f"{len(some):,} of {counted(len(told), 'alert')}")
    chosen_anew = st.session_state.pop(CHOSEN_ANEW, False)
    offered = _offered(some[:MOST_ROWS], some if chosen_anew else told)
    if not offered:
        return None
    _list(run, some, offered)
    story = choose_alert(run, offered)
    if story not in some:
        number = nth(story.raised.alert)
        st.caption(f"Alert {number}, which is shown, is not in this list: it is {_kind(story)}.")
    return story


def _offered(listed: list[Story], told: list[Story]) -> list[Story]:
    """Those listed, and of those that may be shown the one of the address, wherever it stands."""
    asked = [one for one in told if str(one.raised.alert) == at("alert") and one not in listed]
    return listed + asked


def _kind(story: Story) -> str:
    """Its claim and ending, as the list is chosen by them."""
    return f"{story.tone}, {story.ended}"


def _only(
    where: DeltaGenerator, label: str, name: str, kinds: Sequence[str], found: Sequence[str]
) -> set[str]:
    """The kinds that the address names, to be changed, each with how many there are; none named:
    all.
    """
    counts = Counter(found)
    offered = [*kinds, *sorted(counts.keys() - {*kinds})]
    asked = [kind for kind in (at(name) or "").split(",") if kind in offered]
    how = follows(name, asked)
    where.multiselect(
        label, offered, placeholder="all", format_func=lambda kind: f"{kind} ({counts[kind]:,})",
        key=how["key"], on_change=lambda: _choose_anew(how["on_change"]),
    )  # fmt: skip
    return set(asked or offered)


def _choose_anew(follow: Callable[[], None]) -> None:
    """Whoever takes a kind away means that the alerts of it are no longer shown."""
    follow()
    st.session_state[CHOSEN_ANEW] = True


def _list(run: StoredRun, some: list[Story], offered: list[Story]) -> None:
    """The first of them, the one that is shown ticked; a row that is clicked is chosen."""
    if len(some) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS:,} are shown and can be chosen; name a kind for others.")
    some = some[:MOST_ROWS]
    if not some:
        return
    key = f"alerts-{run.path.name}-{at('claims')}-{at('endings')}"
    st.dataframe(
        _table(some, run.record["starts_at"]),
        hide_index=True,
        height=min(38 + 35 * len(some), 330),
        **ticks(key, _row(some, offered)),
        on_select=lambda: _follow(key, some),
        selection_mode="single-row",
        alt="Alerts in the order of time, one a row",
        column_config={"score": st.column_config.NumberColumn(format="%.3f")},
    )


def _row(some: list[Story], offered: list[Story]) -> int | None:
    """Where the alert of the address stands, or the first, which is shown for one that is not."""
    asked = next((one for one in offered if str(one.raised.alert) == at("alert")), offered[0])
    return some.index(asked) if asked in some else None


def _follow(key: str, some: list[Story]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        go(alert=some[rows[0]].raised.alert)


def _table(some: list[Story], starts_at: str) -> pa.Table:
    return pa.table(
        {
            "alert": [nth(one.raised.alert) for one in some],
            "time": [clock(starts_at, one.raised.time_s) for one in some],
            "claim": [one.tone for one in some],
            "ended as": [one.ending for one in some],
            "camera": [one.raised.camera for one in some],
            "passer-by": pa.array(
                [one.raised.person if one.raised.person >= 0 else None for one in some], pa.int64()
            ),
            "taken for listed person": [one.raised.subject for one in some],
            "score": [round(one.raised.score, 3) for one in some],
        }
    )


def choose_alert(run: StoredRun, some: list[Story]) -> Story:
    """The alert of the address, or the first of these."""
    titles = {str(s.raised.alert): _title(run, s) for s in some}
    asked = str(whole("alert"))
    name = asked if asked in titles else next(iter(titles))
    amend("alert", name)
    st.selectbox("Alert", list(titles), format_func=titles.__getitem__, **follows("alert", name))
    return next(story for story in some if str(story.raised.alert) == name)


def _title(run: StoredRun, story: Story) -> str:
    return f"{clock(run.record['starts_at'], story.raised.time_s)}  {story.title}"


def _ways(run: StoredRun, story: Story) -> None:
    """To the map, the film and the person of an alert."""
    raised = story.raised
    ways: dict[str, dict[str, object]] = {
        "Map": {"view": "map", "alert": raised.alert, "at": None},
        "Replay": {"view": "replay", "alert": raised.alert, "at": f"{raised.time_s:.1f}"},
    }
    if raised.person >= 0:
        ways["Replay"] |= {"person": raised.person}
    if films.camera_with(run, raised.camera):
        ways["Film"] = {"view": "film", "camera": raised.camera, "at": f"{raised.time_s:.1f}"}
    if raised.person >= 0:
        ways["Person"] = {"view": "people", "person": raised.person}
    with st.container(horizontal=True, gap="small"):
        for name, there in ways.items():
            st.button(name, key=f"{name}-{raised.alert}", on_click=go, kwargs=there)


def _faces(run: StoredRun, story: Story) -> None:
    """In pixels: the face in the frame beside the image that it was taken for."""
    claim = films.claim_of(kept(films.films, run), story.raised.alert)
    if claim is not None:
        seen, listed, _ = st.columns([1, 1, 2])
        show_faces(run, *claim, seen, listed)
