"""What came of a run: counts, rates, the books, times. A pure fold over the event log."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np

from engine.measure.intervals import Rate, clustered_rate, rate
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    Event,
    FaceDetected,
    OfficerFreed,
    OfficerSent,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonStopped,
    ShiftBegan,
)
from sim.study.books import close_books

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in seconds, over `count` cases."""

    median: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a run; every rate with what it divides and its 95 % interval.

    `faces_seen` counts a person once a camera. Opportunities count people with at least one.
    `wrongful_stops` is the share of passers-by who were stopped and were not the person looked
    for; `one_in` is how many people passed for each false alert. `utilisation` is the share of
    the time played that operators judged and officers were away from their posts.
    """

    passers_by: int
    faces_seen: int
    recognition_opportunities: int
    listed_opportunities: int
    alerts: int
    true_alerts: int
    false_alerts: int
    alerts_merged: int
    stops: int
    tpir: Rate
    fpir: Rate
    alert_precision: Rate
    false_alert_rate: Rate
    wrongful_stops: Rate
    one_in: float | None
    books: dict[str, int]
    times_s: dict[str, Times | None]
    utilisation: dict[str, float | None]

    def to_json(self) -> dict[str, Any]:
        """Everything under its name, numbers to six significant digits."""
        told: dict[str, Any] = _rounded(asdict(self))
        return told


def outcomes(events: Sequence[Event], duration_s: float) -> Outcomes:
    """Fold the log of a run that lasted `duration_s`."""
    entered = {event.person: event.listed for event in _of(events, PersonEntered)}
    opportunities = {event.person for event in _of(events, OpportunityArose)}
    listed = {person for person in opportunities if entered.get(person, False)}
    alerts, stops = _of(events, AlertRaised), _of(events, PersonStopped)
    false_alerts = [alert for alert in alerts if not alert.true]
    as_themselves = {alert.person for alert in alerts if alert.true}
    strangers = opportunities - listed
    books = close_books(events, alerts, entered)
    return Outcomes(
        passers_by=len(entered),
        faces_seen=len(_of(events, FaceDetected)),
        recognition_opportunities=len(opportunities),
        listed_opportunities=len(listed),
        alerts=len(alerts),
        true_alerts=len(alerts) - len(false_alerts),
        false_alerts=len(false_alerts),
        alerts_merged=len(_of(events, AlertMerged)),
        stops=len(stops),
        tpir=rate(len(listed & as_themselves), len(listed)),
        fpir=rate(len(strangers & {alert.person for alert in alerts}), len(strangers)),
        alert_precision=_by_person((a for a in alerts if a.true), alerts),
        false_alert_rate=_by_person(false_alerts, _of(events, FaceDetected)),
        wrongful_stops=rate(books["stopped_wrong_person"], len(entered)),
        one_in=len(entered) / len(false_alerts) if false_alerts else None,
        books=books,
        times_s=_times(events, alerts, stops),
        utilisation=_utilisation(events, alerts, duration_s),
    )


def _of(events: Iterable[Event], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def _by_person(hits: Iterable[AlertRaised], cases: Iterable[AlertRaised | FaceDetected]) -> Rate:
    """A rate of alerts, clustered by person."""
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for column, events in enumerate((hits, cases)):
        for event in events:
            counts[_cluster(event)][column] += 1
    table = np.array([*counts.values()]).reshape(-1, 2)
    return clustered_rate(table[:, 0], table[:, 1])


def _cluster(event: AlertRaised | FaceDetected) -> int:
    """The person; each alert about nobody stands alone."""
    if isinstance(event, AlertRaised) and event.person < 0:
        return -1 - event.alert
    return event.person


def _times(
    events: Sequence[Event], alerts: Sequence[AlertRaised], stops: Sequence[PersonStopped]
) -> dict[str, Times | None]:
    raised = {alert.alert: alert.time_s for alert in alerts}
    stopped = {stop.alert: stop.time_s for stop in stops}
    disposed = _of(events, PersonDisposed)
    return {
        "alert_to_judgement": _spread(e.time_s - raised[e.alert] for e in _judgements(events)),
        "alert_to_stop": _spread(stop.time_s - raised[stop.alert] for stop in stops),
        "stop_to_disposal": _spread(end.time_s - stopped[end.alert] for end in disposed),
    }


def _judgements(events: Iterable[Event]) -> list[AlertConfirmed | AlertDismissed]:
    """Verdicts of operators; not the alerts that nobody read."""
    verdicts = (e for e in events if isinstance(e, AlertConfirmed | AlertDismissed))
    return [verdict for verdict in verdicts if verdict.operator >= 0]


def _spread(times_s: Iterable[float]) -> Times | None:
    values = list(times_s)
    if not values:
        return None
    return Times(float(np.median(values)), float(np.quantile(values, 0.95)), len(values))


def _utilisation(
    events: Sequence[Event], alerts: Sequence[AlertRaised], duration_s: float
) -> dict[str, float | None]:
    """Busy time over time played, by role; None without such people or without a shift."""
    for shift in _of(events, ShiftBegan):
        span = shift.time_s, shift.time_s + duration_s
        judging, away = _judging(events, alerts), _away(events)
        return {
            "operators": _busy(judging, span, shift.operators),
            "officers": _busy(away, span, shift.officers),
        }
    return {"operators": None, "officers": None}


def _judging(events: Sequence[Event], alerts: Sequence[AlertRaised]) -> list[tuple[float, float]]:
    """When operators judged: from the alert, or from their verdict before, until the verdict.

    That is exact, since an operator who is free takes a waiting alert at once.
    """
    free_s = {alert.alert: alert.time_s for alert in alerts}
    before: dict[int, float] = {}
    found = []
    for verdict in _judgements(events):
        begun_s = max(free_s[verdict.alert], before.get(verdict.operator, 0.0))
        found.append((begun_s, verdict.time_s))
        before[verdict.operator] = verdict.time_s
    return found


def _away(events: Sequence[Event]) -> list[tuple[float, float]]:
    """When officers were away: from sent until freed, or still when the log ends."""
    freed = {event.alert: event.time_s for event in _of(events, OfficerFreed)}
    return [(sent.time_s, freed.get(sent.alert, np.inf)) for sent in _of(events, OfficerSent)]


def _busy(
    spells: Iterable[tuple[float, float]], span: tuple[float, float], people: int
) -> float | None:
    """Share of a span that `people` together were busy."""
    begin_s, end_s = span
    if not people or end_s <= begin_s:
        return None
    total_s = sum(max(min(end, end_s) - max(begin, begin_s), 0.0) for begin, end in spells)
    return total_s / (people * (end_s - begin_s))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return value
