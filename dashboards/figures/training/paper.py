"""Figures of a review for paper: pictures of the same, in the same colours."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dashboards.figures.palette import INK, LINE, OFFICER, RIGHT, SOFT

Told = Mapping[str, Any]
WIDE_IN, HIGH_IN, DPI = 6.67, 2.6, 200
SMALL = 8.0


def confidence_png(told: Told) -> bytes:
    """The curve of confidence, and beside it how often verdicts of a confidence were right."""
    page = _page(HIGH_IN)
    curve, steps = page.add_axes((0.08, 0.18, 0.38, 0.77)), page.add_axes((0.59, 0.18, 0.38, 0.77))
    curve.plot([0, 1], [0, 1], color=SOFT, linestyle=":", linewidth=1)
    found = told["curve"]
    curve.plot(found["false_alarms"], found["hits"], color=OFFICER, marker="o", markersize=3)
    _named(curve, "false alarms", "hits")
    steps.plot([0, 1], [0.5, 1], color=SOFT, linestyle=":", linewidth=1)
    known = [step for step in told["calibration"]["steps"] if step["sure"] is not None]
    _dots(steps, [step["sure"] for step in known], [step["right"] for step in known], OFFICER)
    _named(steps, "confidence", "share right")
    for axes in (curve, steps):
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
    return _png(page)


def over_time_png(told: Told) -> bytes:
    """The share right and the median reaction time by quarters of an hour."""
    page = _page(HIGH_IN)
    places = ((0.08, 0.18, 0.38, 0.77), (0.59, 0.18, 0.38, 0.77))
    blocks = told["vigilance"]["blocks"]
    for place, name, colour, title in zip(
        places, ("right", "reaction_s"), (RIGHT, OFFICER), ("share right", "median, s"), strict=True
    ):
        axes = page.add_axes(place)
        known = [one for one in blocks if one[name]["value"] is not None]
        minutes = [(one["from_s"] - told["from_s"]) / 60 for one in known]
        _dots(axes, minutes, [one[name] for one in known], colour)
        _named(axes, "minutes from the session's start", title)
        axes.set_xlim(-1, max([15.0, *minutes]) + 1)
        axes.set_ylim(0, 1.02 if name == "right" else None)
    return _png(page)


def _page(high_in: float) -> Figure:
    return Figure(figsize=(WIDE_IN, high_in))


def _dots(axes: Axes, x: Sequence[float], figures: Sequence[Told], colour: str) -> None:
    """Values with their intervals."""
    values = [one["value"] for one in figures]
    down = [0 if one["low"] is None else one["value"] - one["low"] for one in figures]
    up = [0 if one["high"] is None else one["high"] - one["value"] for one in figures]
    axes.errorbar(
        x, values, yerr=[down, up], color=colour, marker="o", markersize=4, linestyle="none",
        elinewidth=0.8, capsize=2,
    )  # fmt: skip


def _named(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across, fontsize=SMALL, color=SOFT)
    axes.set_ylabel(up, fontsize=SMALL, color=SOFT)
    axes.tick_params(labelsize=SMALL, colors=INK)
    axes.grid(color=LINE, linewidth=0.5)
    for side in axes.spines.values():
        side.set_color(LINE)


def _png(page: Figure) -> bytes:
    held = BytesIO()
    page.savefig(held, format="png", dpi=DPI, metadata={"Software": None})
    return held.getvalue()
