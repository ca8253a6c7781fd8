"""How long the answer took, how long people were held, and how busy those who answered were."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from scipy.special import bdtr

from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertRaised,
    AlertTaken,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    OperatorReturned,
    PersonDisposed,
    PersonStopped,
    ShiftBegan,
)
from sim.outcomes.books import wrong
from sim.outcomes.facts import Facts


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in seconds, over `count` cases."""

    median: float
    p95: float
    count: int


def times(facts: Facts) -> dict[str, Times | None]:
    """From alert to judgement and to stop, and from stop to disposal."""
    stops, disposed = facts.of(PersonStopped), facts.of(PersonDisposed)
    raised = {alert.alert: alert.time_s for alert in facts.of(AlertRaised)}
    stopped = {stop.alert: stop.time_s for stop in stops}
    return {
        "alert_to_judgement": _spread(e.time_s - raised[e.alert] for e in judgements(facts)),
        "alert_to_stop": _spread(
            stop.time_s - raised[stop.alert] for stop in stops if stop.alert in raised
        ),
        "stop_to_disposal": _spread(end.time_s - stopped[end.alert] for end in disposed),
    }


def judgements(facts: Facts) -> list[AlertConfirmed | AlertDismissed]:
    """Verdicts of operators, in the order of time; not the alerts that nobody read."""
    verdicts: list[AlertConfirmed | AlertDismissed] = [
        *facts.of(AlertConfirmed),
        *facts.of(AlertDismissed),
    ]
    return sorted((one for one in verdicts if one.operator >= 0), key=attrgetter("time_s"))


def _spread(times_s: Iterable[float]) -> Times | None:
    values = list(times_s)
    if not values:
        return None
    return Times(float(np.median(values)), float(np.quantile(values, 0.95)), len(values))


@dataclass(frozen=True, slots=True)
class Held:
    """How long people were held, in seconds, over `count` of them: all together, the median with
    its 95 % interval (None: too few to have one), and the longest.
    """

    total: float
    median: float | None
    low: float | None
    high: float | None
    longest: float | None
    count: int


def held(facts: Facts) -> dict[str, Held]:
    """From stop to disposal, of people stopped wrongly and of people stopped rightly."""
    stopped = {stop.alert: stop.time_s for stop in facts.of(PersonStopped)}
    spells_s: dict[bool, list[float]] = {True: [], False: []}
    for end in facts.of(PersonDisposed):
        spells_s[wrong(end)].append(end.time_s - stopped[end.alert])
    return {"wrong_person": _held(spells_s[True]), "right_person": _held(spells_s[False])}


def _held(spells_s: Sequence[float]) -> Held:
    if not spells_s:
        return Held(0.0, None, None, None, None, 0)
    low, high = median_interval(spells_s)
    median, count = float(np.median(spells_s)), len(spells_s)
    return Held(sum(spells_s), median, low, high, max(spells_s), count)


def median_interval(values: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    """A 95 % interval of the median of independent cases, whatever their distribution: two of the
    values themselves, by the binomial (Conover 1999, 3.2). Fewer than six cases have none.

    >>> median_interval([1, 2, 3, 4, 5, 6]), median_interval([1, 2, 3, 4, 5])
    ((1, 6), (None, None))
    """
    ordered, count = sorted(values), len(values)
    outside = int((bdtr(np.arange(count // 2), count, 0.5) <= 0.025).sum())
    return (ordered[outside - 1], ordered[-outside]) if outside else (None, None)


def utilisation(facts: Facts) -> dict[str, float | None]:
    """Busy time over time played, by role; None without such people or without a shift."""
    for shift in facts.of(ShiftBegan):
        span = shift.time_s, shift.time_s + facts.duration_s
        judging, away = _judging(facts), _away(facts)
        return {
            "operators": _busy(judging, span, shift.operators),
            "officers": _busy(away, span, shift.officers),
        }
    return {"operators": None, "officers": None}


def _judging(facts: Facts) -> list[tuple[float, float]]:
    """When operators judged: from the alert, or from their verdict before, until the verdict.

    That is exact, since an operator who is free takes a waiting alert at once; whoever was away
    from the desk did so once they were back. Where several judge together, the log tells when each
    of them began.
    """
    if taken := facts.of(AlertTaken):
        ended_s = {verdict.alert: verdict.time_s for verdict in judgements(facts)}
        return [(one.time_s, ended_s.get(one.alert, np.inf)) for one in taken]
    free_s = {alert.alert: alert.time_s for alert in facts.of(AlertRaised)}
    before: dict[int, float] = {}
    found = []
    turns = [*judgements(facts), *facts.of(OperatorReturned)]
    for verdict in sorted(turns, key=attrgetter("time_s")):
        if isinstance(verdict, OperatorReturned):
            before[verdict.operator] = verdict.time_s
            continue
        begun_s = max(free_s[verdict.alert], before.get(verdict.operator, 0.0))
        found.append((begun_s, verdict.time_s))
        before[verdict.operator] = verdict.time_s
    return found


def _away(facts: Facts) -> list[tuple[float, float]]:
    """When officers were away: from sent until freed or called off, or still when the log ends.

    Whoever is back may be sent to another alert at the same moment, so each end is that of the same
    officer and alert.
    """
    ends: list[OfficerFreed | OfficerDiverted] = [
        *facts.of(OfficerFreed),
        *facts.of(OfficerDiverted),
    ]
    until_s: dict[tuple[int, int], deque[float]] = defaultdict(deque)
    for end in sorted(ends, key=attrgetter("time_s")):
        until_s[end.officer, end.alert].append(end.time_s)
    found = []
    for sent in facts.of(OfficerSent):
        ended = until_s[sent.officer, sent.alert]
        found.append((sent.time_s, ended.popleft() if ended else np.inf))
    return found


def _busy(
    spells: Iterable[tuple[float, float]], span: tuple[float, float], people: int
) -> float | None:
    """Share of a span that `people` together were busy."""
    begin_s, end_s = span
    if not people or end_s <= begin_s:
        return None
    total_s = sum(max(min(end, end_s) - max(begin, begin_s), 0.0) for begin, end in spells)
    return total_s / (people * (end_s - begin_s))
