"""An evaluation's JSON to figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import RIGHT, SOFT, WRONG, faded
from engine.counts import counted

HEIGHT = 380


def score_histogram(scores: dict[str, Any], threshold: float) -> go.Figure:
    """Mated and non-mated comparison scores, each as shares of its own."""
    figure, edges = go.Figure(), np.array(scores["edges"])
    for key, name, colour in (("non_mated", "non-mated", WRONG), ("mated", "mated", RIGHT)):
        counts = np.array(scores[key]["counts"], float)
        figure.add_bar(
            x=(edges[1:] + edges[:-1]) / 2,
            y=100 * counts / max(counts.sum(), 1),
            width=np.diff(edges),
            name=f"{name}, {counted(scores[key]['comparisons'], 'comparison')}",
            marker={"color": faded(colour, 0.55), "line": {"width": 0}},
            hovertemplate="score %{x:.2f}: %{y:.3g} %<extra></extra>",
        )
    _mark(figure, threshold)
    used = np.flatnonzero(np.add(scores["mated"]["counts"], scores["non_mated"]["counts"]))
    figure.update_layout(barmode="overlay", bargap=0)
    figure.update_xaxes(title="comparison score", range=[edges[used[0]], edges[used[-1] + 1]])
    figure.update_yaxes(title="share", ticksuffix=" %")
    return _legend(quiet(figure, HEIGHT))


def search_rates(curves: Sequence[dict[str, Any]], search: dict[str, Any]) -> go.Figure:
    """FPIR and FNIR over the threshold, with bands, and the threshold for the wanted FPIR."""
    figure = go.Figure()
    for key, colour in (("fpir", WRONG), ("fnir", RIGHT)):
        points = [p for p in curves if p[key]["value"]]
        x = [p["threshold"] for p in points]
        _band(figure, x, [p[key] for p in points], colour)
        figure.add_scatter(
            x=x,
            y=[p[key]["value"] for p in points],
            mode="lines",
            line={"color": colour, "width": 2},
            name=key.upper(),
            hovertemplate=f"threshold %{{x:.3f}}<br>{key.upper()} %{{y:.2e}}<extra></extra>",
        )
    _mark(figure, search["threshold"]["value"])
    figure.add_hline(y=search["wanted_fpir"], line={"color": SOFT, "dash": "dot", "width": 1})
    figure.update_xaxes(title="threshold")
    figure.update_yaxes(title="rate", type="log", exponentformat="power", dtick=1)
    return _legend(quiet(figure, HEIGHT))


def _band(
    figure: go.Figure, x: Sequence[float], rates: Sequence[dict[str, Any]], colour: str
) -> None:
    low = [max(rate["low"], rate["value"] / 100) for rate in rates]
    figure.add_scatter(
        x=[*x, *x[::-1]],
        y=[*(rate["high"] for rate in rates), *low[::-1]],
        fill="toself",
        fillcolor=faded(colour, 0.16),
        line={"width": 0},
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
    )


def _mark(figure: go.Figure, threshold: float) -> None:
    """A line at the threshold; its name stands on the side on which there is more room."""
    shown = np.concatenate([np.asarray(trace.x, float) for trace in figure.data])
    middle = (shown.min() + shown.max()) / 2 if shown.size else threshold
    side = "right" if threshold < middle else "left"
    figure.add_vline(
        x=threshold,
        line={"color": SOFT, "dash": "dot", "width": 1.5},
        annotation_text=f"threshold {threshold:.3f}",
        annotation_position=f"top {side}",
    )


def _legend(figure: go.Figure) -> go.Figure:
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"l": 8, "r": 8, "t": 44, "b": 8})
