"""How numbers, times, the books and what rates rest on are put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.figures.palette import Tone
from engine.counts import counted
from engine.measure.realism.bounds import RELATIVE

BOOKS: dict[str, tuple[str, Tone]] = {
    "not_in_view": ("Never in view of a camera", "neutral"),
    "in_view_not_detected": ("In view, face not found", "neutral"),
    "detected_too_poor": ("Face found, too poor to search", "neutral"),
    "below_threshold": ("Searched, below the threshold", "neutral"),
    "alerted_dismissed": ("Alerted, dismissed or not read in time", "neutral"),
    "alerted_no_officer_free": ("Alerted and confirmed, no officer free in time", "neutral"),
    "alerted_lost": ("Alerted and confirmed, officer did not meet them", "neutral"),
    "stopped_wrong_person": ("Stopped, wrong person", "wrong"),
    "stopped_right_person_arrest": ("Stopped, right person: arrested", "right"),
    "stopped_right_person_other": ("Stopped, right person: not arrested", "right"),
}

DISPOSALS: dict[str, tuple[str, Tone]] = {
    "arrest": ("arrested", "right"),
    "other": ("not arrested", "right"),
    "released": ("released", "wrong"),
}
"""How a stop ends, by the word of the event log."""

EVENTS = {
    "ShiftBegan": "shift began",
    "PersonEntered": "person came in",
    "PersonLeft": "person went out",
    "PersonInView": "person in view of a camera",
    "OpportunityArose": "person in a zone of recognition",
    "FaceDetected": "face found",
    "ProbeSearched": "face searched",
    "AlertRaised": "alert raised",
    "AlertMerged": "alert merged into an earlier one",
    "AlertDismissed": "alert dismissed",
    "AlertConfirmed": "alert confirmed",
    "AlertUnanswered": "no officer free in time",
    "OfficerSent": "officer sent",
    "PersonLost": "person not met",
    "PersonStopped": "person stopped",
    "IdentityChecked": "identity checked",
    "PersonDisposed": "stop ended",
    "OfficerFreed": "officer free again",
}
"""What happened, by the kind of the event log."""

UNREAD: dict[str, Any] = {
    "label": RELATIVE,
    "statement": "For comparing designs only: this run does not say whom its rates are about.",
    "details": "",
}

TIMES = {
    "alert_to_judgement": "From alert to the operator's judgement",
    "alert_to_stop": "From alert to the stop",
    "stop_to_disposal": "From the stop to its end",
}

HELD = {"wrong_person": "Stopped wrongly", "right_person": "Stopped rightly"}

MORE = "docs/gap.md"
"""The document that tells how far rendered people are from real ones."""


@dataclass(frozen=True, slots=True)
class Divided:
    """A sentence about a run's false alerts: what of, the figure, and what it divides."""

    of: str
    figure: str
    divides: str


def reading(outcomes: Mapping[str, Any]) -> dict[str, Any]:
    """How a run's rates may be read: `label` in a few words, `statement` in one short line, and
    `details` for those who ask why.
    """
    found: dict[str, Any] = outcomes.get("reading", UNREAD)
    return found


def rests_on(outcomes: Mapping[str, Any]) -> str:
    """What a run's rates rest on, at length: the preset's origin, and what was measured of it."""
    return f"{outcomes['preset_origin']} {reading(outcomes)['details']}".strip()


def two_denominators(outcomes: Mapping[str, Any]) -> tuple[Divided, Divided]:
    """The same false alerts divided by alerts, and by people in view."""
    alerts, wrong, seen = (outcomes[k] for k in ("alerts", "false_alerts", "people_in_view"))
    if not wrong:
        found = "none was false" if alerts else "there was none to be false"
        return (
            Divided(
                f"Of {counted(alerts, 'alert')}",
                found,
                f"0 false alerts / {counted(alerts, 'alert')}",
            ),
            Divided(f"Of {seen:,} people in view", "no false alert came up", f"0 / {seen:,}"),
        )
    share = f"{percent(wrong / alerts)} {'was' if alerts == 1 else 'were'} false"
    return (
        Divided(
            f"Of {counted(alerts, 'alert')}", share, f"{wrong:,} false / {counted(alerts, 'alert')}"
        ),
        Divided(
            f"Of {seen:,} people in view",
            f"1 false alert for every {outcomes['one_in']:,.0f}",
            f"{counted(seen, 'person in view')} / {counted(wrong, 'false alert')}",
        ),
    )


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


def interval(rate: Mapping[str, Any]) -> str:
    """A rate's 95 % interval.

    >>> interval({"low": 0.7, "high": 0.93})
    '70 to 93 %'
    """
    if rate["low"] is None:
        return "nothing to divide by"
    return f"{percent(rate['low']).removesuffix(' %')} to {percent(rate['high'])}"


def share_of(rate: Mapping[str, Any]) -> str:
    """Numerator and denominator.

    >>> share_of({"numerator": 8, "denominator": 4200})
    '8 of 4,200'
    """
    return f"{rate['numerator']:,} of {rate['denominator']:,}"


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
