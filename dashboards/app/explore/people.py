"""People: whom a rate is about, and what happened to one of them, camera by camera."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import streamlit as st
from numpy.typing import NDArray

from dashboards.app.address import amend, at, follows, go, ticks, whole
from dashboards.app.design import cards
from dashboards.app.design.pieces import empty, facts, table
from dashboards.app.explore.alerts import ANY
from dashboards.app.explore.pages import page
from dashboards.app.films import camera_with
from dashboards.app.runs import kept
from dashboards.app.stories import stories
from dashboards.visible import escape, plain
from dashboards.words import BOOKS, listed_person, nth, span
from engine.why.stretches import Stretch
from scenarios.hours import clock
from sim.outcomes.books import BOOKS as NAMES
from sim.outcomes.everybody import GROUPS, Everybody, everybody
from sim.outcomes.why.misses import Explanation, looked
from sim.reader import StoredRun

EVERYBODY = "all"
MOST_ROWS = 2000
"""Sent to the browser at once."""


def show(run: StoredRun) -> None:
    """The whole view."""
    found = kept(everybody, run)
    chosen, title = _chosen(found)
    rows = np.flatnonzero(chosen)
    list_, one = st.columns([5, 6], gap="large")
    with list_:
        _choose_group()
        st.caption(f"{title}: {len(rows):,} of {len(found):,} who came")
        person = _choose_person(run, found, rows)
    with one:
        if person is None:
            st.html(empty("Nobody is chosen.", "Choose a row, or write a passer-by's number."))
        else:
            _tell(run, person)


def _chosen(found: Everybody) -> tuple[NDArray[np.bool_], str]:
    """Who is in the address's group, and what it is called."""
    name = at("group") or EVERYBODY
    if name in GROUPS:
        title, choice = GROUPS[name]
        return choice(found), title
    if name in BOOKS:
        return found.ended == NAMES.index(name), BOOKS[name][0]
    return np.ones(len(found), bool), "Everybody"


def _choose_group() -> None:
    names = {EVERYBODY: "Everybody", **{name: one for name, (one, _) in GROUPS.items()}}
    names |= {name: f"Ended as: {one}" for name, (one, _) in BOOKS.items()}
    asked = at("group") if at("group") in names else EVERYBODY
    amend("group", asked)
    st.selectbox(
        "Who",
        list(names),
        format_func=names.__getitem__,
        **follows("group", asked),
    )


def _choose_person(run: StoredRun, found: Everybody, rows: NDArray[np.intp]) -> int | None:
    """The one of the address, which says who is chosen, else the first of a group; a row that is
    clicked becomes it.
    """
    if at("person") is None and at("group") not in (None, EVERYBODY) and len(rows):
        go(person=int(found.person[rows[0]]))
    key = f"people-{run.path.name}-{at('group')}"
    asked = whole("person")
    here = np.flatnonzero(found.person[rows] == asked)
    rows = rows[page(len(rows), MOST_ROWS, key, int(here[0]) if len(here) else None)]
    shown = np.flatnonzero(found.person[rows] == asked)
    st.dataframe(
        _table(found, rows, run.record["starts_at"]),
        hide_index=True,
        height=min(38 + 35 * len(rows), 430),
        **ticks(key, int(shown[0]) if len(shown) else None),
        on_select=lambda: _follow(key, found.person[rows]),
        selection_mode="single-row",
        placeholder="",
        alt="People of the chosen group, one a row",
        column_config={"highest alert": st.column_config.NumberColumn(format="%.3f")},
    )
    st.text_input("Passer-by", placeholder="a number", **follows("person", at("person") or ""))
    if asked in found.person and not len(here):
        st.caption(f"Passer-by {asked}, who is shown, is not in this list.")
    if at("person") and asked is None:
        st.error(plain(f"passer-by: got {at('person')!r}, wanted a number from 0"))
    return asked


