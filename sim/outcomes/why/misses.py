"""Why a person was alerted or missed: the truth of a run joined with what the engine kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from engine.why.account import stretches_json
from engine.why.stretches import NOT_DETECTED, Stretch, told
from scenarios.failures import taken
from scenarios.hours import clock
from sim.errors import SimError
from sim.events import AlertRaised, FailureBegan, FailureEnded, OpportunityArose
from sim.outcomes.failures import failings
from sim.outcomes.why import pixels as missed_pixels
from sim.outcomes.why import scores as missed_scores
from sim.outcomes.why.cases import Case, Witness, face_told
from sim.reader import StoredRun

NEVER = "never in view of any camera"
WORDS = {
    NOT_DETECTED: "in view, not detected",
    "not_in_view": "not in view",
    "hidden": "in view, hidden by others or by things",
    "facing_away": "in view from behind",
    "searchable": "in view, large enough and facing the camera enough to be searched if detected",
    **taken(),
}
"""States that only the truth knows, in words; what a failure took is called by its kind."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One person's: `subject` (None: not listed), each camera's stretches, what they come to.

    `missed`: listed, and never alerted as themselves; `opportunity`: they came into a camera's zone
    of recognition, facing its side; `meanwhile`: what went wrong while they were there, in words.
    """

    person: int
    subject: int | None
    missed: bool
    opportunity: bool
    verdict: str
    cameras: dict[str, list[Stretch]]
    words: dict[str, list[str]]
    meanwhile: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Everything under its name; times in seconds from the scenario's start."""
        cameras = {
            name: stretches_json(stretches, self.words[name])
            for name, stretches in self.cameras.items()
        }
        head = {"person": self.person, "subject": self.subject, "missed": self.missed}
        head["opportunity"] = self.opportunity
        told = {"verdict": self.verdict, "meanwhile": [*self.meanwhile], "cameras": cameras}
        return head | told


@dataclass(frozen=True, slots=True)
class Looked:
    """What the stories of a run are told from, read once for all of them."""

    case: Case
    seen: Witness

    def story(self, person: int) -> Explanation:
        """What happened to one passer-by; SimError for one who is not there."""
        if not 0 <= person < len(self.case.subjects):
            last = len(self.case.subjects) - 1
            raise SimError(f"person: got {person}, wanted one from 0 to {last}")
        return _story(self.case, self.seen, person)


def story(run: StoredRun, person: int) -> Explanation:
    """What happened to one passer-by; SimError for one who is not there."""
    return looked(run).story(person)


def misses(run: StoredRun) -> Iterator[Explanation]:
    """Every listed person who was in the venue and was never alerted as themselves."""
    found = looked(run)
    for person in found.case.listed:
        one = found.story(person)
        if one.missed:
            yield one


def looked(run: StoredRun) -> Looked:
    """A complete run, looked at once; SimError for another."""
    case = _case(run)
    return Looked(case, _seen(case))


def _case(run: StoredRun) -> Case:
    if not run.complete:
        raise SimError(f"{run.path}: got a run that is {run.state}, wanted a complete one")
    people: pa.Table = run.people()
    return Case(
        run=run,
        scenario=run.scenario(),
        threshold=float(run.outcomes()["threshold"]),
        subjects=people["subject"].to_pylist(),
        alerts=run.events(AlertRaised),
        opportunities=frozenset(one.person for one in run.events(OpportunityArose)),
        stops=run.stops(),
        failings=failings(run.events(FailureBegan, FailureEnded)),
    )


def _seen(case: Case) -> Witness:
    """What was kept of the cameras, by the run's own fidelity."""
    if case.scenario.fidelity == "pixels":
        return missed_pixels.PixelsWitness(case)
    return missed_scores.ScoresWitness(case)


def _story(case: Case, seen: Witness, person: int) -> Explanation:
    cameras = seen.stretches(person)
    subject = case.subjects[person]
    raised = [alert for alert in case.alerts if alert.person == person]
    starts_at = case.scenario.starts_at
    alerted = "; ".join([*_alerted(raised, starts_at), *_stopped(case, person)])
    settings = case.scenario.engine
    return Explanation(
        person=person,
        subject=subject if subject >= 0 else None,
        opportunity=person in case.opportunities,
        missed=subject >= 0 and not any(alert.true for alert in raised),
        verdict=alerted or (seen.verdict(person) if cameras else NEVER),
        cameras=cameras,
        words={
            name: [told(one, settings, case.threshold, WORDS) for one in stretches]
            for name, stretches in cameras.items()
        },
        meanwhile=tuple(one.told(starts_at) for one in case.meanwhile(person)),
    )


def _stopped(case: Case, person: int) -> Iterator[str]:
    """The person's stops in words."""
    for stop in case.stops.get(person, []):
        at, held_s = clock(case.scenario.starts_at, stop.from_s), stop.until_s - stop.from_s
        yield f"stopped at {at} and held for {held_s:.0f} s" + (", led away" * stop.led_away)


def _alerted(raised: Sequence[AlertRaised], starts_at: str) -> Iterator[str]:
    """The person's alerts in words."""
    return (
        f"alerted as {'themselves' if one.true else f'listed person {one.subject}, wrongly,'}"
        f" by {one.camera} at {clock(starts_at, one.time_s)} ({_seen_as(one)})"
        for one in raised
    )


def _seen_as(alert: AlertRaised) -> str:
    return ", ".join([f"{alert.score:.3f}", *face_told(alert)])
