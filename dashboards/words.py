"""How numbers, times and the books are put into words on the page."""

from collections.abc import Mapping
from typing import Any

from dashboards.figures.palette import Tone
from engine.measure.realism.bounds import RELATIVE

BOOKS: dict[str, tuple[str, Tone]] = {
    "not_in_view": ("Not in view", "neutral"),
    "in_view_not_detected": ("In view, not detected", "neutral"),
    "detected_too_poor": ("Detected, too poor to search", "neutral"),
    "below_threshold": ("Searched, below the threshold", "neutral"),
    "alerted_dismissed": ("Alerted, dismissed", "neutral"),
    "alerted_no_officer_free": ("Alerted, no officer free", "neutral"),
    "alerted_lost": ("Alerted, lost", "neutral"),
    "stopped_wrong_person": ("Stopped, wrong person", "wrong"),
    "stopped_right_person_arrest": ("Stopped, right person, arrest", "right"),
    "stopped_right_person_other": ("Stopped, right person, other disposal", "right"),
}

UNREAD: dict[str, Any] = {
    "label": RELATIVE,
    "statement": "Relative only: this run does not say how far its people are from real ones.",
}

TIMES = {
    "alert_to_judgement": "Alert to judgement",
    "alert_to_stop": "Alert to stop",
    "stop_to_disposal": "Stop to disposal",
}


def reading(outcomes: Mapping[str, Any]) -> dict[str, Any]:
    """How a run's rates may be read: `label` stands by each of them, `statement` says why."""
    found: dict[str, Any] = outcomes.get("reading", UNREAD)
    return found


def percent(value: float | None) -> str:
    """Three significant digits of a share, in percent.

    >>> percent(0.81), percent(0.00104), percent(1.0), percent(None)
    ('81 %', '0.104 %', '100 %', '–')
    """
    return "–" if value is None else f"{100 * value:.3g} %"


def one_in(rate: float) -> str:
    """A rate as people say a small one.

    >>> one_in(0.001), one_in(1e-5), one_in(0.03), one_in(0.5)
    ('1 in 1,000', '1 in 100,000', '3 %', '1 in 2')
    """
    times = round(1 / rate)
    return f"1 in {times:,}" if abs(times * rate - 1) < 1e-9 else percent(rate)


def interval(rate: dict[str, Any]) -> str:
    """A rate's 95 % interval.

    >>> interval({"low": 0.7, "high": 0.93})
    '70 to 93 %'
    """
    if rate["low"] is None:
        return "nothing to divide by"
    return f"{percent(rate['low']).removesuffix(' %')} to {percent(rate['high'])}"


def share_of(rate: dict[str, Any]) -> str:
    """Numerator and denominator.

    >>> share_of({"numerator": 8, "denominator": 4200})
    '8 of 4,200'
    """
    return f"{rate['numerator']:,} of {rate['denominator']:,}"


def clock(starts_at: str, time_s: float) -> str:
    """Time of day, `time_s` after the scenario began.

    >>> clock("10:00", 3661.4), clock("23:59", 61)
    ('11:01:01', '00:00:01')
    """
    seconds = (clock_s(starts_at) + int(time_s)) % 86400
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def clock_s(starts_at: str) -> int:
    """Seconds from midnight.

    >>> clock_s("10:30")
    37800
    """
    hours, minutes = starts_at.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def span(seconds: float) -> str:
    """A length of time.

    >>> span(8.21), span(180), span(19800)
    ('8.21 s', '3 min', '5.5 h')
    """
    if seconds < 100:
        return f"{seconds:.3g} s" if seconds < 10 else f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.3g} min"
    return f"{seconds / 3600:.3g} h"
