"""The folds behind the measures: from who did what in a run to a rate."""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from engine.measure.rates.intervals import Rate, clustered_rate, event_rate, rate
from sim.events import AlertDismissed, AlertRaised, FaceDetected, PersonStopped
from sim.outcomes.facts import Facts

NOBODY = -1


def found(facts: Facts) -> Rate:
    """Listed people alerted as themselves, of those with an opportunity."""
    listed = facts.listed(facts.opportunities)
    return rate(len(listed & facts.found), len(listed))


def found_of_all(facts: Facts) -> Rate:
    """Listed people alerted as themselves, of all who came; each person is one case."""
    listed = facts.listed(set(facts.entered))
    return rate(len(listed & facts.found), len(listed))


def others_alerted(facts: Facts) -> Rate:
    """People not listed with an alert, of those with an opportunity."""
    others = facts.others(facts.opportunities)
    return rate(len(others & facts.alerted), len(others))


def true(facts: Facts) -> list[AlertRaised]:
    """Alerts that name whom they are about."""
    return [alert for alert in facts.alerts if alert.true]


def false(facts: Facts) -> list[AlertRaised]:
    """All others."""
    return [alert for alert in facts.alerts if not alert.true]


def dismissed(facts: Facts) -> list[AlertDismissed]:
    """Verdicts of operators that an alert is wrong."""
    return [one for one in facts.of(AlertDismissed) if one.operator >= 0]


def unread(facts: Facts) -> list[AlertDismissed]:
    """Alerts that lapsed before an operator read them."""
    return [one for one in facts.of(AlertDismissed) if one.operator < 0]


def by_person(
    hits: Sequence[AlertRaised | PersonStopped],
    cases: Sequence[AlertRaised | FaceDetected | PersonStopped],
) -> Rate:
    """A rate of what may happen to one person several times, clustered by person."""
    of, hit = _clusters(cases), _clusters(hits)
    people = of | hit
    return clustered_rate(
        np.array([hit[person] for person in people]), np.array([of[person] for person in people])
    )


def events_by_person(
    events: Sequence[AlertRaised], cases: Sequence[AlertRaised | FaceDetected]
) -> Rate:
    """How many events there are for each case, which is no share; clustered by person."""
    of, hit = _clusters(cases), _clusters(events)
    people = of | hit
    return event_rate([hit[person] for person in people], [of[person] for person in people])


def _clusters(events: Sequence[AlertRaised | FaceDetected | PersonStopped]) -> Counter[int]:
    """How many events of each person; each alert about nobody stands alone."""
    count = Counter(map(attrgetter("person"), events))
    if count.pop(NOBODY, 0):
        for event in events:
            if event.person == NOBODY:
                count[-1 - event.alert if isinstance(event, AlertRaised) else NOBODY] += 1
    return count


def false_per_person(facts: Facts) -> Rate:
    """False alerts for each person in view, clustered by person; those without any count, too."""
    wrong = _clusters(false(facts))
    came = [cluster in facts.entered for cluster in wrong]
    others = np.zeros(facts.in_view - sum(came))
    hits = np.concatenate([[*wrong.values()], others])
    cases = np.concatenate([came, others + 1])
    return event_rate(hits, cases)


def one_in(facts: Facts) -> float | None:
    """People in view for each false alert."""
    wrong = false(facts)
    return facts.in_view / len(wrong) if wrong else None
