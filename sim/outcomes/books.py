"""The closed books: every passer-by ends in exactly one of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.events import (
    AlertRaised,
    AlertUnanswered,
    Event,
    FaceDetected,
    PersonDisposed,
    PersonInView,
    PersonLost,
    ProbeMatched,
    ProbeSearched,
)

BOOKS = (
    "not_in_view",
    "in_view_not_detected",
    "detected_too_poor",
    "below_threshold",
    "matched_no_alert",
    "alerted_dismissed",
    "alerted_no_officer_free",
    "alerted_lost",
    "stopped_wrong_person",
    "stopped_right_person_arrest",
    "stopped_right_person_other",
)
"""Where a passer-by can end, nearer to the end of the way the further down."""

SEEN = {
    PersonInView: "in_view_not_detected",
    FaceDetected: "detected_too_poor",
    ProbeSearched: "below_threshold",
    ProbeMatched: "matched_no_alert",
    AlertRaised: "alerted_dismissed",
}
ANSWERED = {AlertUnanswered: "alerted_no_officer_free", PersonLost: "alerted_lost"}
DISPOSED = {
    "released": "stopped_wrong_person",
    "arrest": "stopped_right_person_arrest",
    "other": "stopped_right_person_other",
}


def wrong(disposed: PersonDisposed) -> bool:
    """Whether it ended the stop of somebody who was not looked for."""
    return DISPOSED[disposed.disposal] == "stopped_wrong_person"


def close_books(
    events: Sequence[Event], alerts: Sequence[AlertRaised], entered: Iterable[int]
) -> dict[str, int]:
    """Everybody who entered under the furthest they got over all their alerts."""
    return closed(furthest(events, alerts, entered))


def closed(ended: Mapping[int, int]) -> dict[str, int]:
    """How many ended in each of BOOKS, of people who got so far."""
    count = Counter(ended.values())
    return {name: count[number] for number, name in enumerate(BOOKS)}


def furthest(
    events: Sequence[Event], alerts: Sequence[AlertRaised], entered: Iterable[int]
) -> dict[int, int]:
    """How far everybody who entered got over all their alerts, as a row of BOOKS."""
    found = dict.fromkeys(entered, 0)
    for person, book in _reached(events, {alert.alert: alert.person for alert in alerts}):
        if person in found:
            found[person] = max(found[person], book)
    return found


def _reached(events: Iterable[Event], person: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Who got how far, as a row of BOOKS, at each event that tells; `person` of each alert."""
    rank = {name: number for number, name in enumerate(BOOKS)}
    seen = {kind: rank[book] for kind, book in SEEN.items()}
    answered = {kind: rank[book] for kind, book in ANSWERED.items()}
    for event in events:
        kind: Any = type(event)
        told: Any = event  # of a kind that has what is asked of it
        if kind in seen:
            yield told.person, seen[kind]
        elif kind in answered:
            yield person[told.alert], answered[kind]
        elif isinstance(event, PersonDisposed):
            yield person[event.alert], rank[DISPOSED[event.disposal]]
