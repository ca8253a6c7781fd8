"""The steps from coming to being stopped, each a share of those who got as far as the one before.

A difference made at one step shows at that step alone: whoever comes later divides by those whom it
has left. Every case is one person, once, so that persons who were seen or alerted often count no
more than others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.events import AlertConfirmed, AlertRaised
from sim.outcomes.durations import judgements
from sim.outcomes.facts import Facts

Stage = Literal["where people walk", "the engine", "operators", "officers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened to some people: its `stage`, its `name` in words, whom it `divides` by, and the
    fold that says of each of these whether it happened.
    """

    key: str
    stage: Stage
    name: str
    divides: str
    fold: Callable[[Facts], Mapping[int, bool]]


def _reached(hit: Iterable[int], of: Iterable[int]) -> dict[int, bool]:
    got = set(hit)
    return {person: person in got for person in of}


def _in_view(facts: Facts) -> set[int]:
    return {person for person, rank in facts.ended.items() if rank}


def _listed_found(facts: Facts) -> dict[int, bool]:
    return _reached(facts.found, facts.listed(facts.opportunities))


def _others_alerted(facts: Facts) -> dict[int, bool]:
    return _reached(facts.alerted, facts.others(facts.opportunities))


def _verdicts(facts: Facts, *, true: bool) -> dict[int, bool]:
    """Of everybody with such an alert that was judged, whether the first verdict confirmed it."""
    about = _about(facts, true=true)
    first: dict[int, bool] = {}
    for verdict in judgements(facts):
        if verdict.alert in about:
            first.setdefault(about[verdict.alert], isinstance(verdict, AlertConfirmed))
    return first


def _stops(facts: Facts, *, true: bool) -> dict[int, bool]:
    """Of everybody with such an alert that was confirmed, whether they were stopped."""
    about = _about(facts, true=true)
    sent_for = [about[one.alert] for one in facts.of(AlertConfirmed) if one.alert in about]
    return _reached((stop.person for stop in facts.stops), sent_for)


def _about(facts: Facts, *, true: bool) -> dict[int, int]:
    """The person of each right alert, or of each alert of somebody who is not listed."""

    def chosen(alert: AlertRaised) -> bool:
        return alert.true if true else not facts.entered.get(alert.person, True)

    return {alert.alert: alert.person for alert in facts.alerts if chosen(alert)}


STEPS = (
    Step(
        key="in_view",
        stage="where people walk",
        name="came into the picture of a camera",
        divides="people who came",
        fold=lambda facts: _reached(_in_view(facts), facts.entered),
    ),
    Step(
        key="opportunity",
        stage="where people walk",
        name="could be recognised by a camera",
        divides="people in view",
        fold=lambda facts: _reached(facts.opportunities, _in_view(facts)),
    ),
    Step(
        key="tpir",
        stage="the engine",
        name="were alerted as themselves (TPIR)",
        divides="listed people a camera could recognise",
        fold=_listed_found,
    ),
    Step(
        key="fpir",
        stage="the engine",
        name="were alerted (FPIR)",
        divides="people not listed whom a camera could recognise",
        fold=_others_alerted,
    ),
    Step(
        key="true_confirmed",
        stage="operators",
        name="were confirmed at the first verdict",
        divides="people whose right alert was judged",
        fold=lambda facts: _verdicts(facts, true=True),
    ),
    Step(
        key="false_confirmed",
        stage="operators",
        name="were confirmed at the first verdict",
        divides="people not listed whose alert was judged",
        fold=lambda facts: _verdicts(facts, true=False),
    ),
    Step(
        key="rightly_stopped",
        stage="officers",
        name="were stopped",
        divides="people whose right alert was confirmed",
        fold=lambda facts: _stops(facts, true=True),
    ),
    Step(
        key="wrongly_stopped",
        stage="officers",
        name="were stopped",
        divides="people not listed whose alert was confirmed",
        fold=lambda facts: _stops(facts, true=False),
    ),
)
