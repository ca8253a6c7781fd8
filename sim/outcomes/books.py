"""The closed books: every passer-by ends in exactly one of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.events import (
    AlertRaised,
    AlertUnanswered,
    FaceDetected,
    PersonDisposed,
    PersonInView,
    PersonLost,
    PersonSpotted,
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
    "none": "stopped_right_person_other",
}


def wrong(disposed: PersonDisposed) -> bool:
    """Whether it ended the stop of somebody who was not looked for."""
    return DISPOSED[disposed.disposal] == "stopped_wrong_person"


def closed(ended: Mapping[int, int]) -> dict[str, int]:
    """How many ended in each of BOOKS, of people who got so far."""
    count = Counter(ended.values())
    return {name: count[number] for number, name in enumerate(BOOKS)}


def furthest(events: Mapping[type, Sequence[Any]], entered: Iterable[int]) -> dict[int, int]:
    """How far everybody who entered got over all their alerts, as a row of BOOKS; `events` by their
    kind, in any order.
    """
    found = dict.fromkeys(entered, 0)
    for book, people in enumerate(_reached(events)):
        found.update(dict.fromkeys(people & found.keys(), book))
    return found


def _reached(events: Mapping[type, Sequence[Any]]) -> list[set[int]]:
    """Who got as far as each of BOOKS, the furthest or not."""
    rank = {name: number for number, name in enumerate(BOOKS)}
    cases = (*events.get(AlertRaised, ()), *events.get(PersonSpotted, ()))
    person = {case.alert: case.person for case in cases}
    reached: list[set[int]] = [set() for _ in BOOKS]
    for kind, book in SEEN.items():
        reached[rank[book]] = {event.person for event in events.get(kind, ())}
    for kind, book in ANSWERED.items():
        reached[rank[book]] = {person[event.alert] for event in events.get(kind, ())}
    for event in events.get(PersonDisposed, ()):
        reached[rank[DISPOSED[event.disposal]]].add(person[event.alert])
    return reached
