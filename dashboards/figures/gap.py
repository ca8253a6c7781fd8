"""The gap between rendered and real people as one screen of figures."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, SOFT, WRONG, faded

HEIGHT, COLUMNS = 620, 4
COLOURS = {"real": OFFICER, "rendered": WRONG}
TITLES = (
    "Scores; dotted: mated", "Scores, normalised", "TAR over px between the eyes",
    "Faces found over px",
    "TAR over blur, px", "TAR over JPEG quality", "TAR over yaw, estimated",
    "Difference of TAR; dashed: normalised,<br>dotted: one threshold",
)  # fmt: skip
WITHIN = 0.05
DIFFERENCES = (
    ("raw", "tar_apart", "solid"), ("normalised", "tar_apart", "dash"),
    ("raw", "tar_at_one_apart", "dot"),
)  # fmt: skip

Where = dict[str, int]


def overview(found: dict[str, Any]) -> go.Figure:
    """Distributions and curves of both; solid is non-mated or TAR, dotted is mated."""
    figure = make_subplots(2, COLUMNS, subplot_titles=TITLES, vertical_spacing=0.16)
    _scores(figure, found["raw"], _at(0), legend=True)
    _scores(figure, found["normalised"], _at(1), legend=False)
    curves = found["raw"]["curves"]
    _rates(figure, _by(curves, "interocular_px"), "tar", _at(2))
    _rates(figure, _by(curves, "interocular_px"), "detection", _at(3))
    _rates(figure, _whole(curves) + _by(curves, "blur_px"), "tar", _at(4), first=0.0)
    _rates(figure, _by(curves, "jpeg_quality"), "tar", _at(5))
    _rates(figure, _yaws(found), "tar", _at(6))
    _apart(figure, found, _at(7))
    for place in (2, 3, 4, 5, 6):
        figure.update_yaxes(range=[0, 1.03], tickformat=".0%", **_at(place))
    for place in (2, 3, 7):
        figure.update_xaxes(type="log", tickvals=[8, 12, 16, 24, 32, 42], **_at(place))
    figure = quiet(figure, HEIGHT)
    figure.update_annotations(font_size=13)
    legend = {"orientation": "h", "y": 1.08, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"t": 80, "l": 8, "r": 8, "b": 8})


def _at(place: int) -> Where:
    return {"row": place // COLUMNS + 1, "col": place % COLUMNS + 1}


def _by(curves: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [one for one in curves if one["by"] == name]


def _whole(curves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The largest size, which is where blurring begins."""
    return [_by(curves, "interocular_px")[-1]]


def _yaws(found: dict[str, Any]) -> list[dict[str, Any]]:
    """In the middle of each bin, the last one being open."""
    ends = [(one["yaw_from_deg"], min(one["yaw_to_deg"], 45.0)) for one in found["poses"]]
    return [one | {"value": sum(pair) / 2} for one, pair in zip(found["poses"], ends, strict=True)]


def _scores(figure: go.Figure, found: dict[str, Any], where: Where, legend: bool) -> None:
    for kind, dash in (("non_mated", "solid"), ("mated", "dot")):
        told = found["scores"][kind]
        edges = np.array(told["edges"])
        for who, colour in COLOURS.items():
            counts = np.array(told[who]["counts"], float)
            used = np.flatnonzero(counts)
            part = slice(max(used[0] - 1, 0), used[-1] + 2)
            figure.add_scatter(
                x=((edges[1:] + edges[:-1]) / 2)[part],
                y=(counts / counts.sum())[part],
                mode="lines",
                line={"color": colour, "dash": dash, "width": 1.6},
                name=who,
                legendgroup=who,
                showlegend=legend and kind == "non_mated",
                hovertemplate=f"{who}, {kind.replace('_', '-')}: %{{x:.2f}}<extra></extra>",
                **where,
            )
    figure.update_yaxes(tickformat=".0%", **where)


def _rates(
    figure: go.Figure,
    points: list[dict[str, Any]],
    key: str,
    where: Where,
    first: float | None = None,
) -> None:
    """Both curves with their intervals as bars; `first` is where the first point really lies."""
    x = [one["value"] for one in points]
    if first is not None:
        x[0] = first
    for who, colour in COLOURS.items():
        rates = [one[key][who] for one in points]
        known = [k for k, rate in enumerate(rates) if rate["value"] is not None]
        value = np.array([rates[k]["value"] for k in known])
        figure.add_scatter(
            x=[x[k] for k in known],
            y=value,
            error_y={
                "array": np.array([rates[k]["high"] for k in known]) - value,
                "arrayminus": value - np.array([rates[k]["low"] for k in known]),
                "color": faded(colour, 0.4),
                "thickness": 1,
                "width": 0,
            },
            mode="lines+markers",
            line={"color": colour, "width": 1.6},
            marker={"size": 4},
            showlegend=False,
            hovertemplate=f"{who} at %{{x:.3g}}: %{{y:.1%}}<extra></extra>",
            **where,
        )


def _apart(figure: go.Figure, found: dict[str, Any], where: Where) -> None:
    """DIFFERENCES with their intervals, between the bounds."""
    for kind, name, dash in DIFFERENCES:
        points = _by(found[kind]["curves"], "interocular_px")
        away = [one[name] for one in points]
        value = np.array([one["value"] for one in away])
        figure.add_scatter(
            x=[one["value"] for one in points],
            y=value,
            error_y={
                "array": np.array([one["high"] for one in away]) - value,
                "arrayminus": value - np.array([one["low"] for one in away]),
                "thickness": 1,
                "width": 0,
            },
            mode="lines+markers",
            line={"color": SOFT, "dash": dash, "width": 1.6},
            marker={"size": 4},
            showlegend=False,
            hovertemplate="at %{x:.3g} px: %{y:.3f}<extra></extra>",
            **where,
        )
    for bound in (-WITHIN, WITHIN):
        figure.add_hline(y=bound, line={"color": SOFT, "dash": "dot", "width": 1}, **where)
