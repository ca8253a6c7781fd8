"""Data to figures; nothing here knows of Streamlit or of run folders."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from dashboards.figures.palette import (
    INK,
    LINE,
    OFFICER,
    PAPER,
    RIGHT,
    SOFT,
    TONES,
    WRONG,
    Tone,
    faded,
)
from dashboards.words import BOOKS, span

ALERTED = (
    "alerted_dismissed",
    "alerted_no_officer_free",
    "alerted_lost",
    "stopped_wrong_person",
    "stopped_right_person_arrest",
    "stopped_right_person_other",
)
STOPPED = ALERTED[3:]
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
THIN = 0.05
"""Of the widest band: bands thinner than a line of text."""
SHORT_S = 1200
"""Up to this long, a time axis shows seconds."""


@dataclass(frozen=True, slots=True)
class Flow:
    """`count` people going from one state to the next."""

    source: str
    target: str
    count: int
    tone: Tone


SPOTTED = "Spotted by an officer"
"""Whom officers stopped without the engine."""


def everybody_flows(books: dict[str, int], spotted: int = 0) -> list[Flow]:
    """Where passers-by left the way from the door to an alert; some were `spotted` and stopped
    without any.

    >>> [f.count for f in everybody_flows({"not_in_view": 3, "below_threshold": 2}) if f.count]
    [3, 2, 2, 2, 2]
    """
    count = {name: books.get(name, 0) for name in BOOKS}
    alerted = sum(count[name] for name in ALERTED) - spotted
    searched = count["below_threshold"] + count["matched_no_alert"] + alerted
    detected = count["detected_too_poor"] + searched
    in_view = count["in_view_not_detected"] + detected
    return [
        Flow("Passed by", "Never in view", count["not_in_view"], "neutral"),
        Flow("Passed by", SPOTTED, spotted, "busy"),
        Flow("Passed by", "In view", in_view, "busy"),
        Flow("In view", "Face not found", count["in_view_not_detected"], "neutral"),
        Flow("In view", "Face found", detected, "busy"),
        Flow("Face found", "Too poor to search", count["detected_too_poor"], "neutral"),
        Flow("Face found", "Searched", searched, "busy"),
        Flow("Searched", "Below the threshold", count["below_threshold"], "neutral"),
        Flow("Searched", "Matched, but no alert", count["matched_no_alert"], "neutral"),
        Flow("Searched", "Alerted", alerted, "busy"),
    ]


def alerted_flows(books: dict[str, int], spotted: int = 0) -> list[Flow]:
    """What came of the people about whom an alert was raised, and of those who were `spotted`."""
    count = {name: books.get(name, 0) for name in ALERTED}
    stopped = sum(count[name] for name in STOPPED)
    unmet = count["alerted_no_officer_free"] + count["alerted_lost"]
    return [
        Flow("Alerted", "Dismissed or not read", count["alerted_dismissed"], "neutral"),
        Flow("Alerted", "Confirmed", stopped - spotted + unmet, "busy"),
        Flow("Confirmed", "No officer to send", count["alerted_no_officer_free"], "neutral"),
        Flow("Confirmed", "Not met", count["alerted_lost"], "neutral"),
        Flow("Confirmed", "Stopped", stopped - spotted, "busy"),
        Flow(SPOTTED, "Stopped", spotted, "busy"),
        Flow("Stopped", "Wrong person", count["stopped_wrong_person"], "wrong"),
        Flow("Stopped", "Arrested", count["stopped_right_person_arrest"], "right"),
        Flow("Stopped", "Right, not arrested", count["stopped_right_person_other"], "right"),
    ]


def sankey(flows: Sequence[Flow], height: int = 330) -> go.Figure:
    """Flows as bands, as wide as they are large; empty ones are left out."""
    flows = [flow for flow in flows if flow.count]
    names = list(dict.fromkeys(name for flow in flows for name in (flow.source, flow.target)))
    into = {name: sum(f.count for f in flows if f.target == name) for name in names}
    total = {name: into[name] or sum(f.count for f in flows if f.source == name) for name in names}
    most = max(total.values(), default=1)
    tone = {flow.target: TONES[flow.tone] for flow in flows}
    links = {
        "source": [names.index(flow.source) for flow in flows],
        "target": [names.index(flow.target) for flow in flows],
        "value": [flow.count for flow in flows],
        "color": [faded(TONES[flow.tone], 0.28) for flow in flows],
        "hovertemplate": "%{source.label} → %{target.label}<extra></extra>",
    }
    nodes = {
        "label": [_beside(f"{name}  <b>{total[name]:,}</b>", total[name] / most) for name in names],
        "color": [tone.get(name, OFFICER) for name in names],
        "pad": 22,
        "thickness": 12,
        "line": {"width": 0},
        "hovertemplate": "%{label}<extra></extra>",
    }
    figure = go.Figure(go.Sankey(node=nodes, link=links, textfont={"color": INK, "size": 12}))
    return quiet(figure, height)


def _beside(label: str, share: float) -> str:
    """A thin band's label stands above it, so that the band does not strike it through."""
    return f"{label}<br> " if share < THIN else label


