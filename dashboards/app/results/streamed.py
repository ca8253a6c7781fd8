"""What `engine stream` found in several films at once."""

from typing import Any

import streamlit as st

from dashboards.app.design.pieces import count_cards, facts, table
from dashboards.app.results.found import Result
from dashboards.reports.load_tables import seconds
from dashboards.visible import escape


def show(result: Result) -> None:
    """Where every frame ended, feed by feed, and how long decisions took."""
    told = result.read()
    feeds = told["feeds"]
    st.html(
        count_cards(
            (
                ("Feeds", f"{len(feeds):,}", "watched at once"),
                ("Alerts", f"{told['alerts']:,}", "claims that a face is a subject's"),
                ("Subjects alerted", f"{len(told['subjects_alerted']):,}", "named by any alert"),
                ("Watchlist", f"{told['watchlist']:,}", "subjects enrolled"),
                ("Workers", f"{told['workers']:,}", f"processes; a full queue: {told['policy']}"),
            )
        )
    )
    st.header("Where every decoded frame ended", anchor=False)
    st.html(_frames(feeds))
    st.header("From when a frame was due or read until its decision stood", anchor=False)
    st.html(_times(told["times"]))
    if told["subjects_alerted"]:
        st.header("Subjects alerted", anchor=False)
        st.html(facts(map(str, told["subjects_alerted"])))


def _frames(feeds: dict[str, Any]) -> str:
    causes = list(next(iter(feeds.values()))["dropped"])
    names = ["undecodable", "decoded", "processed", *causes, "in_flight", "alerts"]
    rows = [
        (escape(name), *(f"{({**one, **one['dropped']})[key]:,}" for key in names))
        for name, one in feeds.items()
    ]
    heads = {"feed": False, **{name.replace("_", " "): True for name in names}}
    return table(heads, rows)


def _times(times: dict[str, Any]) -> str:
    feeds = times["feeds"] if len(times["feeds"]) > 1 else {}
    rows = []
    for name, one in [*feeds.items(), ("all", times)]:
        rate = "–" if one["frames_per_s"] is None else f"{one['frames_per_s']:.1f}"
        taken = (one["latency"][key] for key in ("p50_s", "p95_s", "p99_s", "greatest_s"))
        rows.append((escape(name), rate, *map(seconds, taken)))
    heads = {"feed": False} | dict.fromkeys(
        ("frames/s", "half within", "95 % within", "99 % within", "longest"), True
    )
    return table(heads, rows)
