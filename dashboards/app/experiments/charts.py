"""The points of a sweep as figures: each measure along a field."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards.app.design.drawn import draw
from dashboards.app.experiments.figures import known
from dashboards.figures.experiments.along import MOST_LINES, Step, along
from dashboards.visible import plain
from sim.outcomes.measures import Measure

Told = Mapping[str, Any]
Line = tuple[str, list[Step]]


def show(told: Told) -> None:
    """A figure a measure, two beside each other; nothing for a single point."""
    points = told["points"]
    if len(points) < 2:
        return
    first, *rest = points[0]["changes"]
    whole = len(rest) < 2 and _is_grid(points)
    if not whole:
        first = str(st.selectbox("Along which field", [first, *rest], key="along"))
    columns = st.columns(2, gap="large")
    for number, measure in enumerate(known(points[0]["outcomes"])):
        lines = _lines(points, measure, rest[0] if rest and whole else None, first)
        with columns[number % 2]:
            st.header(plain(measure.name), anchor=False, help=measure.meaning)
            percent = measure.form == "rate"
            figure = along(lines, first, percent=percent, joined=whole)
            draw(figure, f"along-{measure.key}")


def _is_grid(points: Sequence[Told]) -> bool:
    """Whether every value of one field meets every value of the other, few enough to be told
    apart.
    """
    values = [{one["changes"][field] for one in points} for field in points[0]["changes"]]
    return len(values) == 1 or (
        len(values[0]) * len(values[1]) == len(points) and len(values[1]) <= MOST_LINES
    )


def _lines(points: Sequence[Told], measure: Measure, by: str | None, along_: str) -> list[Line]:
    """A line for each value of the field `by`; one if there is none."""
    found: dict[str, list[Step]] = {}
    for point in points:
        one = point["outcomes"][measure.key]
        if one["mean"] is not None:
            name = "" if by is None else f"{by} = {point['changes'][by]}"
            found.setdefault(name, []).append(_step(point["changes"][along_], one))
    return [*found.items()]


def _step(value: str, one: Told) -> Step:
    if one["low"] is None:
        return Step(value, one["mean"])
    return Step(value, one["mean"], one["mean"] - one["low"], one["high"] - one["mean"])
