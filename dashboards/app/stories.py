"""Alerts as stories: each alert with everything that came of it, from raised to disposal."""

from collections import defaultdict
from dataclasses import dataclass, replace

from dashboards.figures.palette import Tone
from dashboards.words import DISPOSALS, listed_person, nth
from sim.events import (
    AlertConfirmed,
    AlertDismissed,
    AlertMerged,
    AlertRaised,
    AlertTaken,
    AlertUnanswered,
    FailureBegan,
    FailureEnded,
    IdentityChecked,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
    SightLost,
    SightRegained,
)
from sim.outcomes.failures import Failing, failings, meanwhile
from sim.outcomes.why.cases import face_told
from sim.reader import StoredRun

Answer = (
    AlertMerged
    | AlertTaken
    | AlertDismissed
    | AlertConfirmed
    | AlertUnanswered
    | OfficerSent
    | OfficerDiverted
    | SightLost
    | SightRegained
    | PersonLost
    | PersonStopped
    | IdentityChecked
    | PersonDisposed
    | OfficerFreed
)
ANSWERS: tuple[type[Answer], ...] = (
    AlertMerged,
    AlertTaken,
    AlertDismissed,
    AlertConfirmed,
    AlertUnanswered,
    OfficerSent,
    OfficerDiverted,
    SightLost,
    SightRegained,
    PersonLost,
    PersonStopped,
    IdentityChecked,
    PersonDisposed,
    OfficerFreed,
)


ENDINGS = (
    "merged",
    "dismissed",
    "not read in time",
    "no officer free",
    "person not met",
    *(told for told, _ in DISPOSALS.values()),
    "still open at the end",
)
"""How alerts end, in a few words each, from the least done about them to the most."""


@dataclass(frozen=True, slots=True)
class Story:
    """One alert and what was done about it, in the order of time."""

    raised: AlertRaised
    answers: tuple[Answer, ...]
    failings: tuple[Failing, ...] = ()
    """What went wrong from when it was raised until nothing was left to do."""

    @property
    def tone(self) -> Tone:
        """Whether the claim was right."""
        return "right" if self.raised.true else "wrong"

    @property
    def closed_s(self) -> float:
        """When nothing was left to do for the person; an officer may still be on the way back."""
        done = [a.time_s for a in self.answers if not isinstance(a, OfficerFreed)]
        return max([self.raised.time_s, *done])

    @property
    def held_s(self) -> float | None:
        """How long the person was held; None: they were not stopped, or still are."""
        at_s = {type(answer): answer.time_s for answer in self.answers}
        if PersonStopped not in at_s or PersonDisposed not in at_s:
            return None
        return at_s[PersonDisposed] - at_s[PersonStopped]

    @property
    def ending(self) -> str:
        """How it ended, in a few words."""
        endings = [_ending(answer) for answer in self.answers]
        return next((told for told in reversed(endings) if told), "still open at the end")

    @property
    def ended(self) -> str:
        """The same without which alert it was merged into."""
        return "merged" if self.ending.startswith("merged") else self.ending

    @property
    def title(self) -> str:
        """The alert in one line."""
        named = f"Alert {nth(self.raised.alert)} at {self.raised.camera}"
        return f"{named}: {self.tone} person, {self.ending}"


def stories(run: StoredRun) -> list[Story]:
    """All alerts of a run, in the order of time."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in run.events(*ANSWERS):
        answers[answer.alert].append(answer)
    wrong = failings(run.events(FailureBegan, FailureEnded))
    told = [Story(raised, tuple(answers[raised.alert])) for raised in run.events(AlertRaised)]
    return [
        replace(one, failings=tuple(meanwhile(wrong, one.raised.time_s, one.closed_s)))
        for one in told
    ]


def tell(event: AlertRaised | Answer) -> tuple[str, Tone]:
    """An event in one sentence, and its tone."""
    match event:
        case AlertRaised(camera=camera, person=person, subject=subject, score=score, true=true):
            who = f"it was passer-by {person}" if person >= 0 else "no person was there"
            truth = f"right: {who}" if true else f"wrong: {who}"
            face = ", ".join(face_told(event))
            seen = f"; the face: {face}" if face else ""
            claim = f"{camera}: the engine takes the face for {listed_person(subject)}"
            return f"{claim} (score {score:.3f}); {truth}{seen}", "right" if true else "wrong"
        case AlertMerged(earlier=earlier):
            return f"merged into alert {nth(earlier)}, which is about the same person", "neutral"
        case AlertTaken(operator=operator):
            return f"operator {nth(operator)} looks at it", "neutral"
        case AlertDismissed(operator=operator):
            if operator < 0:
                return "no operator read it in time", "neutral"
            return f"operator {nth(operator)} judges it another person and dismisses it", "neutral"
        case AlertConfirmed(operator=operator):
            return f"operator {nth(operator)} judges it the same person and confirms it", "busy"
        case AlertUnanswered():
            return "there was no officer to send in time", "neutral"
        case OfficerSent(officer=officer):
            return f"officer {nth(officer)} sets out", "busy"
        case OfficerDiverted(officer=officer):
            return f"officer {nth(officer)} is called off for another alert", "neutral"
        case SightLost():
            return "nobody has the person in sight any more", "neutral"
        case SightRegained(officer=officer, own_eyes=own_eyes):
            who = f"officer {nth(officer)} sees" if own_eyes else "a camera shows"
            return f"{who} the person again", "busy"
        case PersonLost(officer=officer):
            return f"officer {nth(officer)} does not meet the person", "neutral"
        case PersonStopped(officer=officer, person=person):
            return f"officer {nth(officer)} stops passer-by {person}", "busy"
        case IdentityChecked(right=right):
            if right:
                return "identity checked: the person looked for", "right"
            return "identity checked: the wrong person", "wrong"
        case PersonDisposed(disposal=disposal):
            return DISPOSALS[disposal]
        case OfficerFreed(officer=officer):
            return f"officer {nth(officer)} is back at the post", "neutral"


def _ending(answer: Answer) -> str:
    match answer:
        case AlertMerged(earlier=earlier):
            return f"merged into alert {nth(earlier)}"
        case AlertDismissed(operator=operator):
            return "dismissed" if operator >= 0 else "not read in time"
        case AlertUnanswered():
            return "no officer free"
        case PersonLost():
            return "person not met"
        case PersonDisposed(disposal=disposal):
            return DISPOSALS[disposal][0]
        case IdentityChecked():
            return "identity checked"
        case PersonStopped():
            return "stopped"
        case _:
            return ""
