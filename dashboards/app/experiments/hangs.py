"""What figures hang on: points of a sweep, effects of fields, designs of which one is chosen."""

from collections.abc import Mapping
from typing import Any

from dashboards.app.design.pieces import table
from dashboards.app.experiments.figures import NONE, amount, bar_to, known
from dashboards.app.experiments.found import called
from dashboards.visible import escape
from sim.outcomes.measures import named

Told = Mapping[str, Any]
SHARES = {
    "sobol": (
        (("total", "total_reach"), "with all others"),
        (("first", "first_reach"), "alone"),
    ),
    "morris": ((("size", "size_reach"), "effect"), (("spread", None), "spread")),
}
"""Of each method what it tells of a field, and how that is called."""


def points(told: Told) -> str:
    """A row a point: the values of its fields, and each measure's mean with its interval on one
    scale a measure.
    """
    first = told["points"][0]
    every, rows = known(first["outcomes"]), []
    of = {one.key: [point["outcomes"][one.key] for point in told["points"]] for one in every}
    for number, point in enumerate(told["points"]):
        fields = [escape(str(value)) for value in point["changes"].values()]
        rows.append([*fields, *(_mean(key, all_[number], _end(all_)) for key, all_ in of.items())])
    heads = dict.fromkeys([*first["changes"], *(one.name for one in every)], False)
    return f'<div class="pair points">{table(heads, rows)}</div>'


def effects(told: Told, measure: str) -> str:
    """A row a field, what hangs on it the most first, each with how far its interval reaches."""
    columns = SHARES[told["method"]]
    (most, _), _ = columns[0]
    ordered = sorted(told["effects"][measure], key=lambda one: -(one[most] or 0.0))
    ends = {name: max([abs(one[name] or 0.0) for one in ordered]) for (name, _), _ in columns}
    rows = [
        [escape(one["field"]), *(_effect(one, *key, ends[key[0]]) for key, _ in columns)]
        for one in ordered
    ]
    heads = {"field": False} | {name: False for _, name in columns}
    return f'<div class="pair">{table(heads, rows)}</div>'


def race(told: Told) -> str:
    """A row a design, the chosen one first, then those that were left, then by how late they were
    dropped.
    """
    dropped = told["dropped"]
    late = sorted(dropped, key=lambda name: -dropped[name])
    order = dict.fromkeys([told["chosen"], *told["left"], *late])
    rows = [
        [
            escape(called(name)),
            amount(named(told["measure"]), told["designs"][name]["mean"]),
            f"{told['designs'][name]['count']:,}",
            _stands(told, name),
        ]
        for name in order
        if name is not None
    ]
    return table({"design": False, "mean": True, "replications": True, "": False}, rows)


def _end(means: list[Told]) -> float:
    """Where the bars of a measure end."""
    return max((one["high"] or one["mean"] or 0.0 for one in means), default=0.0)


def _mean(key: str, one: Told, end: float) -> str:
    measure, middle = named(key), one["mean"]
    if middle is None:
        return NONE
    value = f"<strong>{amount(measure, middle)}</strong>"
    if not end:
        return value
    low, high = (middle if one[side] is None else one[side] for side in ("low", "high"))
    reach = ""
    if one["low"] is not None:
        reach = f"<small>{amount(measure, low)} to {amount(measure, high)}</small>"
    return f"{value}{bar_to(low, middle, high, end)}{reach}"


def _effect(one: Told, name: str, reach: str | None, end: float) -> str:
    value = one[name]
    if value is None:
        return NONE
    about = "" if reach is None or one[reach] is None else f" <small>± {one[reach]:.3g}</small>"
    bar = bar_to(0.0, abs(value), abs(value), end) if end else ""
    return f"<strong>{value:.3g}</strong>{about}{bar}"


def _stands(told: Told, name: str) -> str:
    if name == told["chosen"]:
        return "<strong>chosen</strong>"
    after = told["dropped"].get(name)
    return "left" if after is None else f"dropped after {after:,}"
