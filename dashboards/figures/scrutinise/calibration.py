"""Forecasts' calibration: how many rows lay inside intervals, and where in them."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, RIGHT, SOFT

Told = Mapping[str, Any]
COUNTS = {
    "faces": "faces", "arrests": "arrests", "engagements": "engaged", "alerts": "alerts",
    "false_alerts": "false alerts", "true_alerts": "true alerts",
}  # fmt: skip
LEVELS = {"50": OFFICER, "95": RIGHT}
COLUMNS, ROW_PX = 3, 190


def within(told: Told) -> go.Figure:
    """The share of rows in the middle 50 and 95 % of their forecasts, with intervals: on the dotted
    lines forecasts are right.
    """
    figure = go.Figure()
    for level, colour in LEVELS.items():
        rates = [told["counts"][name]["pit_coverage"][level] for name in COUNTS]
        figure.add_vline(x=int(level), line={"color": SOFT, "dash": "dot", "width": 1})
        figure.add_scatter(
            x=[100 * one["value"] for one in rates],
            y=list(COUNTS.values()),
            mode="markers",
            marker={"color": colour, "size": 9},
            name=f"middle {level} %",
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [100 * (one["high"] - one["value"]) for one in rates],
                "arrayminus": [100 * (one["value"] - one["low"]) for one in rates],
            },
            hovertemplate="%{y}: %{x:.1f} %<extra></extra>",
        )
    figure.update_xaxes(title="rows inside, %", range=[30, 101])
    figure = quiet(figure, 320)
    return figure.update_layout(legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"})


def places(told: Told) -> go.Figure:
    """Where counts lay in their forecasts, a panel a count: level where forecasts are right, high
    at the ends where they are too narrow, in the middle where too wide.
    """
    names = list(reversed(COUNTS))
    figure = make_subplots(2, COLUMNS, subplot_titles=[COUNTS[name] for name in names])
    for number, name in enumerate(names):
        where = {"row": number // COLUMNS + 1, "col": number % COLUMNS + 1}
        bins = told["counts"][name]["pit"]
        figure.add_bar(
            x=[(place + 0.5) / len(bins) for place in range(len(bins))],
            y=bins,
            marker={"color": OFFICER},
            showlegend=False,
            hovertemplate="%{y} rows<extra></extra>",
            **where,
        )
        figure.add_hline(
            y=sum(bins) / len(bins), line={"color": SOFT, "dash": "dot", "width": 1}, **where
        )
        figure.update_xaxes(tickvals=[0, 0.5, 1], range=[0, 1], **where)
    return quiet(figure, 2 * ROW_PX + 40)
