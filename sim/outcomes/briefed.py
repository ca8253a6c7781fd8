"""What officers who were briefed found without the engine: told of runs that have some."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

from engine.measure.rates.intervals import Rate, rate
from sim.events import PersonDisposed, PersonSpotted
from sim.outcomes.facts import Facts
from sim.outcomes.rates import rounded

DIVIDES = {
    "listed_spotted": "listed people who came",
    "wrong": "people they spotted",
}
"""What the rates divide by."""


@dataclass(frozen=True, slots=True)
class Spotting:
    """How many `officers` looked for how many `faces`, how many people they `spotted`, of all
    listed people who came the share that they spotted rightly, of all whom they spotted the share
    that was somebody else, and how busy stops kept them; None: nothing was played.
    """

    officers: int
    faces: int
    spotted: int
    listed_spotted: Rate
    wrong: Rate
    busy: float | None


def spotting(facts: Facts, officers: int, faces: int) -> Spotting:
    """Fold what so many officers did who were shown so many faces; nobody is spotted twice."""
    found = facts.of(PersonSpotted)
    right = {one.person for one in found if one.right}
    listed = facts.listed(set(facts.entered))
    return Spotting(
        officers=officers,
        faces=faces,
        spotted=len(found),
        listed_spotted=rate(len(listed & right), len(listed)),
        wrong=rate(len(found) - len(right), len(found)),
        busy=_busy(facts, found, officers),
    )


def told_spotting(found: Spotting) -> dict[str, Any]:
    """It as data, numbers to six significant digits, rates with what they divide."""
    told: dict[str, Any] = rounded(asdict(found))
    for name, of in DIVIDES.items():
        told[name]["divides"] = of
    return told


def _busy(facts: Facts, found: Iterable[PersonSpotted], officers: int) -> float | None:
    """Share of the span that they dealt with people, each stop up to the end of the span."""
    if not facts.duration_s:
        return None
    begins_s = facts.begins_s
    ended_s = {one.alert: one.time_s for one in facts.of(PersonDisposed)}
    until_s = begins_s + facts.duration_s
    spent_s = sum(max(min(ended_s.get(one.alert, inf), until_s) - one.time_s, 0.0) for one in found)
    return spent_s / (officers * facts.duration_s)
