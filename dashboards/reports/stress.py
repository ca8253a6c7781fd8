"""A stress run as one self-contained page: a table and a figure a part."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.load import density_trials, latency_curves, overload_curves
from dashboards.figures.stress import capacity_points, grid_lines, search_times, throughput_bars
from dashboards.reports.sheet import drawing, page, section, table, words
from dashboards.reports.stress_answers import answers
from dashboards.reports.stress_tables import about, shown, verdicts
from dashboards.visible import escape

FIGURES: dict[str, Callable[[dict[str, Any]], go.Figure]] = {
    "throughput": throughput_bars,
    "search": search_times,
    "grid": grid_lines,
    "capacity": capacity_points,
    "density": density_trials,
    "server": latency_curves,
    "overload": overload_curves,
}
"""How each part of a stress run is drawn."""


WORDS = (
    "template", "watchlist", "worker", "latency", "95 % quantile", "stream density", "overload",
    "TPIR", "FPIR", "interval",
)  # fmt: skip
"""What its tables take for known."""


def stress_page(found: dict[str, Any]) -> str:
    """The page of a stress run's JSON."""
    judged = verdicts(found)
    parts = [f"<p>{escape(line)}</p>" for line in (*answers(found), about(found))]
    if judged.rows:
        parts.append(section(judged.title, judged.text, table(judged.heads, judged.rows)))
    for name, result in found["parts"].items():
        told = shown(name, result)
        figure = drawing(FIGURES[name](result), f"figure-{name}")
        parts.append(section(told.title, told.text, figure + table(told.heads, told.rows)))
    parts.append(words(*WORDS))
    return page("Stress run", parts)
