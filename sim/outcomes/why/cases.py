"""What the story of a person is told from, whatever the fidelity."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Protocol

import pyarrow.compute as pc

from engine.why.stretches import Glimpse, Stretch
from scenarios.schema import Scenario
from sim.events import AlertRaised, PersonEntered, PersonLeft
from sim.outcomes.failures import Failing, meanwhile
from sim.reader import StoredRun
from sim.world.stops import Stops, moved_s

HIDDEN_BELOW = 0.5
"""Visible share of a face below which being hidden explains that it was not detected."""
BEHIND_DEG = 90.0
"""Yaw beyond which a head shows no face."""


@dataclass(frozen=True, slots=True)
class Case:
    """A complete run: `subjects` each person's row of the watchlist, -1 of those not listed, and
    who had an opportunity of being recognised; `failings` what went wrong.
    """

    run: StoredRun
    scenario: Scenario
    threshold: float
    subjects: list[int]
    alerts: list[AlertRaised]
    opportunities: frozenset[int]
    stops: Stops
    failings: list[Failing]

    @property
    def listed(self) -> list[int]:
        """Listed people who entered while the run was played."""
        return [one.person for one in self.run.events(PersonEntered) if one.listed]

    def seen(self, person: int, planned: Iterable[Glimpse]) -> list[Glimpse]:
        """Looks at a person as they were, from those at people whom nobody stops: later after a
        stop, none after an arrest or after the end of a window.
        """
        window = self.scenario.window if self.scenario.fidelity == "pixels" else None
        until_s = window.start_s + window.duration_s if window else inf
        stops = self.stops.get(person)
        if not stops:
            return list(planned)
        moved = (replace(look, time_s=moved_s(look.time_s, stops)) for look in planned)
        return [look for look in moved if look.time_s < until_s]

    def meanwhile(self, person: int) -> list[Failing]:
        """What went wrong while a person was there."""
        if not self.failings:
            return []
        came, gone = PersonEntered.__name__, PersonLeft.__name__
        theirs = pc.field("kind").isin([came, gone]) & (pc.field("person") == person)
        rows = self.run.table("events.parquet", columns=["kind", "time_s"], filters=theirs)
        at_s = dict(zip(rows["kind"].to_pylist(), rows["time_s"].to_pylist(), strict=True))
        if came not in at_s:
            return []
        return meanwhile(self.failings, at_s[came], at_s.get(gone, inf))


class Witness(Protocol):
    """What the cameras of a run saw, by person."""

    def stretches(self, person: int) -> dict[str, list[Stretch]]:
        """Each camera that had the person in view, with their stretches there."""

    def verdict(self, person: int) -> str:
        """Why a person in view raised no alert."""


def face_told(alert: AlertRaised) -> list[str]:
    """Size, pose, covering, blur and light of the face that an alert rests on, as far as they are
    known.

    >>> face_told(AlertRaised(1.0, 0, "a", 0, 0, 0.8, True, 31.4, -12.0, 4.0, None, 0.214, 96.0))
    ['31 px between the eyes', 'turned 12° aside and 4° down', 'sharpness 0.21', 'light 96 of 255']
    """
    told = []
    if alert.interocular_px is not None:
        told.append(f"{alert.interocular_px:.0f} px between the eyes")
    if alert.yaw_deg is not None and alert.pitch_deg is not None:
        down = "down" if alert.pitch_deg >= 0 else "up"
        told.append(
            f"turned {abs(alert.yaw_deg):.0f}° aside and {abs(alert.pitch_deg):.0f}° {down}"
        )
    if alert.visible_share is not None:
        told.append(f"{100 * alert.visible_share:.0f} % of it visible")
    if alert.sharpness is not None:
        told.append(f"sharpness {alert.sharpness:.2f}")
    if alert.luminance is not None:
        told.append(f"light {alert.luminance:.0f} of 255")
    return told
