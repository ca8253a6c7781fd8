"""Logarithmic axes with round numbers: left to itself a short one tells single digits."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go


def log_up(figure: go.Figure, title: str, *also: float) -> None:
    """Make the axis up logarithmic, with round numbers around all that is drawn and `also`."""
    drawn = [*also, *(y for trace in figure.data for y in trace.y or ())]
    shown = [float(y) for y in drawn if y is not None and 0 < y < math.inf]
    ticks = log_ticks(shown) if shown else None
    figure.update_yaxes(title=title, type="log", tickvals=ticks, tickformat="~r")


def log_ticks(values: Sequence[float]) -> list[float]:
    """Round numbers from below positive values to above them.

    >>> log_ticks([0.3, 4.0])
    [0.2, 0.5, 1.0, 2.0, 5.0]
    """
    low, high = math.floor(math.log10(min(values))) - 1, math.ceil(math.log10(max(values))) + 1
    steps = [float(f"{step}e{power}") for power in range(low, high + 1) for step in (1, 2, 5)]
    first = max((n for n, step in enumerate(steps) if step <= min(values)), default=0)
    last = next(n for n, step in enumerate(steps) if step >= max(values))
    return steps[first : last + 1]
