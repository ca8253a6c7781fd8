"""Streams, random arrivals and overload to figures."""

from collections.abc import Sequence
from math import log10
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.axes import log_up
from dashboards.figures.charts import quiet
from dashboards.figures.palette import NEUTRAL, OFFICER, RIGHT, SOFT, WRONG, faded

HEIGHT = 380
DASHES = {"drop_oldest": "solid", "drop_newest": "dot"}


def density_trials(found: dict[str, Any]) -> go.Figure:
    """The worse window's p99 age of every trial over its streams, passed or failed."""
    trials = [trial for search in found["searches"] for trial in search["trials"]]
    figure = go.Figure()
    for passed, name, colour in ((True, "passed", RIGHT), (False, "failed", WRONG)):
        those = [trial for trial in trials if trial["passed"] == passed]
        figure.add_scatter(
            x=[trial["streams"] for trial in those],
            y=[_oldest(trial) for trial in those],
            mode="markers",
            marker={"color": faded(colour, 0.6), "size": 10},
            name=name,
            text=[_worst(trial) for trial in those],
            hovertemplate="%{x} streams: p99 %{y:.3g} s<br>%{text}<extra></extra>",
        )
    _bound(figure, found["terms"]["bound_s"])
    figure.update_xaxes(title="streams", rangemode="tozero")
    log_up(figure, "age at p99, s", found["terms"]["bound_s"])
    return _legend(quiet(figure, HEIGHT))


def latency_curves(found: dict[str, Any]) -> go.Figure:
    """Quantiles of latency over the rate, measured and in theory."""
    offered, figure = found["offered"], go.Figure()
    x = [one["rate_hz"] for one in offered]
    for key, name, colour in (("p50_s", "p50", NEUTRAL), ("p99_s", "p99", OFFICER)):
        figure.add_scatter(
            x=x,
            y=[one["latency"][key] for one in offered],
            mode="lines+markers",
            line={"color": colour, "width": 2},
            name=name,
            hovertemplate=f"%{{x:.1f}} frames a second: {name} %{{y:.3g}} s<extra></extra>",
        )
    stable = [one for one in offered if one["theory_p99_s"] is not None]
    figure.add_scatter(
        x=[one["rate_hz"] for one in stable],
        y=[one["theory_p99_s"] for one in stable],
        mode="lines",
        line={"color": OFFICER, "width": 2, "dash": "dot"},
        name="p99 in theory",
        hovertemplate="%{x:.1f} frames a second: %{y:.3g} s<extra></extra>",
    )
    _bound(figure, found["terms"]["bound_s"])
    figure.update_xaxes(title="frames a second, at random", rangemode="tozero")
    log_up(figure, "latency, s", found["terms"]["bound_s"])
    return _legend(quiet(figure, HEIGHT))


def overload_curves(found: dict[str, Any]) -> go.Figure:
    """TPIR, FPIR and the share dropped over the load, a dash a policy, with bands of intervals."""
    figure = go.Figure()
    for policy, dash in DASHES.items():
        points = [one for one in found["points"] if one["policy"] == policy]
        x, words = [one["load"] for one in points], policy.replace("_", " ")
        for key, colour in (("tpir", RIGHT), ("fpir", WRONG)):
            rates = [one[key]["rate"] for one in points]
            if any(rate["value"] is None for rate in rates):
                continue
            if dash == "solid":
                _band(figure, x, rates, colour)
            y = [rate["value"] for rate in rates]
            _line(figure, f"{key.upper()}, {words}", x, y, colour, dash)
        _line(figure, f"dropped, {words}", x, [one["dropped"] for one in points], NEUTRAL, dash)
    real = found["replayed"]
    figure.add_scatter(
        x=[real["load"]] * 2,
        y=[real["tpir"]["rate"]["value"], real["dropped"]],
        mode="markers",
        marker={"color": [RIGHT, NEUTRAL], "symbol": "x", "size": 11},
        name="played for real",
        hovertemplate="for real: %{y:.1%}<extra></extra>",
    )
    loads = sorted({one["load"] for one in found["points"]})
    ticks = {"tickvals": loads, "ticktext": [f"{load:g}" for load in loads]}
    figure.update_xaxes(
        title="offered load; 1 is all that the workers can look at", type="log", **ticks
    )
    figure.update_yaxes(tickformat=".0%", range=[-0.02, 1.02])
    return _legend(quiet(figure, HEIGHT + 80))


def _oldest(trial: dict[str, Any]) -> float | None:
    there = [one["ages"]["p99_s"] for one in trial["windows"]]
    return max((age_s for age_s in there if age_s is not None), default=None)


def _worst(trial: dict[str, Any]) -> str:
    least = min(one["least_fps"] for one in trial["windows"])
    dropped = max(one["dropped"] for one in trial["windows"])
    return f"least {least:.3g} frames a second, {dropped:.1%} dropped"


def _bound(figure: go.Figure, bound_s: float) -> None:
    figure.add_hline(y=bound_s, line={"color": SOFT, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=0,
        xref="x domain",
        y=log10(bound_s),  # annotations of a logarithmic axis are placed by exponent
        text=f"bound {bound_s:g} s",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
    )


def _line(
    figure: go.Figure, name: str, x: Sequence[float], y: Sequence[float], colour: str, dash: str
) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": colour, "width": 2, "dash": dash},
        name=name,
        hovertemplate=f"load %{{x:g}}: {name} %{{y:.1%}}<extra></extra>",
    )


def _band(
    figure: go.Figure, x: Sequence[float], rates: Sequence[dict[str, Any]], colour: str
) -> None:
    figure.add_scatter(
        x=[*x, *x[::-1]],
        y=[*(rate["high"] for rate in rates), *(rate["low"] for rate in rates[::-1])],
        fill="toself",
        fillcolor=faded(colour, 0.14),
        line={"width": 0},
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
    )


def _legend(figure: go.Figure) -> go.Figure:
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"l": 8, "r": 8, "t": 84, "b": 8})
