"""Whether forecasts of the record were right, as rows of tables and as one self-contained page."""

from collections.abc import Mapping
from typing import Any

from dashboards.figures.scrutinise.calibration import places, within
from dashboards.reports.sheet import drawing, page, section, table
from dashboards.words import percent

Told = Mapping[str, Any]
WAYS = {
    "leave_one_out": "Each deployment by all others",
    "forward": "Forward in time: each month by those before it",
    "forward_further": "Four months ahead",
    "forward_place_not_named": "Next month, without the place's name",
}
"""How rows were foretold, and what that is called."""
COUNTS = {
    "true_alerts": "true alerts", "false_alerts": "false alerts", "alerts": "alerts",
    "engagements": "engaged", "arrests": "arrests", "faces": "faces, from the plan alone",
}  # fmt: skip
INSIDE_HEADS = (
    "count", "rows", "inside 50 %", "95 % interval", "if right", "inside 95 %", "95 % interval",
    "if right",
)  # fmt: skip
SCORE_HEADS = (
    "count", "CRPS", "if right", "less that of constant rates", "less that of log faces",
    "log score", "less constant", "less log faces",
)  # fmt: skip
RIVALS = ("constant rates", "negative binomial on log faces")
EXPECTED = (
    "Whole numbers, so an interval holds as near to 50 and 95 % as they can. If right: what the"
    " forecasts expect of themselves, in brackets where 95 of 100 such records would lie if they"
    " are right and rows are independent. A count that is nearly always 0 has nothing but 0 in both"
    " intervals. A CRPS below what is expected says that forecasts are wider than they need be."
)
BETTER = (
    "CRPS is in the count's own unit, the log score in nats; less is better. Differences are"
    " paired, row by row, with 95 % intervals by deployment: below 0 these forecasts are better."
)
AGAINST = (
    "Constant rates: so many a face seen. Log faces: a negative binomial on them. Both are fitted"
    " to the same rows, and where the era has ten, to its rows alone."
)


def inside_rows(told: Told) -> list[tuple[str, ...]]:
    """A line a count: how many rows lay inside, of how many, and what was expected."""
    return [
        (words, f"{one['rows']:,}", *_inside(one, "50"), *_inside(one, "95"))
        for key, words in COUNTS.items()
        if (one := told["counts"].get(key))
    ]


def score_rows(told: Told) -> list[tuple[str, ...]]:
    """A line a count: its scores, and differences to the rivals'."""
    return [
        (
            words,
            _amount(one["crps"]),
            _amount(one["crps_if_right"]),
            *(_apart(one["rivals"], rival, "crps") for rival in RIVALS),
            _amount(one.get("log_score")),
            *(_apart(one["rivals"], rival, "log_score") for rival in RIVALS),
        )
        for key, words in COUNTS.items()
        if (one := told["counts"].get(key))
    ]


def verdict_page(told: Told) -> str:
    """The whole page."""
    parts = []
    for key, words in WAYS.items():
        one = told[key]
        tables = table(INSIDE_HEADS, inside_rows(one)) + table(SCORE_HEADS, score_rows(one))
        parts.append(section(f"{words}: {one['rows']} deployments", f"{EXPECTED} {BETTER}", tables))
        if key in ("leave_one_out", "forward"):
            parts.append(drawing(within(one), f"within_{key}"))
            parts.append(drawing(places(one), f"places_{key}"))
    parts.append(section("What it is compared with", AGAINST, ""))
    parts.append(section("What it rests on", f"Record {told['record_sha256']}", ""))
    return page("Were forecasts of the published record right?", parts)


def _inside(one: Told, level: str) -> tuple[str, str, str]:
    rate = one["coverage"][level]
    share = f"{percent(rate['value'])} ({rate['numerator']:,})"
    span = f"{percent(rate['low'])} to {percent(rate['high'])}"
    ends = f"{percent(rate['expected_low'])} to {percent(rate['expected_high'])}"
    return share, span, f"{percent(rate['expected'])} ({ends})"


def _apart(rivals: Told, name: str, score: str) -> str:
    if name not in rivals:
        return "–"
    one = rivals[name][f"{score}_difference"]
    value, low, high = (f"{one[key]:+.3f}".replace("-", "−") for key in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _amount(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:.3f}"
