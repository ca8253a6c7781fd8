"""The tables of a run's outcomes, as rows for the terminal and the page."""

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from dashboards.reports.told import Found, Shown
from dashboards.words import BOOKS, HELD, TIMES, interval, percent, share_of, span
from scenarios.failures import headed, taken
from scenarios.hours import clock
from sim.outcomes.failures import Failing
from sim.outcomes.measures import measures, named

CAMERA_HEADS = (
    "camera", "in view", "faces", "could be recognised (listed)", "alerts (false)", "stops (wrong)",
    "listed people found (TPIR)", "people not listed who were alerted (FPIR)",
    "right of the alerts (precision)",
)  # fmt: skip
"""What is told of each camera; each rate with its interval and what it divides."""
CAMERA_RATES = ("tpir", "fpir", "alert_precision")
GROUP = {"sex": "{}", "age": "{} years", "ancestry": "{} ancestry", "tone": "tone {}"}
"""How the groups of each label are called; tones are those of the Monk Skin Tone Scale."""
GROUP_HEADS = (
    "who", "came", "in view", "stopped wrongly, of those in view",
    "alerted, of those not listed whom a camera could recognise",
    "found, of those listed whom a camera could recognise",
)  # fmt: skip
NONE = "–"


def run_tables(outcomes: Found) -> list[Shown]:
    """Every measure of a run that is a table of its own, and what officers found without the engine
    where some looked.
    """
    shown = [run_table(one.key, outcomes[one.key]) for one in measures("table")]
    return [*shown, spotting_table(outcomes["briefed"])] if outcomes.get("briefed") else shown


def run_table(key: str, found: Any) -> Shown:
    """The table of the measure `key`."""
    heads, rows = SHOWN[key](found)
    return Shown(named(key).name, named(key).meaning, heads, rows)


def spotting_table(found: Found) -> Shown:
    """What officers who were briefed found."""
    rows = [
        ("officers who looked", f"{found['officers']:,}", NONE),
        ("faces they were shown", f"{found['faces']:,}", NONE),
        ("people they spotted", f"{found['spotted']:,}", NONE),
        ("listed people spotted, of all who came", *_with_interval(found["listed_spotted"])),
        ("somebody else, of those they spotted", *_with_interval(found["wrong"])),
        ("busy with stops", percent(found["busy"]), NONE),
    ]
    return Shown(SPOTTED, SPOTTED_TEXT, ("what", "how much", "95 % interval"), rows)


def failures_table(found: Sequence[Failing], starts_at: str) -> Shown:
    """What went wrong, and the looks at people that it took."""
    rows = [
        (
            headed(one.kind, one.what),
            clock(starts_at, one.from_s),
            clock(starts_at, one.to_s) if one.to_s < inf else NONE,
            f"{one.offered:,}" if one.offered or one.kind in taken() else NONE,
            f"{one.lost:,}" if one.kind in taken() else NONE,
        )
        for one in found
    ]
    return Shown(FAILURES, FAILURES_TEXT, FAILURE_HEADS, rows)


def _with_interval(rate: Found) -> tuple[str, str]:
    return f"{percent(rate['value'])} ({share_of(rate)})", interval(rate)


SPOTTED = "What officers found without the engine"
SPOTTED_TEXT = (
    "Officers who were shown faces before the shift looked at people who passed their posts, and"
    " stopped whom they took for one of them."
)
FAILURES = "What went wrong"
FAILURES_TEXT = (
    "Looks at people that fell into a failure's time on its cameras, and those of them that it"
    " took, each in one failure only. The books have nobody as lost by a failure: whoever was not"
    " looked at stands where they would stand had no camera been there."
)
FAILURE_HEADS = ("failure", "from", "to", "looks at people", "taken by it")
Rows = list[tuple[str, ...]]
Made = tuple[tuple[str, ...], Rows]
"""Heads and rows."""


def _books(books: dict[str, int]) -> Made:
    rows = [(told, f"{books[name]:,}") for name, (told, _) in BOOKS.items()]
    return ("ended as", "people"), [*rows, ("all passers-by", f"{sum(books.values()):,}")]


def _times(times_s: Found) -> Made:
    rows: Rows = []
    for name, told in TIMES.items():
        one = times_s[name] or {"median": None, "p95": None, "count": 0}
        rows.append((told, _span(one["median"]), _span(one["p95"]), f"{one['count']:,}"))
    return ("from, to", "median", "95 in 100 within", "cases"), rows


def _held(held_s: Found) -> Made:
    rows: Rows = []
    for name, told in HELD.items():
        one = held_s[name]
        spans = (_span(one["median"]), _between(one), _span(one["longest"]), _span(one["total"]))
        rows.append((told, f"{one['count']:,}", *spans))
    return ("who", "people", "median", "95 % interval", "longest", "all together"), rows


def _between(one: Found) -> str:
    if one["low"] is None:
        return "too few for one"
    return f"{span(one['low'])} to {span(one['high'])}"


def _busy(utilisation: dict[str, float | None]) -> Made:
    return ("who", "busy"), [(who, percent(one)) for who, one in utilisation.items()]


def _cameras(cameras: dict[str, Found]) -> Made:
    rows: Rows = []
    for name, one in cameras.items():
        counts = (
            f"{one['people_in_view']:,}",
            f"{one['faces_seen']:,}",
            f"{one['recognition_opportunities']:,} ({one['listed_opportunities']:,})",
            f"{one['alerts']:,} ({one['false_alerts']:,})",
            f"{one['stops']:,} ({one['wrong_stops']['numerator']:,})",
        )
        rows.append((name, *counts, *(rate_told(one[key]) for key in CAMERA_RATES)))
    return CAMERA_HEADS, rows


def _demography(demography: dict[str, dict[str, Found]]) -> Made:
    rows = [
        (GROUP[label].format(group), *_group(one))
        for label, groups in demography.items()
        for group, one in groups.items()
        if one["passers_by"]
    ]
    return GROUP_HEADS, rows


def _group(one: Found) -> tuple[str, ...]:
    """The counts of a group, each with what it is of."""
    pairs = (
        ("stopped_wrongly", "people_in_view"),
        ("others_alerted", "others_opportunities"),
        ("listed_found", "listed_opportunities"),
    )
    counts = (f"{one['passers_by']:,}", f"{one['people_in_view']:,}")
    return *counts, *(f"{one[count]:,} of {one[of]:,}" for count, of in pairs)


def rate_told(rate: Found) -> str:
    """A rate in one cell: value, interval, and how many of how many.

    >>> rate_told({"value": 0.5, "low": 0.3, "high": 0.7, "numerator": 6, "denominator": 12})
    '50 % (30 to 70 %), 6 of 12'
    """
    if rate["value"] is None:
        return NONE
    return f"{percent(rate['value'])} ({interval(rate)}), {share_of(rate)}"


def _span(seconds: float | None) -> str:
    return NONE if seconds is None else span(seconds)


SHOWN: dict[str, Callable[[Any], Made]] = {
    "books": _books,
    "times_s": _times,
    "held_s": _held,
    "utilisation": _busy,
    "cameras": _cameras,
    "demography": _demography,
}
"""How each of those measures becomes a table."""
