"""How a deployment's expected alerts and stops are told: divided by alerts, and by people."""

from collections.abc import Mapping
from typing import Any

from dashboards.words import Divided, number, percent

ROWS = {
    "true_alerts": "Listed people alerted (true alerts)",
    "listed_missed": "Listed people missed",
    "false_alerts": "Others alerted (false alerts)",
    "alerts": "Alerts in all",
    "right_stops": "Listed people stopped",
    "wrongful_stops": "People stopped wrongly",
}
"""What is counted of one deployment, in words."""
SHARES = {
    "tpir": "TPIR",
    "fpir": "FPIR",
    "listed_share": "Listed people among the faces",
    "confirm_true": "Stopped, of those alerted rightly",
    "confirm_false": "Stopped, of those alerted wrongly",
}
"""Shares that can be known by counts or an interval, in words."""
HEADS = ("in one such deployment", "expected", "half of the time", "95 of 100 times", "any at all")
OFTEN = "in 95 of 100 such deployments"


def two_views(told: Mapping[str, Any]) -> tuple[Divided, Divided]:
    """A deployment's false alerts divided by its alerts, and by the people not on the list.

    >>> some = {"expected": 34.0, "interval_95": [23, 46]}
    >>> told = {"faces": 34_011, "listed": 11.4, "one_in": 1000.0, "false_alerts": some,
    ...         "alerts": {"expected": 42.0},
    ...         "alert_precision": {"expected": 8 / 42, "interval_95": [0.08, 0.32]}}
    >>> for one in two_views(told):
    ...     print(one.of, one.figure, one.interval, one.divides, sep="; ")
    Of 42 alerts; 81 % are false; 68 to 92 %; 34 false / 42 alerts
    Of 34,000 people not listed; 1 in 1,000 is alerted; 1 in 739 to 1,478; 34,000 people / 34 alerts
    """
    wrong, others = told["false_alerts"], told["faces"] - told["listed"]
    alerts, precision = told["alerts"]["expected"], told["alert_precision"]
    of_alerts = Divided("Of no alerts", "none is false", "", "nobody is alerted")
    if precision["expected"] is not None:
        low, high = (1 - one for one in reversed(precision["interval_95"]))
        of_alerts = Divided(
            of=f"Of {number(alerts)} alerts",
            figure=f"{_percent(1 - precision['expected'])} are false",
            interval=f"{_percent(low).removesuffix(' %')} to {_percent(high)}",
            divides=f"{number(wrong['expected'])} false / {number(alerts)} alerts",
        )
    of = f"Of {others:,.0f} people not listed"
    if not told["one_in"]:
        return of_alerts, Divided(of, "none is alerted", "", f"{others:,.0f} people / 0 alerts")
    return of_alerts, Divided(
        of=of,
        figure=f"1 in {number(told['one_in'])} is alerted",
        interval=_one_in(others, *wrong["interval_95"]),
        divides=f"{others:,.0f} people / {number(wrong['expected'])} alerts",
    )


def _one_in(people: float, low: int, high: int) -> str:
    """So many people for each of few to many alerts."""
    if not high:
        return "nobody"
    if not low:
        return f"nobody to 1 in {number(people / high)}"
    return f"1 in {number(people / high)} to {number(people / low)}"


def row(told: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A count of a deployment, as HEADS has it."""
    one = told[key]
    spans = (f"{low:,} to {high:,}" for low, high in (one["interval_50"], one["interval_95"]))
    return (ROWS[key], number(one["expected"]), *spans, percent(round(one["at_least_one"], 3)))


def how_sure(told: Mapping[str, Any]) -> list[str]:
    """A line for each share that is known by counts or an interval only."""
    return [
        f"{SHARES[name]}: {one['said']}, so 95 %: {percent(one['interval_95'][0])} to"
        f" {percent(one['interval_95'][1])}."
        for name, one in told.get("unsure", {}).items()
    ]


def _percent(share: float) -> str:
    """A share in whole percent, where that is not none or all."""
    whole = round(100 * share)
    return f"{whole} %" if 0 < whole < 100 else percent(round(share, 6))
