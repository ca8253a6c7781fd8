"""What the verdicts did to people: who was stopped wrongly, and who was missed, by where."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.measure.rates.intervals import Rate, rate
from sim.events import (
    AlertConfirmed,
    AlertRaised,
    AlertUnanswered,
    Event,
    PersonDisposed,
    PersonEntered,
    PersonInView,
    PersonLost,
)
from sim.outcomes.books import wrong

MISSED = (
    "never_in_view",
    "no_alert",
    "not_confirmed",
    "no_officer",
    "not_met",
)
"""Where listed people were missed, the nearer to a stop the further down: not in view of a camera;
no true alert; none of their alerts confirmed; confirmed, but no officer free; officer did not meet
them."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """People: `wrongly_stopped` of all who were stopped, `rightly_stopped` of all listed who came,
    and how many listed ones were `missed`, by MISSED; whoever was met by an officer is in none.

    `wrong_confirmations` are the alerts about others than the people named that were confirmed, of
    all confirmed ones.
    """

    wrongly_stopped: Rate
    rightly_stopped: Rate
    missed: dict[str, int]
    wrong_confirmations: Rate

    def to_json(self) -> dict[str, Any]:
        """Everything under its name."""
        names = ("wrongly_stopped", "rightly_stopped", "wrong_confirmations")
        return {name: getattr(self, name).to_json() for name in names} | {"missed": self.missed}


def consequences(events: Iterable[Event]) -> Consequences:
    """What the log of a session tells, each person once."""
    held = _by_kind(events)
    alerts = {event.alert: event for event in held[AlertRaised]}
    stops = [event for event in held[PersonDisposed] if event.alert in alerts]
    stopped, wrongly = (
        {alerts[event.alert].person for event in some}
        for some in (stops, [event for event in stops if wrong(event)])
    )
    listed = {event.person for event in held[PersonEntered] if event.listed}
    listed |= {alert.person for alert in alerts.values() if alert.true}
    rightly = listed & {alerts[event.alert].person for event in stops if not wrong(event)}
    confirmed = {event.alert for event in held[AlertConfirmed]} & {*alerts}
    false = sum(not alerts[number].true for number in confirmed)
    return Consequences(
        rate(len(wrongly), len(stopped)),
        rate(len(rightly), len(listed)),
        _missed(listed - rightly, held, alerts, confirmed),
        rate(false, len(confirmed)),
    )


def _by_kind(events: Iterable[Event]) -> dict[type[Event], list[Any]]:
    found: dict[type[Event], list[Any]] = defaultdict(list)
    for event in events:
        found[type(event)].append(event)
    return found


def _missed(
    people: set[int],
    held: dict[type[Event], list[Any]],
    alerts: dict[int, AlertRaised],
    confirmed: set[int],
) -> dict[str, int]:
    """Listed people who were not stopped, by how near they came to it."""

    def about(numbers: Iterable[int]) -> set[int]:
        return {alerts[n].person for n in numbers if n in alerts and alerts[n].true}

    unanswered = {event.alert for event in held[AlertUnanswered]}
    reached = (
        {event.person for event in held[PersonInView]},
        about(alerts),
        about(unanswered),
        about({event.alert for event in held[PersonLost]} | (confirmed - unanswered)),
    )
    found = dict.fromkeys(people, MISSED[0])
    for name, some in zip(MISSED[1:], reached, strict=True):
        found.update(dict.fromkeys(some & people, name))
    counts = Counter(found.values())
    return {name: counts[name] for name in MISSED}
