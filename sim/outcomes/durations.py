"""How long the answer took, and how busy those who gave it were; folds over the event log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertRaised,
    Event,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonStopped,
    ShiftBegan,
)
from sim.outcomes.facts import of


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in seconds, over `count` cases."""

    median: float
    p95: float
    count: int


def times(events: Sequence[Event]) -> dict[str, Times | None]:
    """From alert to judgement and to stop, and from stop to disposal."""
    stops, disposed = of(events, PersonStopped), of(events, PersonDisposed)
    raised = {alert.alert: alert.time_s for alert in of(events, AlertRaised)}
    stopped = {stop.alert: stop.time_s for stop in stops}
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


def utilisation(events: Sequence[Event], duration_s: float) -> dict[str, float | None]:
    """Busy time over time played, by role; None without such people or without a shift."""
    for shift in of(events, ShiftBegan):
        span = shift.time_s, shift.time_s + duration_s
        judging, away = _judging(events), _away(events)
        return {
            "operators": _busy(judging, span, shift.operators),
            "officers": _busy(away, span, shift.officers),
        }
    return {"operators": None, "officers": None}


def _judging(events: Sequence[Event]) -> list[tuple[float, float]]:
    """When operators judged: from the alert, or from their verdict before, until the verdict.

    That is exact, since an operator who is free takes a waiting alert at once.
    """
    free_s = {alert.alert: alert.time_s for alert in of(events, AlertRaised)}
    before: dict[int, float] = {}
    found = []
    for verdict in _judgements(events):
        begun_s = max(free_s[verdict.alert], before.get(verdict.operator, 0.0))
        found.append((begun_s, verdict.time_s))
        before[verdict.operator] = verdict.time_s
    return found


def _away(events: Sequence[Event]) -> list[tuple[float, float]]:
    """When officers were away: from sent until freed, or still when the log ends."""
    freed = {event.alert: event.time_s for event in of(events, OfficerFreed)}
    return [(sent.time_s, freed.get(sent.alert, np.inf)) for sent in of(events, OfficerSent)]


def _busy(
    spells: Iterable[tuple[float, float]], span: tuple[float, float], people: int
) -> float | None:
    """Share of a span that `people` together were busy."""
    begin_s, end_s = span
    if not people or end_s <= begin_s:
        return None
    total_s = sum(max(min(end, end_s) - max(begin, begin_s), 0.0) for begin, end in spells)
    return total_s / (people * (end_s - begin_s))
