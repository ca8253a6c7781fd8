"""What the story of a person is told from, whatever the fidelity."""

from dataclasses import dataclass
from typing import Protocol

from engine.stretches import Stretch
from scenarios.schema import Scenario
from sim.events import AlertRaised, PersonEntered
from sim.reader import StoredRun

HIDDEN_BELOW = 0.5
"""Visible share of a face below which being hidden explains that it was not detected."""
BEHIND_DEG = 90.0
"""Yaw beyond which a head shows no face."""


@dataclass(frozen=True, slots=True)
class Case:
    """A complete run: `subjects` each person's row of the watchlist, -1 of those not listed."""

    run: StoredRun
    scenario: Scenario
    threshold: float
    subjects: list[int]
    alerts: list[AlertRaised]

    @property
    def listed(self) -> list[int]:
        """Listed people who entered while the run was played."""
        return [one.person for one in self.run.events(PersonEntered) if one.listed]


class Seen(Protocol):
    """What the cameras of a run saw, by person."""

    def stretches(self, person: int) -> dict[str, list[Stretch]]:
        """Each camera that had the person in view, with their stretches there."""

    def verdict(self, person: int) -> str:
        """Why a person in view raised no alert."""
