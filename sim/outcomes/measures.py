"""The measures of a run: what each is called and means, what it divides, and how it is folded.

Everything that shows a measure reads this table; what is not in it is not told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.measure.rates.intervals import Rate, clustered_rate, rate
from sim.events import AlertMerged, AlertRaised, FaceDetected, PersonStopped
from sim.outcomes.durations import times, utilisation
from sim.outcomes.facts import Facts, of

Form = Literal["count", "rate", "one_in", "table"]
Tone = Literal["right", "wrong", "neutral"]


@dataclass(frozen=True, slots=True)
class Measure:
    """`key` in outcomes.json; `name` as people say it, `term` as the standards do where they have a
    word; what it means; what it `divides` by, "" if nothing.

    `form` says how it is shown: a count, a rate with its interval, so many for each one, or a table
    of its own. `tone` is whether more of it is right or wrong.
    """

    key: str
    form: Form
    name: str
    term: str
    meaning: str
    divides: str
    tone: Tone
    fold: Callable[[Facts], Any]

    @property
    def word(self) -> str:
        """The standards' word, else the name."""
        return self.term or self.name


def _count(key: str, name: str, meaning: str, fold: Callable[[Facts], int]) -> Measure:
    return Measure(key, "count", name, "", meaning, "", "neutral", fold)


def _found(facts: Facts) -> Rate:
    listed = facts.listed(facts.opportunities)
    return rate(len(listed & facts.found), len(listed))


def _others_alerted(facts: Facts) -> Rate:
    others = facts.others(facts.opportunities)
    return rate(len(others & facts.alerted), len(others))


def _false(facts: Facts) -> list[AlertRaised]:
    return [alert for alert in facts.alerts if not alert.true]


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


def _one_in(facts: Facts) -> float | None:
    false = _false(facts)
    return facts.in_view / len(false) if false else None


IN_VIEW = "people in view"
LISTED = "listed people with a recognition opportunity"
OTHERS = "people not on the list with a recognition opportunity"
MEASURES: tuple[Measure, ...] = (
    _count(
        "passers_by",
        "Passers-by",
        "people in the venue at some time of the span played",
        lambda facts: len(facts.entered),
    ),
    _count(
        "people_in_view",
        "People in view",
        "passers-by who came into the picture of a camera in use",
        lambda facts: facts.in_view,
    ),
    _count(
        "faces_seen",
        "Faces seen",
        "faces detected, a person counted once a camera",
        lambda facts: len(facts.faces),
    ),
    _count(
        "recognition_opportunities",
        "Recognition opportunities",
        "people who crossed a zone of recognition, facing the camera's side",
        lambda facts: len(facts.opportunities),
    ),
    _count(
        "listed_opportunities",
        "Listed opportunities",
        "those of them who are on the watchlist",
        lambda facts: len(facts.listed(facts.opportunities)),
    ),
    _count("alerts", "Alerts", "claims of the engine", lambda facts: len(facts.alerts)),
    _count(
        "true_alerts",
        "True alerts",
        "alerts that name whom they are about",
        lambda facts: len(facts.alerts) - len(_false(facts)),
    ),
    _count(
        "false_alerts",
        "False alerts",
        "alerts about somebody else, or about nobody",
        lambda facts: len(_false(facts)),
    ),
    _count(
        "alerts_merged",
        "Alerts merged",
        "alerts about somebody in hand or checked already",
        lambda facts: len(of(facts.events, AlertMerged)),
    ),
    _count(
        "stops",
        "Stops",
        "people met and spoken to by an officer",
        lambda facts: len(of(facts.events, PersonStopped)),
    ),
    _count(
        "listed_outside_zone",
        "Listed, alerted outside the zone",
        "listed people alerted who never crossed a zone of recognition: in no TPIR",
        lambda facts: len(facts.listed(facts.alerted - facts.opportunities)),
    ),
    _count(
        "others_outside_zone",
        "Others, alerted outside the zone",
        "people not on the list, alerted, who never crossed a zone of recognition: in no FPIR",
        lambda facts: len(facts.others(facts.alerted - facts.opportunities)),
    ),
    Measure(
        "tpir",
        "rate",
        "Listed people found",
        "TPIR",
        f"listed people alerted as themselves / {LISTED}",
        LISTED,
        "right",
        _found,
    ),
    Measure(
        "alert_precision",
        "rate",
        "Alerts that were right",
        "Alert precision",
        "true alerts / alerts",
        "alerts",
        "right",
        lambda facts: _by_person((a for a in facts.alerts if a.true), facts.alerts),
    ),
    Measure(
        "fpir",
        "rate",
        "Others alerted",
        "FPIR",
        f"others with an alert / {OTHERS}",
        OTHERS,
        "wrong",
        _others_alerted,
    ),
    Measure(
        "false_alert_rate",
        "rate",
        "False alerts a face",
        "False alert rate",
        "false alerts / faces seen",
        "faces seen",
        "wrong",
        lambda facts: _by_person(_false(facts), facts.faces),
    ),
    Measure(
        "wrongful_stops",
        "rate",
        "Stopped wrongly",
        "Wrongful stops",
        f"people stopped who were not the person looked for / {IN_VIEW}",
        IN_VIEW,
        "wrong",
        lambda facts: rate(facts.books["stopped_wrong_person"], facts.in_view),
    ),
    Measure(
        "one_in",
        "one_in",
        "A false alert for 1 in",
        "",
        f"{IN_VIEW} / false alerts",
        "false alerts",
        "wrong",
        _one_in,
    ),
    Measure(
        "books",
        "table",
        "Where every passer-by ended",
        "",
        "every passer-by in the one line of the furthest they got; the lines add up",
        "",
        "neutral",
        lambda facts: facts.books,
    ),
    Measure(
        "times_s",
        "table",
        "The answer's times",
        "",
        "median and 95 % quantile in seconds, over so many cases",
        "",
        "neutral",
        lambda facts: times(facts.events),
    ),
    Measure(
        "utilisation",
        "table",
        "Busy share",
        "",
        "time that operators judged and officers were away from their posts / the span played",
        "the span played, for each of them",
        "neutral",
        lambda facts: utilisation(facts.events, facts.duration_s),
    ),
)


def measures(*forms: Form) -> list[Measure]:
    """Those of some forms, in the table's order."""
    return [measure for measure in MEASURES if measure.form in forms]


def named(key: str) -> Measure:
    """The measure of a key."""
    return next(measure for measure in MEASURES if measure.key == key)
