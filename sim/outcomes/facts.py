"""What the measures of a run are folded from: its log, and who did what in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from scenarios.footfall.demography import AGES, AgeBand
from sim.events import (
    AlertRaised,
    Event,
    FaceDetected,
    OpportunityArose,
    PersonDisposed,
    PersonEntered,
    PersonStopped,
    ShiftBegan,
)
from sim.outcomes.books import closed, furthest, wrong

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class Facts:
    """A log, its events by their kind, of a span that lasted `duration_s`, and sets of people in it
    by what they did.

    `cameras` are those in use, told of even if they saw nobody; people are told of by bands of
    `ages`.
    """

    by_kind: Mapping[type, Sequence[Any]]
    duration_s: float
    cameras: Sequence[str] = ()
    ages: tuple[AgeBand, ...] = AGES

    @classmethod
    def told(
        cls,
        events: Iterable[Event],
        duration_s: float,
        cameras: Sequence[str] = (),
        ages: tuple[AgeBand, ...] = AGES,
    ) -> "Facts":
        """Of events in the order of time."""
        found = defaultdict[type, list[Any]](list)
        for event in events:
            found[type(event)].append(event)
        return cls(found, duration_s, cameras, ages)

    def of(self, kind: type[Kind]) -> Sequence[Kind]:
        """The events of a kind, in their order."""
        found: Sequence[Kind] = self.by_kind.get(kind, [])
        return found

    @cached_property
    def entered(self) -> dict[int, bool]:
        """Whether each passer-by is listed."""
        return {event.person: event.listed for event in self.of(PersonEntered)}

    @cached_property
    def opportunities(self) -> set[int]:
        """People who crossed a zone of recognition."""
        return {event.person for event in self.of(OpportunityArose)}

    @cached_property
    def alerts(self) -> Sequence[AlertRaised]:
        """Every alert."""
        return self.of(AlertRaised)

    @cached_property
    def faces(self) -> Sequence[FaceDetected]:
        """Every face seen, a person once a camera."""
        return self.of(FaceDetected)

    @cached_property
    def alerted(self) -> set[int]:
        """People about whom there was an alert."""
        return {alert.person for alert in self.alerts if alert.person >= 0}

    @cached_property
    def found(self) -> set[int]:
        """People about whom there was an alert as themselves."""
        return {alert.person for alert in self.alerts if alert.true}

    @cached_property
    def stops(self) -> Sequence[PersonStopped]:
        """Every stop."""
        return self.of(PersonStopped)

    @cached_property
    def wrong_stops(self) -> list[PersonStopped]:
        """Stops of somebody who was not looked for."""
        ended = {event.alert for event in self.of(PersonDisposed) if wrong(event)}
        return [stop for stop in self.stops if stop.alert in ended]

    @property
    def begins_s(self) -> float:
        """When the span begins: with the shift."""
        return next((shift.time_s for shift in self.of(ShiftBegan)), 0.0)

    @cached_property
    def by_camera(self) -> dict[str, "Facts"]:
        """Of each camera everybody who entered, what happened there, and the stops that came of its
        alerts; those of people whom officers spotted are of no camera.
        """
        raised = {alert.alert: alert.camera for alert in self.alerts}
        there: defaultdict[str, dict[type, Any]] = defaultdict(dict)
        for kind, events in self.by_kind.items():
            for event in events:
                camera = (
                    raised.get(event.alert)
                    if kind in (PersonStopped, PersonDisposed)
                    else getattr(event, "camera", None)
                )
                if camera is not None:
                    there[camera].setdefault(kind, []).append(event)
        names = (*self.cameras, *sorted(set(there) - set(self.cameras)))
        entered: dict[type, Sequence[Any]] = {PersonEntered: self.of(PersonEntered)}
        return {name: Facts(entered | there[name], self.duration_s) for name in names}

    @cached_property
    def ended(self) -> dict[int, int]:
        """How far every passer-by got, as a row of BOOKS."""
        return furthest(self.by_kind, self.entered)

    @cached_property
    def books(self) -> dict[str, int]:
        """Where every passer-by ended."""
        return closed(self.ended)

    @property
    def in_view(self) -> int:
        """How many passers-by came into the picture of a camera in use."""
        return len(self.entered) - self.books["not_in_view"]

    def listed(self, people: set[int]) -> set[int]:
        """Those of some people who are on the watchlist."""
        return {person for person in people if self.entered.get(person, False)}

    def others(self, people: set[int]) -> set[int]:
        """Those of some people who are not."""
        return people - self.listed(people)
