"""Outcomes: rates with their intervals, both denominators, the books, times."""

from typing import Any

import plotly.graph_objects as go
import pyarrow.compute as pc
import streamlit as st

from dashboards.app import cards
from dashboards.app.chosen import chosen_run, head, kept
from dashboards.figures import charts
from dashboards.words import clock_s
from sim.events import AlertRaised
from sim.outcomes.measures import named
from sim.reader import StoredRun


def show(run: StoredRun) -> None:
    """The whole page."""
    outcomes = kept(StoredRun.outcomes, run)
    alerts = kept(StoredRun.events, run, AlertRaised)
    head(run, outcomes)
    st.subheader("Two denominators", anchor=False)
    st.html(cards.claims(outcomes))
    st.subheader("Rates, each with its interval and what it divides", anchor=False)
    st.html(cards.rate_cards(outcomes))
    st.subheader("Counts", anchor=False)
    st.html(cards.measured_counts(outcomes))
    show_books(outcomes)
    st.subheader("When", anchor=False)
    draw(_day(run, alerts), "day")
    show_answer(outcomes, alerts)


def show_books(outcomes: dict[str, Any]) -> None:
    """Everybody accounted for: bands, then the table that adds up."""
    books = outcomes["books"]
    st.subheader(named("books").name, anchor=False)
    draw(charts.sankey(charts.everybody_flows(books), height=270), "everybody")
    table, alerted = st.columns(2, gap="large")
    table.html(cards.books_table(books, outcomes["passers_by"]))
    with alerted:
        flows = charts.alerted_flows(books)
        if any(flow.count for flow in flows):
            st.caption("Of those, the people about whom an alert was raised")
            draw(charts.sankey(flows, height=350), "alerted")
        else:
            st.caption("Nobody was alerted.")


def show_answer(outcomes: dict[str, Any], alerts: list[AlertRaised]) -> None:
    """How long it took, who was busy, and what the engine's scores were."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(named("times_s").name, anchor=False)
        st.html(cards.times_table(outcomes["times_s"]))
        st.subheader(named("utilisation").name, anchor=False)
        draw(charts.utilisation(outcomes["utilisation"]), "utilisation")
    with right:
        st.subheader("Scores of the alerts", anchor=False)
        score, true = [a.score for a in alerts], [a.true for a in alerts]
        draw(charts.scores(score, true, outcomes["threshold"]), "scores")


def draw(figure: go.Figure, key: str) -> None:
    """A chart without tools."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, theme=None)


def _day(run: StoredRun, alerts: list[AlertRaised]) -> go.Figure:
    record, midnight_s = run.record, clock_s(run.record["starts_at"])
    window = record["window"] or {"start_s": 0.0, "duration_s": record["duration_s"]}
    start_s = midnight_s + window["start_s"]
    arrival_s = kept(StoredRun.people, run)["arrival_s"]
    entered_s = pc.add(arrival_s, float(midnight_s)).to_numpy()
    at_s = [midnight_s + alert.time_s for alert in alerts]
    right = [alert.true for alert in alerts]
    return charts.day(entered_s, at_s, right, start_s, start_s + window["duration_s"])


if __name__ == "__main__":
    show(chosen_run())