def _follow(key: str, people: NDArray[np.int64]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    go(person=int(people[rows[0]]) if rows else None)


def _table(found: Everybody, rows: NDArray[np.intp], starts_at: str) -> pa.Table:
    """What is told of each in the list, what became of them first, which a narrow window has room
    for; how long they were held where anybody was.
    """
    listed = found.subject[rows]
    score = found.score[rows]
    held = [span(s) if s else "" for s in found.held_s[rows].tolist()]
    return pa.table(
        {
            "passer-by": found.person[rows],
            "ended as": [_brief(NAMES[end]) for end in found.ended[rows]],
            "came": [clock(starts_at, s) for s in found.entered_s[rows]],
            "listed person": pa.array(listed, mask=listed < 0),
            "alerts": [
                _alerted(right, wrong)
                for right, wrong in zip(found.right[rows], found.wrong[rows], strict=True)
            ],
            "highest": pa.array(np.round(score, 3), mask=np.isnan(score)),
        }
        | ({"held": held} if any(held) else {})
    )


def _brief(ending: str) -> str:
    """An ending beside a column of alerts, short enough for a narrow window.

    >>> _brief("alerted_lost"), _brief("not_in_view")
    ('Officer did not meet them', 'Never in view of a camera')
    """
    told = BOOKS[ending][0]
    for known in ("Alerted and confirmed, ", "Alerted, "):
        told = told.removeprefix(known)
    return told[0].upper() + told[1:]


def _alerted(right: int, wrong: int) -> str:
    """How many alerts there were about one, in words.

    >>> _alerted(1, 2), _alerted(0, 0)
    ('1 right, 2 wrong', '')
    """
    told = ((right, "right"), (wrong, "wrong"))
    return ", ".join(f"{count} {claim}" for count, claim in told if count)


def _tell(run: StoredRun, person: int) -> None:
    """What happened to one, and the ways to where it can be seen."""
    found = kept(everybody, run)
    if person not in found.person:
        st.html(empty("There is no such passer-by.", f"This run has no number {person}."))
        return
    told = kept(looked, run).story(person)
    who = "not on the watchlist" if told.subject is None else listed_person(told.subject)
    st.header(f"Passer-by {person}", anchor=False)
    row = int(np.flatnonzero(found.person == person)[0])
    came = clock(run.record["starts_at"], float(found.entered_s[row]))
    st.html(facts([who, f"came at {came}", BOOKS[NAMES[found.ended[row]]][0].lower()]))
    st.markdown(plain(_sentence(told.verdict)))
    for line in told.meanwhile:
        st.caption(plain(f"Meanwhile: {line}"))
    _alerts(run, person)
    if not told.cameras:
        _ways(run, told, None, float(found.entered_s[row]))
        return
    for camera, stretches in told.cameras.items():
        _camera(run, told, camera, stretches)


def _alerts(run: StoredRun, person: int) -> None:
    """What came of the alerts about them, to the end of a stop."""
    for story_ in kept(stories, run):
        if story_.raised.person == person:
            number = story_.raised.alert
            st.html(cards.story_list(story_, run.record["starts_at"]))
            st.button(
                f"Alert {nth(number)}", key=f"alert-{number}", on_click=go,
                kwargs={"view": "alerts", "alert": number, **ANY},
            )  # fmt: skip


def _camera(run: StoredRun, told: Explanation, camera: str, stretches: Sequence[Stretch]) -> None:
    """One camera's stretches, and the ways from there."""
    st.markdown(f"**{plain(camera)}**")
    starts_at = run.record["starts_at"]
    rows = [
        (clock(starts_at, one.from_s), f"{one.to_s - one.from_s:.1f} s", escape(words))
        for one, words in zip(stretches, told.words[camera], strict=True)
    ]
    st.html(table({"from": True, "for": True, "what the engine made of it": False}, rows))
    _ways(run, told, camera, stretches[0].from_s)


def _ways(run: StoredRun, told: Explanation, camera: str | None, time_s: float) -> None:
    """Map and film of that moment."""
    ways = {"Map": {"view": "map"}, "Replay": {"view": "replay"}}
    if camera is not None and camera_with(run, camera):
        ways["Film"] = {"view": "film", "camera": camera}
    with st.container(horizontal=True, gap="small"):
        for name, there in ways.items():
            st.button(
                f"{name} at {clock(run.record['starts_at'], time_s)}",
                key=f"{name}-{told.person}-{camera}",
                on_click=go,
                kwargs={**there, "person": told.person, "alert": None, "at": f"{time_s:.1f}"},
            )


def _sentence(verdict: str) -> str:
    return f"{verdict[:1].upper()}{verdict[1:]}."
