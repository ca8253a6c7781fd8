"""A session's world under way, as injects act on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.moments import INSTANT_S
from scenarios.failures import UPHEAVALS
from sim.errors import SimError
from sim.events import AlertRaised, BreakBegan, BreakEnded, FailureBegan, FailureEnded
from sim.response.absence import begin
from sim.response.answer import Answer
from sim.response.service import Steps
from sim.training.injects.brought import effects
from sim.training.injects.effects import (
    Alerted,
    Asked,
    Cast,
    Change,
    Effect,
    Failed,
    OfficersAway,
    StopsSlowed,
    Told,
    Withdrawn,
    steer,
)
from sim.training.injects.inject import Inject
from sim.training.injects.later import alerts_after
from sim.training.injects.scene import Scene
from sim.training.probes import Probe


@dataclass(frozen=True, slots=True)
class Question:
    """What stands open since a moment, until when, and for which roles, by its inject's number."""

    inject: str
    since_s: float
    by_s: float
    to: tuple[str, ...]


class Steering:
    """Injects brought about in an answer under way; the same ones at the same moments lead to the
    same. `cast` tells by the alert who plays whom, `looks` the faces of their track.
    """

    def __init__(self, answer: Answer, scene: Scene, until_s: float) -> None:
        self.answer, self.scene, self.until_s = answer, scene, until_s
        self.coming = {alert.alert: alert for alert in scene.alerts if alert.time_s < until_s}
        self.cast: dict[int, Cast] = {}
        self.looks: dict[int, Sequence[Probe]] = {}
        self.withdrawn: list[Withdrawn] = []
        self.slowed: list[tuple[float, StopsSlowed]] = []
        self.questions: list[Question] = []
        self.messages: list[Told] = []
        self._bringing = ""
        self._asked: tuple[Inject, float, tuple[Effect, ...]] | None = None
        answer.patrol.slower = self._slower

    @property
    def now_s(self) -> float:
        """The world's time."""
        return float(self.answer.env.now)

    def effects(self, inject: Inject) -> tuple[Effect, ...]:
        """What the inject would do now; SimError where it cannot be brought about. An upheaval that
        a timeline laid over the scenario is there already.
        """
        if self._asked is not None and self._asked[:2] == (inject, self.now_s):
            return self._asked[2]
        first = 1 + max((*self.coming, *self.cast, *self._numbers()), default=-1)
        if inject.kind == "operator_away" and not self.answer.cases.room.at_once:
            raise SimError(
                f"inject {inject.id}: got operator_away, and a trainee is alone at the screens,"
                " wanted a session whose operators are played"
            )
        found = effects(inject, self.scene, self.now_s, first)
        for one in found:
            if isinstance(one, Failed) and one.failure.kind in UPHEAVALS and not self._laid(one):
                raise SimError(
                    f"inject {inject.id}: got {inject.kind} by hand, wanted it on the timeline: it"
                    " changes where people walk from the first"
                )
        self._asked = (inject, self.now_s, found)
        return found

    def bring(self, inject: Inject) -> tuple[Effect, ...]:
        """Let it come about now; what it did."""
        told = self.effects(inject)
        self._bringing, self._asked = inject.id, None
        steer(told, self)
        self.scene = self.scene.after(one for one in told if isinstance(one, Alerted))
        return told

    def alert(self, alert: Alerted) -> None:
        """Let the alert come at its time."""
        self.cast[alert.alert.alert], self.looks[alert.alert.alert] = alert.cast, alert.looks
        self._comes(alert.alert)

    def change(self, change: Change) -> None:
        """What the engine raises from now on."""
        if isinstance(change, Failed) and self._laid(change):
            return
        self.scene = self.scene.after([change])
        self.answer.cases.room.threshold = self.scene.threshold_at(self.now_s)
        if isinstance(change, Withdrawn):
            self.withdrawn.append(change)
        if isinstance(change, Failed):
            self._fail(change)
        later = {one.alert: one for one in alerts_after(self.scene, self.now_s + INSTANT_S)}
        later = {number: one for number, one in later.items() if one.time_s < self.until_s}
        waiting = {n for n, one in self.coming.items() if one.time_s > self.now_s} - {*self.cast}
        self.answer.cases.gone |= waiting - {*later}
        self.answer.cases.gone -= {*later}
        for number in {*later} - {*self.coming}:
            self._comes(later[number])
        known = {one.alert for one in self.scene.alerts}
        more = tuple(one for number, one in later.items() if number not in known)
        self.scene = replace_alerts(self.scene, (*self.scene.alerts, *more))

    def away(self, officers: OfficersAway) -> None:
        """Take officers off until they are back; of those not named whoever is free first."""
        stand = self.answer.patrol.stand
        free = [lead for lead in stand.leads if lead in stand.idle]
        others = [lead for lead in stand.leads if lead not in stand.idle]
        for lead in officers.named or (free + others)[: officers.count]:
            self.answer.env.process(self._leave(lead, officers.to_s))

    def slow(self, stops: StopsSlowed) -> None:
        """Let stops take longer."""
        self.slowed.append((self.now_s, stops))

    def ask(self, question: Asked) -> None:
        """Let a question stand open."""
        asked = Question(self._bringing, self.now_s, question.by_s, question.to)
        self.questions.append(asked)

    def answered(self, role: str) -> None:
        """Somebody of a role said something: what was asked of them is answered."""
        self.questions = [one for one in self.questions if role not in one.to]

    def handed_on(self) -> list[Told]:
        """The messages since the last time that this was asked."""
        told, self.messages = self.messages, []
        return told

    def tell(self, message: Told) -> None:
        """Keep a message for whoever hands it on."""
        self.messages.append(message)

    def barred(self, alert: AlertRaised, decided_s: float) -> bool:
        """Whether confirming an alert at a moment was against the rules."""
        cast = self.cast.get(alert.alert)
        gone = any(
            alert.subject in one.subjects and one.from_s <= decided_s for one in self.withdrawn
        )
        return gone or (cast is not None and cast.barred)

    def _numbers(self) -> list[int]:
        return [one.alert for one in self.scene.alerts]

    def _laid(self, failed: Failed) -> bool:
        """Whether the scenario is played with such an upheaval anyway."""
        return failed.failure.kind in UPHEAVALS and any(
            one.kind == failed.failure.kind and one.from_s - 1 <= self.now_s <= one.to_s
            for one in self.scene.scenario.failures
        )

    def _comes(self, alert: AlertRaised) -> None:
        self.coming[alert.alert] = alert
        self.answer.cases.room.luck.add(alert)
        self.answer.patrol.luck.add(alert)
        self.answer.env.process(self.answer.cases.follow(alert))

    def _slower(self, now_s: float) -> float:
        found = 1.0
        for since_s, one in self.slowed:
            if since_s <= now_s < one.to_s:
                found *= one.times
        return found

    def _fail(self, change: Failed) -> None:
        """What failures do to people, and that they are told in the log."""
        one, cases = change.failure, self.answer.cases
        record = cases.followed.append
        begin(self.answer.env, [one], cases.room.desks, self.answer.patrol.stand, record)
        record(FailureBegan(self.now_s, one.kind, one.what))
        self.answer.env.process(self._over(change))

    def _over(self, change: Failed) -> Steps[None]:
        yield self.answer.env.timeout(change.failure.to_s - self.now_s)
        told = (change.failure.kind, change.failure.what)
        self.answer.cases.followed.append(FailureEnded(self.now_s, *told, 0, 0))

    def _leave(self, lead: int, to_s: float) -> Steps[None]:
        """An officer goes as soon as they are at the post, for what is left of the time."""
        stand, env = self.answer.patrol.stand, self.answer.env
        while lead in stand.resting:  # a break is due to them, too
            yield env.timeout(1.0)
        officer = yield stand.rest(lead)
        if env.now < to_s:
            self._records(BreakBegan, lead)
            yield env.timeout(to_s - env.now)
            self._records(BreakEnded, lead)
        stand.back(officer)

    def _records(self, kind: type[BreakBegan] | type[BreakEnded], lead: int) -> None:
        for one in self.answer.patrol.stand.team(lead):
            self.answer.cases.followed.append(kind(self.now_s, one))


def replace_alerts(scene: Scene, alerts: Sequence[AlertRaised]) -> Scene:
    """The same scene with other alerts to come."""
    return replace(scene, alerts=tuple(alerts)).after(())
