"""A stress run's JSON to figures."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.axes import log_up
from dashboards.figures.charts import quiet
from dashboards.figures.palette import CAMERA, LISTED, NEUTRAL, OFFICER, RIGHT, SOFT, WRONG, faded
from engine.counts import counted

HEIGHT = 360
LINES = (OFFICER, WRONG, RIGHT, LISTED, CAMERA, NEUTRAL)
DASHES = ("solid", "dot", "dash", "dashdot")
TALL_PX, ROW_PX = 140, 26


def throughput_bars(found: dict[str, Any]) -> go.Figure:
    """Frames a second of Footfall, the bare models and insightface's loop, with their ranges."""
    names = ("insightface's loop", "Footfall", "bare models")
    spreads = [found[key] for key in ("insightface_per_s", "farm_per_s", "bare_per_s")]
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=[one["median"] for one in spreads],
        orientation="h",
        error_x=_range(spreads),
        marker={"color": [NEUTRAL, OFFICER, faded(OFFICER, 0.4)]},
        hovertemplate="%{y}: %{x:.3g} frames a second<extra></extra>",
    )
    figure.update_xaxes(title="frames a second", rangemode="tozero")
    return quiet(figure, TALL_PX + 40 * len(names))


def search_times(found: dict[str, Any]) -> go.Figure:
    """Ms over the watchlist's size, ours and each rival's, both axes logarithmic."""
    figure, sizes = go.Figure(), found["sizes"]
    rows = [(one["watchlist"], {"ours": one["ours_ms"]} | one["rivals_ms"]) for one in sizes]
    names = list(dict.fromkeys(name for _, spreads in rows for name in spreads))
    recall = {name: min(one["recalls"].get(name, 1.0) for one in sizes) for name in names}
    for number, name in enumerate(names):
        there = [(x, spreads[name]) for x, spreads in rows if name in spreads]
        told = name if recall[name] == 1 else f"{name}, recall {recall[name]:.3f}"
        _line(figure, told, there, LINES[number % len(LINES)], "solid" if not number else "dot")
    figure.update_xaxes(title="templates", type="log", dtick=1)
    log_up(figure, "ms")
    return _legend(quiet(figure, HEIGHT))


def grid_lines(found: dict[str, Any]) -> go.Figure:
    """Frames a second over the watchlist's size: a colour a size in pixels, a dash a face count."""
    figure, lines = go.Figure(), _lines(found["cells"][:-1])
    sizes = list(dict.fromkeys(size for size, _ in lines))
    counts = list(dict.fromkeys(faces for _, faces in lines))
    for (size, faces), there in lines.items():
        colour = LINES[sizes.index(size) % len(LINES)]
        dash = DASHES[counts.index(faces) % len(DASHES)]
        _line(figure, f"{size[0]}x{size[1]}, {faces:g} faces", there, colour, dash)
    figure.update_xaxes(title="templates", type="log", dtick=1)
    figure.update_yaxes(title="frames a second", rangemode="tozero")
    return _legend(quiet(figure, HEIGHT + ROW_PX * len(counts)))


def capacity_points(found: dict[str, Any]) -> go.Figure:
    """Predicted over measured frames a second, and the band in which predictions are wanted."""
    checks, wanted = found["checks"], found["wanted"]["largest_error"]
    ends = [0.0, 1.1 * max(check["measured_per_s"] for check in checks)]
    figure = go.Figure()
    figure.add_scatter(
        x=[*ends, *ends[::-1]],
        y=[*((1 + wanted) * x for x in ends), *((1 - wanted) * x for x in ends[::-1])],
        fill="toself",
        fillcolor=faded(SOFT, 0.12),
        line={"width": 0},
        mode="lines",
        name=f"within {100 * wanted:g} %",
        hoverinfo="skip",
    )
    for held_out, name, colour in ((False, "fitted", NEUTRAL), (True, "held out", OFFICER)):
        those = [check for check in checks if check["held_out"] == held_out]
        figure.add_scatter(
            x=[check["measured_per_s"] for check in those],
            y=[check["predicted_per_s"] for check in those],
            mode="markers",
            marker={"color": colour, "size": 9},
            name=name,
            text=[f"{check['load']}, {counted(check['watchlist'], 'template')}" for check in those],
            hovertemplate="%{text}<br>measured %{x:.3g}, predicted %{y:.3g}<extra></extra>",
        )
    figure.update_xaxes(title="measured frames a second", rangemode="tozero")
    figure.update_yaxes(title="predicted frames a second", rangemode="tozero")
    return _legend(quiet(figure, HEIGHT))


def _lines(cells: Sequence[dict[str, Any]]) -> dict[tuple[tuple[int, ...], float], list[Any]]:
    """Watchlist size and spread of each cell, by picture size and faces."""
    lines: dict[tuple[tuple[int, ...], float], list[Any]] = {}
    for cell in cells:
        key = (tuple(cell["size_px"]), cell["faces"])
        lines.setdefault(key, []).append((cell["watchlist"], cell["per_s"]))
    return lines


def _line(
    figure: go.Figure, name: str, there: Sequence[tuple[int, Any]], colour: str, dash: str
) -> None:
    spreads = [one for _, one in there]
    figure.add_scatter(
        x=[x for x, _ in there],
        y=[one["median"] for one in spreads],
        error_y=_range(spreads) | {"color": faded(colour, 0.5)},
        mode="lines+markers",
        line={"color": colour, "width": 2, "dash": dash},
        name=name,
        hovertemplate=f"{name}, %{{x:,}}: %{{y:.3g}}<extra></extra>",
    )


def _range(spreads: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "array": [one["high"] - one["median"] for one in spreads],
        "arrayminus": [one["median"] - one["low"] for one in spreads],
        "thickness": 1.5,
        "width": 3,
        "color": SOFT,
    }


def _legend(figure: go.Figure) -> go.Figure:
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"l": 8, "r": 8, "t": 64, "b": 8})
