"""What became of alerts, how long answers took, and who else judged them, to figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import INK, NEUTRAL, OFFICER, PAPER, RIGHT, SOFT, WRONG

Told = Mapping[str, Any]
ROW, EDGE = 44, 84
"""Pixels of a row of a figure, and of its axis and edges."""
ANSWERS = {"all": "all answers", "right": "right answers", "wrong": "wrong answers"}
MISSED = {
    "never_in_view": "never in view of a camera",
    "no_alert": "in view, no true alert",
    "not_confirmed": "alerted, not confirmed",
    "no_officer": "confirmed, no officer free in time",
    "not_met": "confirmed, not met by the officer",
}
"""Where listed people were missed, in words."""


def decisions(told: Told) -> go.Figure:
    """True and false alerts by whether they were confirmed; green is as the truth is."""
    figure, of = go.Figure(), told["against"]
    rows = (
        ("true alerts", "hits", "misses"),
        ("false alerts", "false_alarms", "correct_rejections"),
    )
    for part, confirmed in enumerate(("confirmed", "not confirmed")):
        counts = [of[row[1 + part]]["numerator"] for row in rows]
        right = [confirmed == "confirmed", confirmed != "confirmed"]
        figure.add_bar(
            y=[row[0] for row in rows],
            x=counts,
            orientation="h",
            marker={"color": [RIGHT if one else WRONG for one in right], "line": _edge()},
            text=[f"{count:,} {confirmed}" if count else "" for count in counts],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": PAPER},
            hovertemplate=f"%{{x}} %{{y}} {confirmed}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=False)
    figure.update_xaxes(title="alerts", rangemode="tozero")
    figure.update_yaxes(autorange="reversed")
    return quiet(figure, 2 * ROW + EDGE)


def reaction_times(told: Told) -> go.Figure:
    """The 10th, 50th and 90th percentile of the seconds that answers took, with intervals."""
    figure, sizes = go.Figure(), {"p10": 8, "p50": 12, "p90": 8}
    for level, name in (("p10", "one in ten by"), ("p50", "half by"), ("p90", "nine in ten by")):
        found = [(kind, told["reactions"][kind][level]) for kind in ANSWERS]
        known = [(ANSWERS[kind], one) for kind, one in found if one["value"] is not None]
        figure.add_scatter(
            x=[one["value"] for _, one in known],
            y=[kind for kind, _ in known],
            mode="markers",
            name=name,
            marker={"color": INK if level == "p50" else OFFICER, "size": sizes[level]},
            error_x=ends([one for _, one in known]),
            hovertemplate=f"{name} %{{x:.1f}} s<extra>%{{y}}</extra>",
        )
    figure.update_xaxes(title="seconds since the alert was shown", rangemode="tozero")
    figure.update_yaxes(categoryorder="array", categoryarray=[*ANSWERS.values()][::-1])
    return _below(quiet(figure, 3 * ROW + EDGE + 24))


def beside_model(told: Told) -> go.Figure:
    """The share right of this person and of model operators on the same alerts, with intervals."""
    both = told["beside"] or {}
    found = {"this person": both.get("right"), "model operators": both.get("model_right")}
    known = {name: one for name, one in found.items() if one and one["value"] is not None}
    return _shares(known, [OFFICER, SOFT], "share right")


def reasons_given(told: Told) -> go.Figure:
    """How often verdicts of each reason were right, with intervals."""
    known = {
        f"{one['reason'][:40]} ({one['count']:,})": one["right"]
        for one in told["reasons"]
        if one["right"]["value"] is not None
    }
    return _shares(known, [OFFICER] * len(known), "share right")


def missed(told: Told) -> go.Figure:
    """Listed people who were not stopped rightly, by how near to a stop they came."""
    counts = told["consequences"]["missed"]
    figure = go.Figure()
    figure.add_bar(
        y=[*MISSED.values()],
        x=[counts[name] for name in MISSED],
        orientation="h",
        marker_color=NEUTRAL,
        text=[f"{counts[name]:,}" for name in MISSED],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x} people: %{y}<extra></extra>",
    )
    figure.update_xaxes(title="listed people", rangemode="tozero")
    figure.update_yaxes(autorange="reversed")
    return quiet(figure, 5 * 34 + EDGE)


def side_by_side(people: Mapping[str, Told], name: str, title: str) -> go.Figure:
    """`d_prime` or `criterion` of several sessions, each with its interval."""
    known = {who: told["sensitivity"][name] for who, told in people.items()}
    known = {who: one for who, one in known.items() if one["value"] is not None}
    return _dots(known, [OFFICER] * len(known), title)


def ends(figures: Sequence[Told]) -> dict[str, Any]:
    """Bars to the ends of intervals; none where an end is not known."""
    up = [0 if one["high"] is None else one["high"] - one["value"] for one in figures]
    down = [0 if one["low"] is None else one["value"] - one["low"] for one in figures]
    return {"array": up, "arrayminus": down, "thickness": 1, "width": 4}


def _shares(known: Mapping[str, Told], colours: Sequence[str], title: str) -> go.Figure:
    figure = _dots(known, colours, title)
    return figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")


def _dots(known: Mapping[str, Told], colours: Sequence[str], title: str) -> go.Figure:
    """A row each: its value as a dot and its interval as a line."""
    figure = go.Figure()
    for (name, one), colour in zip(known.items(), colours, strict=False):
        figure.add_scatter(
            x=[one["value"]],
            y=[name],
            mode="markers",
            marker={"color": colour, "size": 11},
            error_x=ends([one]),
            hovertemplate="%{x}<extra>%{y}</extra>",
        )
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=title)
    figure.update_yaxes(categoryorder="array", categoryarray=[*known][::-1])
    return quiet(figure, max(len(known), 1) * ROW + EDGE)


def _edge() -> dict[str, Any]:
    return {"color": PAPER, "width": 1}


def _below(figure: go.Figure) -> go.Figure:
    """The legend above the figure."""
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"t": 44})
