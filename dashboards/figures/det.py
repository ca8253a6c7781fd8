"""The detection error trade-off on normal-deviate axes, honest about where no error was seen.

A rate of 0 has no place on such an axis, and a line along its edge would promise it. So the curve
is drawn where both rates were seen; where one was not, the upper end of its interval stands.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from scipy.special import ndtri

from dashboards.figures.charts import quiet
from dashboards.figures.palette import OFFICER, RIGHT, SOFT, faded
from dashboards.words import interval, percent

HEIGHT = 460
TICKS = (
    *(10.0**power for power in range(-9, -2)),
    0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99,
)  # fmt: skip
NAMES = {
    (True, False): ("triangle-left", "no false match"),
    (False, True): ("triangle-down", "no false non-match"),
    (True, True): ("diamond", "no error of either kind"),
}
"""How a point is drawn where FMR, and where FNMR, was 0, and what that is called."""
Point = dict[str, Any]


def det(points: Sequence[Point], eer: dict[str, Any] | None = None) -> go.Figure:
    """FNMR over FMR at rising thresholds, each with its interval, and the EER."""
    figure = go.Figure()
    points = [p for p in points if p["fmr"]["value"] < 1 and p["fnmr"]["value"] < 1]
    seen = [p for p in points if p["fmr"]["value"] and p["fnmr"]["value"]]
    bounded = [p for p in points if p not in seen]
    fmrs, fnmrs = ([_bound(p[rate]) for p in points] for rate in ("fmr", "fnmr"))
    floors, tops = (_floor(fmrs), _floor(fnmrs)), (_top(fmrs), _top(fnmrs))
    _diagonal(figure, max(floors), min(tops))
    if seen:
        _curve(figure, seen, floors)
    for zero in NAMES:
        _bounds(figure, [p for p in bounded if _zero(p) == zero], zero, floors)
    if eer and eer["value"] is not None:
        _equal(figure, eer, max(floors))
    _axis(figure.update_xaxes, "FMR", floors[0], tops[0])
    _axis(figure.update_yaxes, "FNMR", floors[1], tops[1])
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    quiet(figure, HEIGHT).update_xaxes(zeroline=False).update_yaxes(zeroline=False)
    return figure.update_layout(legend=legend, margin={"l": 8, "r": 8, "t": 64, "b": 8})


def _curve(figure: go.Figure, points: Sequence[Point], floors: tuple[float, float]) -> None:
    """Where both rates were seen, with FNMR's interval as a band and FMR's as bars."""
    x = _deviates([p["fmr"]["value"] for p in points])
    low = _deviates([max(p["fnmr"]["low"], floors[1]) for p in points])
    high = _deviates([p["fnmr"]["high"] for p in points])
    _area(figure, [*x, *x[::-1]], [*high, *low[::-1]])
    figure.add_scatter(
        x=x,
        y=_deviates([p["fnmr"]["value"] for p in points]),
        mode="lines+markers",
        line={"color": OFFICER, "width": 2},
        marker={"size": 5},
        name="both kinds of error seen",
        error_x=_bars([p["fmr"] for p in points], floors[0]),
        text=[_said(p) for p in points],
        hovertemplate="%{text}<extra></extra>",
    )


def _bounds(
    figure: go.Figure,
    points: Sequence[Point],
    zero: tuple[bool, bool],
    floors: tuple[float, float],
) -> None:
    """Where a rate was 0: the upper end of its interval, and the area in which it may lie."""
    if not points:
        return
    x = _deviates([_bound(p["fmr"]) for p in points])
    y = _deviates([_bound(p["fnmr"]) for p in points])
    left, floor = _deviates(floors)
    if zero == (True, True):
        _area(figure, [left, x[0], x[0], left], [y[0], y[0], floor, floor])
    elif zero == (True, False):
        _area(figure, [*x, *[left] * len(x)], [*y, *y[::-1]])
    else:
        _area(figure, [*x, *x[::-1]], [*y, *[floor] * len(y)])
    symbol, name = NAMES[zero]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": OFFICER, "width": 1, "dash": "dot"},
        marker={"symbol": f"{symbol}-open", "size": _ends(len(x), 9), "color": OFFICER},
        name=f"{name}: upper end of the 95 % interval",
        text=[_said(p) for p in points],
        hovertemplate="%{text}<extra></extra>",
    )


def _equal(figure: go.Figure, eer: dict[str, Any], floor: float) -> None:
    """The EER on the diagonal; where it is 0, the upper end of its interval, and so named."""
    at = float(ndtri(eer["value"] or eer["high"]))
    told = f"EER {percent(eer['value'])} ({interval(eer)})"
    low, high = _deviates([max(eer["low"], floor), eer["high"]])
    figure.add_scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"color": RIGHT, "width": 4},
        opacity=0.6,
        name=told,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[at],
        y=[at],
        mode="markers",
        marker={"color": RIGHT, "size": 9, "symbol": "circle" if eer["value"] else "circle-open"},
        showlegend=False,
        hovertemplate=f"{told}<extra></extra>",
    )


def _diagonal(figure: go.Figure, low: float, high: float) -> None:
    ends = _deviates([min(low, high), high])
    line = {"color": SOFT, "width": 1, "dash": "dot"}
    figure.add_scatter(x=ends, y=ends, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _area(figure: go.Figure, x: Sequence[float], y: Sequence[float]) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        fill="toself",
        fillcolor=faded(OFFICER, 0.14),
        line={"width": 0},
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
    )


def _bars(rates: Sequence[Point], floor: float) -> Point:
    at = np.array(_deviates([rate["value"] for rate in rates]))
    return {
        "array": np.array(_deviates([rate["high"] for rate in rates])) - at,
        "arrayminus": at - np.array(_deviates([max(rate["low"], floor) for rate in rates])),
        "color": faded(OFFICER, 0.35),
        "thickness": 1,
        "width": 0,
    }


def _axis(update: Any, name: str, low: float, high: float) -> None:
    ticks = [tick for tick in TICKS if low <= tick <= high]
    update(
        title=name,
        range=_deviates([low, high]),
        tickvals=_deviates(ticks),
        ticktext=[percent(tick) for tick in ticks],
    )


def _ends(count: int, size: int) -> list[int]:
    """Sizes of as many markers, of which only the first and the last are drawn."""
    return [size if k in (0, count - 1) else 0 for k in range(count)]


def _zero(point: Point) -> tuple[bool, bool]:
    """Whether FMR, and whether FNMR, was 0."""
    return not point["fmr"]["value"], not point["fnmr"]["value"]


def _bound(rate: Point) -> float:
    """What is drawn of a rate: itself, or the upper end where it was 0."""
    return float(rate["value"] or rate["high"])


def _floor(rates: Sequence[float]) -> float:
    return min([*rates, 0.1]) / 3


def _top(rates: Sequence[float]) -> float:
    """A little above the greatest, and never at 1, which has no place on the axis."""
    return min(max([*rates, 0.1]) * 1.3, 0.995)


def _deviates(rates: Sequence[float]) -> list[float]:
    """Normal deviates, of rates that are kept off 0 and 1."""
    held = np.clip(np.asarray(rates, np.float64), 1e-12, 1 - 1e-6)
    return [float(one) for one in ndtri(held)]


def _said(point: Point) -> str:
    both = ((name.upper(), point[name]) for name in ("fmr", "fnmr"))
    told = "".join(f"<br>{name} {percent(one['value'])} ({interval(one)})" for name, one in both)
    return f"threshold {point['threshold']:.6g}{told}"
