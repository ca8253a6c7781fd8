"""What a session's verdicts came to: every figure with its interval, as a picture and in words."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st
from plotly.graph_objects import Figure
from streamlit.delta_generator import DeltaGenerator

from dashboards.app.address import link
from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import count_cards, facts, table
from dashboards.app.train.review.made import Made, Told
from dashboards.reports.training.review import PLOTS, RESTS_ON, TABLES, TEXTS
from dashboards.reports.training.said import SAID
from dashboards.visible import escape, plain
from dashboards.words import interval, span
from engine.counts import counted
from sim.training.review.chronicle import DECISIONS, MARKS

ANSWERED = (
    ("hits", "Hits", "true alerts that were confirmed, of all true ones"),
    ("misses", "Misses", "true alerts that were not confirmed"),
    ("false_alarms", "False alarms", "false alerts that were confirmed, of all false ones"),
    ("correct_rejections", "Correct rejections", "false alerts that were not confirmed"),
    ("unsure", "Unsure", "answers that sent nobody, of all alerts"),
    ("unread", "Not answered", "alerts that lapsed, of all"),
)
"""What became of alerts: its key, what it is called, what it counts."""
STOPPED = ("IdentityChecked",)
"""Kinds of moments at which it comes out that somebody was stopped wrongly."""
WIDE = ("Over time",)
"""Parts whose table has too many columns for half a page."""


def show(_folder: Path, _role: str, found: Made) -> None:
    """The whole view."""
    told = found.told
    st.html(facts(_about(told)))
    st.html(count_cards(_counts(told)))
    st.caption(plain(RESTS_ON))
    for heading, heads, rows in TABLES:
        st.header(heading, anchor=False)
        if heading in TEXTS:
            st.caption(plain(TEXTS[heading]))
        _part(heading, told, _table(heads, rows(told)))
    _back(found)
    if told["no_ranking"]:
        st.header("No ranking", anchor=False)
        st.markdown(plain(told["no_ranking"]))
    st.header("How it is made", anchor=False)
    st.caption(plain(told["method"]))


def _back(found: Made) -> None:
    """Verdicts that were wrong, people who were stopped wrongly, and what was marked: each with the
    way to its moment.
    """
    st.header("To go back to", anchor=False)
    chosen = [(n, one) for n, one in enumerate(found.moments) if _worth(one)]
    if not chosen:
        st.caption("No verdict was wrong, nobody was stopped wrongly, and nothing was marked.")
        return
    st.caption(
        "Verdicts that are not as the truth is, people who were stopped wrongly, and what was"
        " marked. The time leads to that moment on the timeline."
    )
    st.html(table({"at": False, "what happened": False, "in truth": False}, map(_line, chosen)))


def _worth(one: Told) -> bool:
    wrong = one["tone"] == "wrong" and (one["lane"] == DECISIONS or one["kind"] in STOPPED)
    return wrong or one["lane"] == MARKS


def _line(chosen: tuple[int, Told]) -> list[str]:
    number, one = chosen
    there = escape(link(review="timeline", moment=number, t=None, level=None))
    way = f'<a href="{there}" target="_self">{escape(one["at"])}</a>'
    return [way, escape(one["text"]), escape(dict(one["more"]).get("In truth", ""))]


def _part(heading: str, told: Told, lines: str) -> None:
    """The figures of a part, each with its words, beside the table or, where either is wide, above
    it.
    """
    plots = PLOTS.get(heading, ())
    if len(plots) == 1 and heading not in WIDE:
        left, right = st.columns(2, gap="large")
        right.html(lines)
        _drawn(left, plots[0], told)
        return
    for column, make in zip(st.columns(max(len(plots), 1), gap="large"), plots, strict=False):
        _drawn(column, make, told)
    st.html(lines)


def _drawn(where: DeltaGenerator, make: Callable[[Told], Figure], told: Told) -> None:
    with where:
        draw(make(told), f"review-{make.__name__}")
        st.markdown(plain(SAID[make.__name__](told)))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    numbers = {head: column > 0 for column, head in enumerate(heads)}
    return table(numbers, [[escape(cell) for cell in row] for row in rows])


def _about(told: Told) -> list[str]:
    of = told["against"]
    true, false = (of[name]["denominator"] for name in ("hits", "false_alarms"))
    return [
        f"{counted(told['alerts'], 'alert')} shown",
        f"{true:,} true, {false:,} false",
        f"{of['kept_to_rules']['denominator']:,} that rules bar",
        f"{span(told['until_s'] - told['from_s'])} on its clock",
        f"session {told['session']}",
    ]


def _counts(told: Told) -> list[tuple[str, str, str]]:
    found = []
    for key, name, meaning in ANSWERED:
        rate = told["against"][key]
        wide = f"; 95 %: {interval(rate)}" if rate["denominator"] else ""
        value = f"{rate['numerator']:,} of {rate['denominator']:,}"
        found.append((name, value, f"{meaning}{wide}"))
    return found
