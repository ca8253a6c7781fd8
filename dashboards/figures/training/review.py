"""A session's review, as JSON has it, to figures."""

from typing import Any

import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, RIGHT, SOFT, WRONG

HEIGHT = 340
Told = dict[str, Any]


def roc(told: Told) -> go.Figure:
    """Hits over false alarms, wherever the line between yes and no is drawn along the confidence;
    on the dotted line alerts are not told apart.
    """
    figure, curve = go.Figure(), told["curve"]
    line = {"color": SOFT, "width": 1, "dash": "dot"}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line=line, hoverinfo="skip")
    figure.add_scatter(
        x=curve["false_alarms"],
        y=curve["hits"],
        mode="lines+markers",
        line={"color": OFFICER, "width": 2},
        hovertemplate="false alarms %{x:.0%}, hits %{y:.0%}<extra></extra>",
    )
    figure.update_xaxes(title="false alarms", range=[0, 1], tickformat=".0%")
    figure.update_yaxes(title="hits", range=[0, 1], tickformat=".0%")
    return quiet(figure, HEIGHT).update_layout(showlegend=False)


def confidence(told: Told) -> go.Figure:
    """The share right at each confidence, with intervals; on the dotted line people are as often
    right as they expect to be.
    """
    figure = go.Figure()
    line = {"color": SOFT, "width": 1, "dash": "dot"}
    figure.add_scatter(x=[0, 1], y=[0.5, 1], mode="lines", line=line, hoverinfo="skip")
    steps = [step for step in told["calibration"]["steps"] if step["sure"] is not None]
    figure.add_scatter(
        x=[step["sure"] for step in steps],
        y=[step["right"]["value"] for step in steps],
        mode="markers",
        marker={"color": OFFICER, "size": 9},
        error_y=_bars([step["right"] for step in steps]),
        text=[f"{s['right']['numerator']} of {s['right']['denominator']}" for s in steps],
        hovertemplate="confidence %{x:.2f}: right %{text}<extra></extra>",
    )
    figure.update_xaxes(title="confidence", range=[-0.02, 1.02])
    figure.update_yaxes(title="share right", range=[0, 1.02], tickformat=".0%")
    return quiet(figure, HEIGHT).update_layout(showlegend=False)


def over_time(told: Told) -> go.Figure:
    """The share right and the median reaction time by quarters of an hour, with intervals."""
    figure = go.Figure()
    blocks = told["vigilance"]["blocks"]
    minutes = [(block["from_s"] - told["from_s"]) / 60 for block in blocks]
    rights, times = ([block[name] for block in blocks] for name in ("right", "reaction_s"))
    for name, values, colour, axis in (
        ("share right", rights, RIGHT, "y"),
        ("median reaction time, s", times, WRONG, "y2"),
    ):
        known = [(at, one) for at, one in zip(minutes, values, strict=True)
                 if one["value"] is not None]  # fmt: skip
        figure.add_scatter(
            x=[at for at, _ in known],
            y=[one["value"] for _, one in known],
            mode="markers+lines",
            name=name,
            yaxis=axis,
            marker={"color": colour, "size": 8},
            line={"color": colour, "width": 1},
            error_y=_bars([one for _, one in known]),
        )
    last = max([15.0, *minutes])
    figure.update_xaxes(title="minutes from the session's start", range=[-1, last + 1])
    quiet(figure, HEIGHT)
    second = {"title": "seconds", "overlaying": "y", "side": "right", "rangemode": "tozero"}
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(
        yaxis={"title": "share right", "range": [0, 1.02], "tickformat": ".0%"},
        yaxis2={**second, "showgrid": False},
        legend=legend,
        margin={"r": 64, "t": 48},
    )


def _bars(figures: list[Told]) -> Told:
    """Bars to the ends of intervals; none where an end is not known."""
    up = [0 if one["high"] is None else one["high"] - one["value"] for one in figures]
    down = [0 if one["low"] is None else one["value"] - one["low"] for one in figures]
    return {"array": up, "arrayminus": down, "thickness": 1, "width": 4}
