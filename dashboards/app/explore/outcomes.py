"""Outcomes: rates with their intervals, both denominators, the books, times."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pyarrow.compute as pc
import streamlit as st
from numpy.typing import NDArray

from dashboards.app.address import go as to
from dashboards.app.design import cards
from dashboards.app.design.drawn import draw
from dashboards.app.design.pieces import note
from dashboards.app.explore.alerts import ANY
from dashboards.app.runs import kept, played
from dashboards.figures import charts
from dashboards.figures.bars import scales
from dashboards.reports.run_tables import failures_table, spotting_table
from dashboards.reports.told import Shown
from scenarios.hours import clock_s
from sim.events import AlertRaised, FailureBegan, FailureEnded
from sim.outcomes.failures import Failing, failings
from sim.outcomes.measures import Measure, measures, named
from sim.reader import StoredRun


@dataclass(frozen=True, slots=True)
class Lead:
    """A way from a rate to those whom it counts, or with `rest` to the others whom it divides."""

    text: str
    there: dict[str, str]
    rest: bool = False

    def label(self, rate: Mapping[str, Any]) -> str:
        """The way with how many there are, as `The 7 found`."""
        count = rate["denominator"] - rate["numerator"] if self.rest else rate["numerator"]
        return f"The {count:,} {self.text}{'s' * (self.things and count != 1)}"

    @property
    def things(self) -> bool:
        """Whether it leads to alerts, not to people."""
        return self.there["view"] == "alerts"


LEADS = {
    "tpir": (
        Lead("found", {"view": "people", "group": "found_in_zone"}),
        Lead("missed", {"view": "people", "group": "missed"}, rest=True),
    ),
    "alert_precision": (
        Lead("right alert", {"view": "alerts", "claims": "right"}),
        Lead("wrong alert", {"view": "alerts", "claims": "wrong"}, rest=True),
    ),
    "fpir": (Lead("alerted", {"view": "people", "group": "alerted_in_zone"}),),
    "listed_found": (
        Lead("found", {"view": "people", "group": "found"}),
        Lead("not found", {"view": "people", "group": "not_found"}, rest=True),
    ),
    "false_alert_rate": (Lead("false alert", {"view": "alerts", "claims": "wrong"}),),
    "wrongful_stops": (Lead("stopped wrongly", {"view": "people", "group": "stopped_wrongly"}),),
    "wrong_stops": (Lead("wrong stop", {"view": "alerts", "endings": "released"}),),
}
"""From each rate to exactly those whom it counts."""
AFRESH = {"person": None, "alert": None, **ANY}
"""What is chosen nowhere yet when one comes there by a rate."""


ROW = 4
"""Cards of rates beside each other."""
LEGEND = (
    "Green: the more, the better. Red: the more, the worse. Neither says that a figure is good or"
    " bad. Grey: nothing happened, or too little to say. In each bar the mark is the figure and the"
    " pale part its 95 % interval; small rates share a smaller scale, told under their bars."
)
NO_GROUPS = (
    "No rate is given by sex, age or skin: differences between groups of rendered people tell of"
    " the renderer, not of the public. How many there were of each stands under Who they were."
)
MOST_DRAWN = 2000
"""Alerts that a chart shows one by one; a browser takes long over more."""


def show(run: StoredRun) -> None:
    """The whole view."""
    outcomes = kept(StoredRun.outcomes, run)
    st.header("Two denominators", anchor=False)
    st.html(cards.claims(outcomes))
    st.header("Rates, each with its interval and what it divides", anchor=False)
    show_rates(outcomes)
    show_books(outcomes)
    if found := outcomes.get("briefed"):
        show_table(spotting_table(found))
    if wrong := kept(_failings, run):
        show_table(failures_table(wrong, run.record["starts_at"]))
    _table(outcomes, "cameras")
    _table(outcomes, "demography")
    st.header("Counts", anchor=False)
    st.html(cards.measured_counts(outcomes))
    alerts = kept(_alerts, run)
    st.header("When", anchor=False)
    draw(_day(run, alerts), "day")
    _say_drawn(alerts)
    show_answer(outcomes, alerts)


def _failings(run: StoredRun) -> list[Failing]:
    return failings(run.events(FailureBegan, FailureEnded))


def show_table(one: Shown) -> None:
    """A table that only some runs have: of officers without the engine, of what went wrong."""
    st.header(one.title, anchor=False)
    st.caption(one.text)
    st.html(cards.shown_table(one))


def show_rates(outcomes: dict[str, Any]) -> None:
    """A card a rate, and below it the way to its people; their bars share two scales at most."""
    rates = measures("rate")
    ends = dict(zip(rates, scales([outcomes[measure.key] for measure in rates]), strict=True))
    for number in range(0, len(rates), ROW):
        columns = st.columns(ROW, gap="small")
        for measure, column in zip(rates[number : number + ROW], columns, strict=False):
            with column:
                _rate(outcomes, measure, ends[measure])
    st.caption(LEGEND)
    st.html(note(NO_GROUPS))


def _rate(outcomes: dict[str, Any], measure: Measure, scale: float) -> None:
    st.html(cards.rate_card(outcomes, measure, scale))
    with st.container(horizontal=True, gap="medium"):
        for lead in LEADS.get(measure.key, ()):
            label = lead.label(outcomes[measure.key])
            st.button(
                label,
                key=f"{measure.key}-{lead.text}",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=to,
                kwargs={**AFRESH, **lead.there},
                disabled=label.startswith("The 0 "),
            )


def show_books(outcomes: dict[str, Any]) -> None:
    """Everybody accounted for: bands, then the table that adds up."""
    books, spotted = outcomes["books"], (outcomes.get("briefed") or {}).get("spotted", 0)
    st.header(named("books").name, anchor=False)
    with st.container(key="broad-everybody"):
        draw(charts.sankey(charts.everybody_flows(books, spotted), height=270), "everybody")
    table, alerted = st.columns(2, gap="large")
    table.html(cards.books_table(books, outcomes["passers_by"]))
    with alerted:
        flows = charts.alerted_flows(books, spotted)
        if any(flow.count for flow in flows):
            others = ", or whom officers spotted" if spotted else ""
            st.caption(f"Of those, the people about whom an alert was raised{others}")
            with st.container(key="broad-alerted"):
                draw(charts.sankey(flows, height=350), "alerted")
        else:
            st.caption("Nobody was alerted.")


@dataclass(frozen=True, slots=True)
class Alerts:
    """Of each of a run's alerts (n,) when it was raised, how alike the faces were, and whether the
    claim was right; no more than are drawn, `of` so many.
    """

    time_s: NDArray[np.float64]
    score: NDArray[np.float64]
    true: NDArray[np.bool_]
    of: int

    @property
    def told(self) -> str:
        """How many of them are drawn, where not all are; "" else."""
        every = f"{len(self.time_s):,} of {self.of:,} alerts, evenly taken"
        return f"Drawn are {every}." if len(self.time_s) < self.of else ""


def _alerts(run: StoredRun) -> Alerts:
    events = run.event_table().select(["kind", "time_s", "score", "true"])
    raised = events.filter(pc.equal(events["kind"], AlertRaised.__name__))
    drawn = raised[:: -(-len(raised) // MOST_DRAWN) or 1]
    time_s, score, true = (drawn[name].to_numpy() for name in ("time_s", "score", "true"))
    return Alerts(time_s, score, true, len(raised))


def show_answer(outcomes: dict[str, Any], alerts: Alerts) -> None:
    """How long it took, who was busy, and what the engine's scores were."""
    left, right = st.columns(2, gap="large")
    with left:
        _table(outcomes, "times_s")
        st.header(named("utilisation").name, anchor=False)
        draw(charts.utilisation(outcomes["utilisation"]), "utilisation")
    with right:
        st.header("Scores of the alerts", anchor=False)
        draw(charts.scores(alerts.score, alerts.true, outcomes["threshold"]), "scores")
        _say_drawn(alerts)
        _table(outcomes, "held_s")


def _table(outcomes: dict[str, Any], key: str) -> None:
    """A measure that is a table, under its name and what it means."""
    st.header(named(key).name, anchor=False)
    st.caption(named(key).meaning)
    st.html(cards.measured_table(outcomes, key))


def _say_drawn(alerts: Alerts) -> None:
    if alerts.told:
        st.caption(alerts.told)


def _day(run: StoredRun, alerts: Alerts) -> go.Figure:
    midnight_s = clock_s(run.record["starts_at"])
    start_s, length_s = played(run.record)
    start_s += midnight_s
    arrival_s = kept(StoredRun.people, run)["arrival_s"]
    return charts.day(
        entered_s=pc.add(arrival_s, float(midnight_s)).to_numpy(),
        alert_s=midnight_s + alerts.time_s,
        right=alerts.true,
        start_s=start_s,
        end_s=start_s + length_s,
    )