def day(
    entered_s: ArrayLike,
    alert_s: ArrayLike,
    right: ArrayLike,
    start_s: float,
    end_s: float,
) -> go.Figure:
    """People entering, and over them every alert, right ones above wrong ones.

    All times in seconds of the day (from midnight).
    """
    width_s = _bin_s(end_s - start_s)
    edges = np.arange(start_s, end_s + width_s, width_s)
    counts, _ = np.histogram(np.asarray(entered_s, np.float64), edges)
    figure = go.Figure()
    figure.add_bar(
        x=_times(edges[:-1] + width_s / 2),
        y=counts,
        marker_color=LINE,
        name=f"people entering in {span(width_s)}",
        hovertemplate="%{y:,} people<extra></extra>",
    )
    top = max(int(counts.max(initial=0)), 1)
    for truth, height in ((True, 1.28), (False, 1.12)):
        at_s = np.asarray(alert_s, np.float64)[np.asarray(right, bool) == truth]
        name = "right alert" if truth else "wrong alert"
        figure.add_scatter(
            x=_times(at_s),
            y=[top * height] * len(at_s),
            mode="markers",
            name=name,
            marker={"color": RIGHT if truth else WRONG, "size": 9, "opacity": 0.75},
            hovertemplate=f"{name} at %{{x|%H:%M:%S}}<extra></extra>",
        )
    legend = {"orientation": "h", "y": 1.0, "x": 0, "yanchor": "bottom"}
    figure.update_layout(bargap=0.06, legend=legend)
    figure.update_yaxes(visible=False)
    form = "%H:%M" if end_s - start_s > SHORT_S else "%H:%M:%S"
    figure.update_xaxes(tickformat=form, showgrid=False)
    return quiet(figure, height=260)


def utilisation(shares: dict[str, float | None]) -> go.Figure:
    """Share of their time that operators and officers were busy."""
    names = [name.capitalize() for name, share in shares.items() if share is not None]
    busy = [100 * share for share in shares.values() if share is not None]
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=busy,
        orientation="h",
        marker_color=OFFICER,
        text=[f"{share:.3g} %" for share in busy],
        textposition="outside",
        width=0.45,
        hoverinfo="skip",
    )
    ticks = [0, 25, 50, 75, 100]
    figure.update_xaxes(range=[0, 112], tickvals=ticks, ticktext=[f"{tick} %" for tick in ticks])
    return quiet(figure, height=150)


def scores(score: ArrayLike, right: ArrayLike, threshold: float) -> go.Figure:
    """Every alert's comparison score, right above wrong, with the threshold."""
    figure = go.Figure()
    spread: NDArray[np.float64] = np.linspace(-0.18, 0.18, 7)
    for truth, level in ((True, 1.0), (False, 0.0)):
        x = np.asarray(score, np.float64)[np.asarray(right, bool) == truth]
        figure.add_scatter(
            x=x,
            y=[level + spread[n % len(spread)] for n in range(len(x))],
            mode="markers",
            marker={"color": RIGHT if truth else WRONG, "size": 8, "opacity": 0.7},
            hovertemplate="score %{x:.3f}<extra></extra>",
        )
    figure.add_vline(x=threshold, line={"color": SOFT, "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=threshold, y=1.6, text=f"threshold {threshold:.3f}", showarrow=False, xanchor="left"
    )
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title="comparison score")
    figure.update_yaxes(
        tickvals=[0, 1], ticktext=["wrong", "right"], range=[-0.6, 1.8], zeroline=False
    )
    return quiet(figure, height=230)


def _times(seconds: ArrayLike) -> NDArray[np.datetime64]:
    """Seconds of the day as times of a day of no meaning, since plotly's axes want a date."""
    milliseconds = np.rint(np.asarray(seconds, np.float64) * 1000).astype("timedelta64[ms]")
    return np.datetime64("2000-01-01T00:00:00.000") + milliseconds


def _bin_s(duration_s: float) -> float:
    """A round width that makes about forty bars."""
    widths_s = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    return next((float(w) for w in widths_s if duration_s / w <= 45), 3600.0)


def quiet(figure: go.Figure, height: int) -> go.Figure:
    """The page's look: white, thin lines, no more than is needed."""
    figure.update_layout(
        template="plotly_white",
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        font={"color": INK, "size": 13, "family": FONT},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        hoverlabel={"bgcolor": INK, "font": {"color": PAPER}},
    )
    figure.update_xaxes(gridcolor=LINE, zerolinecolor=LINE, title_font={"color": SOFT, "size": 12})
    figure.update_yaxes(gridcolor=LINE, zerolinecolor=LINE, ticklabelstandoff=8)
    return figure
