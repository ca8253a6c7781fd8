"""How numbers, times, the books and what rates rest on are put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from math import floor, log10
from typing import Any

from dashboards.figures.palette import Tone
from engine.counts import counted

BOOKS: dict[str, tuple[str, Tone]] = {
    "not_in_view": ("Never in view of a camera", "neutral"),
    "in_view_not_detected": ("In view, face not found", "neutral"),
    "detected_too_poor": ("Face found, too poor to search", "neutral"),
    "below_threshold": ("Searched, below the threshold", "neutral"),
    "matched_no_alert": ("Matched, but no alert", "neutral"),
    "alerted_dismissed": ("Alerted, dismissed or not read in time", "neutral"),
    "alerted_no_officer_free": ("Alerted and confirmed, no officer to send in time", "neutral"),
    "alerted_lost": ("Alerted and confirmed, officer did not meet them", "neutral"),
    "stopped_wrong_person": ("Stopped, wrong person", "wrong"),
    "stopped_right_person_arrest": ("Stopped, right person: arrested", "right"),
    "stopped_right_person_other": ("Stopped, right person: not arrested", "right"),
}

DISPOSALS: dict[str, tuple[str, Tone]] = {
    "arrest": ("arrested", "right"),
    "other": ("not arrested", "right"),
    "none": ("nothing more done", "right"),
    "released": ("released", "wrong"),
}
"""How a stop ends, by the word of the event log."""

FIELDS = {
    "person": ("passer-by", "their number, from 0; -1 in an alert: nobody was there"),
    "interocular_px": ("between the eyes, px", "pixels between the eyes of the face"),
    "yaw_deg": ("turned aside, °", "how far the face is turned aside"),
    "pitch_deg": ("turned down, °", "how far the face is turned down"),
    "visible_share": ("visible", "share of the face that nothing hides, 0 to 1"),
    "luminance": ("light", "mean brightness of the face, 0 to 255"),
    "true": ("right", "whether the alert names the person it is about"),
    "own_eyes": ("seen by an officer", "whether the officer saw the person, and no camera"),
    "right": ("was it them", "whether it was the person looked for"),
    "earlier": ("merged into", "the alert that it was merged into"),
    "x_m": ("east, m", "metres east on the plan"),
    "y_m": ("north, m", "metres north on the plan"),
    "age": ("age", "years, as drawn"),
    "tone": ("skin tone", "Monk skin tone as drawn, from 1, the lightest, to 10"),
    "subject": ("listed person", "a watchlist entry's number, from 0"),
    "disposal": ("ended with", "how the stop ended"),
}
"""Fields of the event log whose names say little: what people call them, and what they are."""

EVENTS = {
    "ShiftBegan": "shift began",
    "PersonEntered": "person came in",
    "PersonLeft": "person went out",
    "PersonInView": "person in view of a camera",
    "OpportunityArose": "person in a zone of recognition",
    "FaceDetected": "face found",
    "ProbeSearched": "face searched",
    "ProbeMatched": "face matched",
    "AlertRaised": "alert raised",
    "AlertMerged": "alert merged into an earlier one",
    "AlertTaken": "operator turned to an alert",
    "AlertDismissed": "alert dismissed",
    "AlertConfirmed": "alert confirmed",
    "AlertUnanswered": "no officer free in time",
    "OfficerSent": "officer sent",
    "OfficerDiverted": "officer called off",
    "SightLost": "sight of the person lost",
    "SightRegained": "person in sight again",
    "PersonLost": "person not met",
    "PersonStopped": "person stopped",
    "IdentityChecked": "identity checked",
    "PersonDisposed": "stop ended",
    "OfficerFreed": "officer free again",
    "BreakBegan": "officer's break began",
    "BreakEnded": "officer's break ended",
    "ShiftEnded": "shift ended",
    "OperatorLeft": "operator left the desk",
    "OperatorReturned": "operator back at the desk",
    "FailureBegan": "something went wrong",
    "FailureEnded": "it worked again",
    "PersonSpotted": "person spotted by an officer",
}
"""What happened, by the kind of the event log."""

UNREAD = "For comparing designs only: this run does not say whom its rates are about."

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
    """A sentence about a run's false alerts: what of, the figure, its 95 % interval in words, and
    what it divides.
    """

    of: str
    figure: str
    interval: str
    divides: str


def reading(outcomes: Mapping[str, Any]) -> dict[str, Any]:
    """How a run's rates may be read: `label` in a few words, `statement` in one short line, and
    `details` for those who ask why.
    """
    from engine.measure.realism.bounds import RELATIVE  # which needs the engine's packs

    unread = {"label": RELATIVE, "statement": UNREAD, "details": ""}
    found: dict[str, Any] = outcomes.get("reading", unread)
    return found


def rests_on(outcomes: Mapping[str, Any]) -> str:
    """What a run's rates rest on, at length: the preset's origin, and what was measured of it."""
    return f"{outcomes['preset_origin']} {reading(outcomes)['details']}".strip()


def listed_person(subject: int | str) -> str:
    """What a subject of the watchlist is called: by its number, or as somebody named it.

    >>> listed_person(141), listed_person("00141"), listed_person("Kim")
    ('listed person 141', 'listed person 141', 'Kim')
    """
    told = str(subject)
    return f"listed person {int(told)}" if told.isascii() and told.isdigit() else told


def two_denominators(outcomes: Mapping[str, Any]) -> tuple[Divided, Divided]:
    """The same false alerts divided by alerts, and by people in view."""
    alerts, wrong, seen = (outcomes[k] for k in ("alerts", "false_alerts", "people_in_view"))
    of = f"Of {counted(alerts, 'alert')}", f"Of {counted(seen, 'person in view')}"
    spans = _false_share(outcomes["alert_precision"]), _each(outcomes["false_alerts_per_person"])
    if not wrong:
        found = "none was false" if alerts else "there was none to be false"
        return (
            Divided(of[0], found, spans[0], f"0 false alerts / {counted(alerts, 'alert')}"),
            Divided(of[1], "no false alert came up", spans[1], f"0 / {seen:,}"),
        )
    share = f"{percent(wrong / alerts)} {'was' if alerts == 1 else 'were'} false"
    people = f"{counted(seen, 'person in view')} / {counted(wrong, 'false alert')}"
    one = outcomes["one_in"]
    each = f"1 false alert for every {number(one)}"
    if one < 1:
        each = f"{number(wrong / seen)} false alerts for every person" if seen else "nobody in view"
    return (
        Divided(of[0], share, spans[0], f"{wrong:,} false / {counted(alerts, 'alert')}"),
        Divided(of[1], each, spans[1], people),
    )


def _false_share(precision: Mapping[str, Any]) -> str:
    """The interval of the share that was false, from that of the share that was right."""
    if precision["low"] is None:
        return "nothing to divide by"
    return interval({"low": 1 - precision["high"], "high": 1 - precision["low"]})


def _each(per_person: Mapping[str, Any]) -> str:
    """The interval of how many people there are for each false alert, or the other way round.

    >>> _each({"low": 0.0005, "high": 0.002}), _each({"low": 2.5, "high": 2.7})
    ('1 for every 500 to 2,000', '2.5 to 2.7 for every person')
    >>> _each({"low": 0.0, "high": 0.002}), _each({"low": 0.5, "high": 2.0})
    ('at most 1 for every 500', '0.5 to 2 for every person')
    """
    low, high = per_person["low"], per_person["high"]
    if low is None:
        return "nothing to divide by"
    if high > 1:
        return f"{number(low)} to {number(high)} for every person"
    if not low:
        return f"at most 1 for every {number(1 / high)}"
    return f"1 for every {number(1 / high)} to {number(1 / low)}"


def people_each(per_person: Mapping[str, Any]) -> str:
    """The interval of how many people there are for each false alert, from that of false alerts a
    person.

    >>> people_each({"low": 0.0005, "high": 0.002}), people_each({"low": 0.0, "high": 0.002})
    ('500 to 2,000', 'at least 500')
    """
    low, high = per_person["low"], per_person["high"]
    if not high:
        return ""
    return f"{number(1 / high)} to {number(1 / low)}" if low else f"at least {number(1 / high)}"


def number(value: float) -> str:
    """Three significant digits, or all before the point.

    >>> number(1181.6), number(2.593), number(0.3856)
    ('1,182', '2.59', '0.386')
    """
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def nth(number: int) -> int:
    """An alert's, operator's or officer's number, which files count from 0, as people count.

    >>> nth(0)
    1
    """
    return number + 1


def percent(value: float | None) -> str:
    """Three significant digits of a share, in percent, and more where 100 % would not be true.

    >>> percent(0.81), percent(0.00104), percent(1.0), percent(None)
    ('81 %', '0.104 %', '100 %', '–')
    >>> percent(58_223 / 58_239), percent(2e-8), percent(25.934)
    ('99.97 %', '0.000002 %', '2,593 %')
    """
    if value is None:
        return "–"
    share = 100 * value
    told = f"{share:,.0f}" if share >= 1000 else f"{share:.3g}"
    if "e" in told:
        told = f"{share:.{2 - floor(log10(share))}f}".rstrip("0")
    decimals = count(1)
    while share < 100 and float(told) >= 100:
        told = f"{share:.{next(decimals)}f}"
    return f"{told} %"


def points(value: float | None) -> str:
    """A difference of two shares, in points of 100.

    >>> points(0.1234), points(-0.002), points(None)
    ('+12.3 points', '-0.2 points', '–')
    """
    return "–" if value is None else f"{100 * value:+.3g} points"


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
