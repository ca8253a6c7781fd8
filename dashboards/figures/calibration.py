"""A calibration check's JSON to figures."""

from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, RIGHT, SOFT, WRONG
from engine.counts import counted

HEIGHT, COLUMNS, ROW_PX = 380, 3, 260
KINDS = (("mated", RIGHT), ("non_mated", WRONG))


def quantile_plots(bins: list[dict[str, Any]]) -> go.Figure:
    """Drawn quantiles over measured ones, a panel a bin; on the diagonal they agree."""
    rows = -(-len(bins) // COLUMNS)
    titles = [f"{one['bin']}, {counted(one['views'], 'view')}" for one in bins]
    figure = make_subplots(rows, COLUMNS, subplot_titles=titles, vertical_spacing=0.3 / rows)
    for place, one in enumerate(bins):
        where = {"row": place // COLUMNS + 1, "col": place % COLUMNS + 1}
        figure.add_scatter(
            x=[-0.2, 1],
            y=[-0.2, 1],
            mode="lines",
            line={"color": SOFT, "dash": "dot", "width": 1},
            hoverinfo="skip",
            showlegend=False,
            **where,
        )
        for key, colour in KINDS:
            _points(figure, one[key], key.replace("_", "-"), colour, place == 0, where)
    figure = quiet(figure, ROW_PX * rows + 60)
    figure.update_layout(legend={"orientation": "h", "y": 1.04, "yanchor": "bottom"})
    return figure.update_layout(margin={"t": 90, "l": 8, "r": 8, "b": 8})


def distances(bins: list[dict[str, Any]]) -> go.Figure:
    """The Kolmogorov-Smirnov distance of mated and of non-mated scores, by bin."""
    figure = go.Figure()
    for key, colour in KINDS:
        figure.add_bar(
            x=[one["bin"] for one in bins],
            y=[one[key]["ks"] for one in bins],
            name=key.replace("_", "-"),
            marker={"color": colour},
            hovertemplate="%{x}: %{y:.3f}<extra></extra>",
        )
    figure.update_yaxes(title="KS distance", rangemode="tozero")
    return quiet(figure, HEIGHT)


def rates(bins: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> go.Figure:
    """TPIR measured, with intervals, beside that drawn, by bin at the first threshold."""
    figure, names = go.Figure(), [one["bin"] for one in bins]
    found = [one["rates"][0]["tpir"] for one in bins]
    value = [one["measured"]["value"] for one in found]
    figure.add_scatter(
        x=names,
        y=value,
        mode="markers",
        name="measured",
        marker={"color": OFFICER, "size": 8},
        error_y={
            "array": [one["measured"]["high"] - one["measured"]["value"] for one in found],
            "arrayminus": [one["measured"]["value"] - one["measured"]["low"] for one in found],
        },
    )
    figure.add_scatter(
        x=names,
        y=[one["drawn"]["value"] for one in found],
        mode="markers",
        name="drawn",
        marker={"color": WRONG, "size": 9, "symbol": "diamond-open"},
    )
    figure.update_yaxes(title=f"TPIR at {wanted[0]['threshold']:.3f}", rangemode="tozero")
    return quiet(figure, HEIGHT)


def _points(
    figure: go.Figure,
    told: dict[str, Any],
    name: str,
    colour: str,
    legend: bool,
    where: dict[str, int],
) -> None:
    figure.add_scatter(
        x=told["measured"] or [],
        y=told["drawn"] or [],
        mode="markers+lines",
        name=name,
        legendgroup=name,
        showlegend=legend,
        marker={"color": colour, "size": 6},
        line={"color": colour, "width": 1},
        customdata=told["levels"],
        hovertemplate="quantile %{customdata}: measured %{x:.3f}, drawn %{y:.3f}<extra></extra>",
        **where,
    )
