"""Figures of two runs side by side, with their intervals and what lies between them."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from dashboards.app.design.cards import explained
from dashboards.app.design.pieces import table, term
from dashboards.figures.bars import scales
from dashboards.figures.palette import tone_of
from dashboards.visible import escape
from dashboards.words import interval, percent, share_of
from engine.misfit import SHORT
from sim.outcomes.differences import Set, difference
from sim.outcomes.measures import Measure, measures

Outcomes = Mapping[str, Any]
NONE = "–"
DIFFERENCES = (
    "A difference is the right column's rate less the left one's, with its 95 % interval; it stands"
    " out where the interval leaves 0 out. Of many differences at 95 %, one in twenty does so by"
    " chance alone."
)
SAME_PEOPLE = (
    "Both met the same people, who had the same luck: differences are known better than these"
    " intervals say, which are made as for two runs that share nothing."
)


def rates(left: Outcomes, right: Outcomes, names: tuple[str, str]) -> str:
    """A row a rate: what it is, both with their intervals on one scale, and the difference."""
    every = measures("rate")
    ends = scales([one[measure.key] for measure in every for one in (left, right)])
    rows = []
    for number, measure in enumerate(every):
        end = max(ends[2 * number], ends[2 * number + 1])
        sides = [_rate(one[measure.key], measure, end) for one in (left, right)]
        rows.append([_named(measure), *sides, _between(left[measure.key], right[measure.key])])
    heads = {"rate": False, names[0]: False, names[1]: False, "difference": True}
    return f'<div class="pair">{table(heads, rows)}</div>'


def counts(left: Outcomes, right: Outcomes, names: tuple[str, str]) -> str:
    """A row a count, and the difference."""
    rows = []
    for measure in measures("count"):
        before, after = left[measure.key], right[measure.key]
        change = f"{after - before:+,}" if after != before else NONE
        rows.append([term(measure.name, measure.meaning), f"{before:,}", f"{after:,}", change])
    return table({"count": False, names[0]: True, names[1]: True, "difference": True}, rows)


def settings(found: Sequence[Set], names: tuple[str, str]) -> str:
    """A row a field that is set otherwise."""
    rows = [
        [f"<code>{escape(one.field)}</code>", *map(_set, (one.value, one.other))] for one in found
    ]
    return table({"set otherwise": False, names[0]: False, names[1]: False}, rows)


def _named(measure: Measure) -> str:
    word = f"<br>{term(measure.term, explained(measure))}" if measure.term else ""
    name = escape(measure.name) if measure.term else term(measure.name, explained(measure))
    return f"{name}{word}"


def _rate(rate: Mapping[str, Any], measure: Measure, end: float) -> str:
    """A rate's value, its interval in numbers and as a bar, and what it divides."""
    if rate["value"] is None:
        return f"{NONE}<br><small>{share_of(rate)} {escape(measure.divides)}</small>"
    colour = f"var(--{tone_of(rate, measure.tone)})"
    low, high, value = (100 * min(rate[key] / end, 1) for key in ("low", "high", "value"))
    bar = (
        f'<div class="range"><i style="left:{low:.2f}%;width:{high - low:.2f}%;'
        f'background:{colour}"></i><b style="left:{value:.2f}%;background:{colour}"></b></div>'
    )
    said = f"<small>95 %: {interval(rate)}<br>{share_of(rate)}</small>"
    return f"<strong>{percent(rate['value'])}</strong>{bar}{said}"


def _between(left: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    found = difference(right, left)
    if found is None:
        return NONE
    if left == right:
        return "none"
    low, value, high = (_points(one) for one in (found.low, found.value, found.high))
    strong = f"<strong>{value} points</strong>" if found.told_apart else f"{value} points"
    return f"{strong}<br><small>95 %: {low} to {high}</small>"


def _points(share: float) -> str:
    """A difference of shares in percentage points.

    >>> _points(-0.031), _points(0.00042), _points(0.0)
    ('−3.1', '+0.042', '0')
    """
    told = float(f"{100 * abs(share):.2g}")
    sign = "" if told == 0 else "−" if share < 0 else "+"
    return f"{sign}{told:g}"


def _set(value: Any) -> str:
    """A field's value in a line."""
    if value is None:
        return "none"
    if isinstance(value, dict) and "id" in value:
        return escape(f"the one called {value['id']}")
    told = yaml.safe_dump(value, default_flow_style=True, width=10**6, allow_unicode=True)
    return escape(SHORT.repr(told.removesuffix("...\n").strip())[1:-1])
