"""A session's review, as JSON has it, to figures."""

from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, RIGHT, SOFT
from dashboards.figures.training.answers import ends

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
        error_y=ends([step["right"] for step in steps]),
        text=[f"{s['right']['numerator']} of {s['right']['denominator']}" for s in steps],
        hovertemplate="confidence %{x:.2f}: right %{text}<extra></extra>",
    )
    figure.update_xaxes(title="confidence", range=[-0.02, 1.02])
    figure.update_yaxes(title="share right", range=[0, 1.02], tickformat=".0%")
    return quiet(figure, HEIGHT).update_layout(showlegend=False)


def over_time(told: Told) -> go.Figure:
    """The share right, and below it the median reaction time, by quarters of an hour, with their
    intervals.
    """
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    blocks = told["vigilance"]["blocks"]
    minutes = [(block["from_s"] - told["from_s"]) / 60 for block in blocks]
    for row, (name, colour) in enumerate((("right", RIGHT), ("reaction_s", OFFICER)), 1):
        known = [(at, block[name]) for at, block in zip(minutes, blocks, strict=True)
                 if block[name]["value"] is not None]  # fmt: skip
        figure.add_scatter(
            x=[at for at, _ in known],
            y=[one["value"] for _, one in known],
            mode="markers+lines",
            marker={"color": colour, "size": 8},
            line={"color": colour, "width": 1},
            error_y=ends([one for _, one in known]),
            hovertemplate="from minute %{x:.0f}: %{y:.3~g}<extra></extra>",
            row=row,
            col=1,
        )
    last = max([15.0, *minutes])
    figure.update_xaxes(range=[-1, last + 1])
    figure.update_xaxes(title="minutes from the session's start", row=2, col=1)
    quiet(figure, HEIGHT + 60).update_layout(showlegend=False)
    figure.update_yaxes(title="share right", range=[0, 1.02], tickformat=".0%", row=1, col=1)
    return figure.update_yaxes(title="median, s", rangemode="tozero", row=2, col=1)
