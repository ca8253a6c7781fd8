"""Figures of an experiment as tables, each interval as a bar."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboards.app.design.cards import explained
from dashboards.app.design.pieces import table, term
from dashboards.app.experiments.found import called
from dashboards.figures.bars import scale_of
from dashboards.visible import escape
from dashboards.words import percent
from sim.outcomes.measures import Measure, measures

Told = Mapping[str, Any]
NONE = "–"
LEAST_P = 0.0001
"""Nobody decides anything by a smaller one."""


def known(outcomes: Told) -> list[Measure]:
    """Of the measures that have one figure those that are told, rates first."""
    every = [*measures("rate"), *measures("count", "one_in")]
    return [one for one in every if one.key in outcomes]


def means(outcomes: Told, shown: Sequence[Measure]) -> str:
    """A row a measure: its mean over replications with its interval, how far replications lie from
    each other, and how many have it.
    """
    rows = (_mean_row(measure, outcomes[measure.key]) for measure in shown)
    heads = {"measure": False, "mean over replications": False, "least to most": True, "of": True}
    return f'<div class="pair">{table(heads, rows)}</div>'


def apart(told: Told, measure: Measure) -> str:
    """A row a design: its mean of a measure, and by how much it differs from the first one's."""
    first, *others = told["designs"]
    rows = [_design_row(first, told["designs"][first][measure.key], measure)]
    found = {name: told["differences"][name][measure.key] for name in others}
    ends = [abs(one[side]) for one in found.values() for side in ("low", "high") if one[side]]
    end = max(ends, default=0.0)
    for name in others:
        row = _design_row(name, told["designs"][name][measure.key], measure)
        rows.append([*row[:2], *_difference(found[name], measure, end)])
    heads = {"design": False, "mean": True, "difference to the first": False, "p (Holm)": True}
    return f'<div class="pair">{table(heads, rows)}</div>'


def compared(told: Told) -> Iterator[Measure]:
    """The measures that are compared, in the order of the table of measures."""
    first = next(iter(told["designs"].values()))
    yield from known(first)


def meaning(measure: Measure) -> str:
    """A measure's name, and the standards' word that explains it."""
    if not measure.term:
        return term(measure.name, explained(measure))
    return f"{escape(measure.name)}<br>{term(measure.term, explained(measure))}"


def amount(measure: Measure, value: float | None, *, signed: bool = False) -> str:
    """A measure's value: a share in per cent, its difference in points, anything else as a number.

    >>> from sim.outcomes.measures import named
    >>> amount(named("tpir"), 0.421), amount(named("tpir"), -0.02, signed=True)
    ('42.1 %', '−2 points')
    >>> amount(named("stops"), 12.345), amount(named("stops"), 1.5, signed=True)
    ('12.35', '+1.5')
    """
    if value is None:
        return NONE
    sign = ("−" if value < 0 else "+" if value > 0 else "") if signed else ""
    size = abs(value) if signed else value
    if measure.form != "rate":
        return f"{sign}{size:,.0f}" if abs(size) >= 1000 else f"{sign}{size:.4g}"
    return f"{sign}{100 * size:.3g} points" if signed else percent(value)


def _mean_row(measure: Measure, one: Told) -> list[str]:
    value = NONE if one["mean"] is None else f"<strong>{amount(measure, one['mean'])}</strong>"
    if one["low"] is not None:
        span = f"95 %: {amount(measure, one['low'])} to {amount(measure, one['high'])}"
        end = scale_of([dict(one)]) if measure.form == "rate" else one["most"]
        bar = bar_to(one["low"], one["mean"], one["high"], end)
        value += f"{bar}<small>{span}</small>"
    elif one["mean"] is not None:
        value += "<br><small>no interval: it never differed</small>"
    ends = f"{amount(measure, one['least'])} to {amount(measure, one['most'])}"
    return [meaning(measure), value, ends, f"{one['count']:,}"]


def bar_to(low: float, middle: float, high: float, end: float) -> str:
    """An interval and its middle as a bar from 0 to `end`."""
    return _range(*(100 * min(max(one / end, 0.0), 1.0) for one in (low, middle, high)))


def _design_row(name: str, one: Told, measure: Measure) -> list[str]:
    return [escape(called(name)), amount(measure, one["mean"]), "", ""]


def _difference(one: Told, measure: Measure, end: float) -> list[str]:
    """The difference, its interval about 0 in the middle, and how likely it is by chance alone."""
    value = amount(measure, one["mean"], signed=True)
    if one["low"] is None:
        return [f"{value}<br><small>no interval: it never differed</small>", NONE]
    low, mean, high = (50 + 50 * one[k] / end for k in ("low", "mean", "high"))
    sides = [amount(measure, one[k], signed=True) for k in ("low", "high")]
    strong = one["low"] > 0 or one["high"] < 0
    shown = f"<strong>{value}</strong>" if strong else value
    bar = f'<div class="about">{_range(low, mean, high)}</div>'
    return [f"{shown}{bar}<small>{sides[0]} to {sides[1]}</small>", _chance(one["adjusted"])]


def _chance(p: float) -> str:
    """A p value.

    >>> _chance(0.0123), _chance(4e-6)
    ('0.012', 'below 0.0001')
    """
    return f"{p:.2g}" if p >= LEAST_P else f"below {LEAST_P}"


def _range(low: float, middle: float, high: float) -> str:
    tone = "var(--officer)"
    return (
        f'<div class="range"><i style="left:{low:.2f}%;width:{high - low:.2f}%;background:{tone}">'
        f'</i><b style="left:{middle:.2f}%;background:{tone}"></b></div>'
    )
