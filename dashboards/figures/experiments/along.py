"""A measure along one field of a sweep: a line for each value of another, with its intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.figures.charts import quiet
from dashboards.figures.palette import CAMERA, INK, LISTED, NEUTRAL, OFFICER

LINES = (OFFICER, CAMERA, LISTED, NEUTRAL, INK)
MARKS = ("circle", "square", "diamond", "triangle-up", "cross")
"""Lines are told apart by their marks, too."""
MOST_LINES = len(LINES)
HEIGHT_PX, LARGER_PX = 250, 3
"""The marks of each line that is drawn over by others are so much larger."""


@dataclass(frozen=True, slots=True)
class Step:
    """One point of a line: the field's value as it is written, the mean and how far its interval
    reaches down and up, nought where there is none.
    """

    value: str
    mean: float
    down: float = 0.0
    up: float = 0.0


def along(
    lines: Sequence[tuple[str, Sequence[Step]]],
    field: str,
    *,
    percent: bool = False,
    joined: bool = True,
) -> go.Figure:
    """Means over a field's values, each line under its name; shares in per cent. Points that are
    not `joined` differ in more than the field.

    Values that are all numbers stand as far apart as they are, others beside each other.
    """
    numbers = all(_number(step.value) is not None for _, steps in lines for step in steps)
    factor = 100.0 if percent else 1.0
    figure = go.Figure()
    below = len(lines)
    for (name, steps), colour, mark in zip(lines, LINES, MARKS, strict=False):
        below -= 1
        told = sorted(steps, key=lambda step: _number(step.value) or 0.0) if numbers else steps
        figure.add_scatter(
            x=[_number(step.value) if numbers else step.value for step in told],
            y=[factor * step.mean for step in told],
            error_y={
                "array": [factor * step.up for step in told],
                "arrayminus": [factor * step.down for step in told],
                "width": 4,
                "thickness": 1.5,
            },
            mode="lines+markers" if joined else "markers",
            name=name,
            line={"color": colour, "width": 2},
            marker={"symbol": mark, "size": 8 + LARGER_PX * below},
            hovertemplate="%{x}: %{y:.4g}" + (" %" if percent else "") + "<extra></extra>",
        )
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.15, "x": 0})
    figure.update_xaxes(title=field, type=None if numbers else "category")
    figure.update_yaxes(rangemode="tozero", ticksuffix=" %" if percent else "")
    return quiet(figure, HEIGHT_PX)


def _number(told: str) -> float | None:
    """A value as a number.

    >>> _number("0.5"), _number("nearest")
    (0.5, None)
    """
    try:
        return float(told)
    except ValueError:
        return None
