"""A session's world under way, as injects act on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.cameras.outages import DARK
from sim.events import AlertRaised, BreakBegan, BreakEnded, FailureBegan, FailureEnded
from sim.response.absence import begin
from sim.response.answer import Answer, Walks
from sim.response.service import Steps
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
from sim.training.injects.work import Grounds, Task, Worked, laid
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

    def __init__(self, answer: Answer, ground: Grounds, until_s: float) -> None:
        self.answer, self.ground, self.until_s = answer, ground, until_s
        self.scene = ground.scene()
        self.coming = {one.alert: one for one in self.scene.alerts if one.time_s < until_s}
        self.cast: dict[int, Cast] = {}
        self.looks: dict[int, Sequence[Probe]] = {}
        self.withdrawn: list[Withdrawn] = []
        self.slowed: list[tuple[float, StopsSlowed]] = []
        self.questions: list[Question] = []
        self.messages: list[Told] = []
        self._bringing = ""
        self._worked: list[Worked] = []
        answer.patrol.slower = self._slower

    @property
    def now_s(self) -> float:
        """The world's time."""
        return float(self.answer.env.now)

    def task(self, inject: Inject, at_s: float) -> Task:
        """What has to be worked out before an inject comes about at a moment."""
        first = 1 + max((*self.coming, *self.cast, *self._numbers()), default=-1)
        pursuit = self.answer.patrol.pursuit
        walks = Walks(pursuit.day, getattr(pursuit, "seen", None))
        people = frozenset(one.person for one in self.coming.values())
        about = (self.scene, self.ground, first, self.until_s, walks, people, self.answer.before)
        return Task(inject, at_s, *about)

    def fresh(self, task: Task) -> bool:
        """Whether nothing came about since that changes what the task comes to."""
        return task.scene is self.scene

    def take(self, worked: Worked) -> None:
        """Keep what was worked out beside, for when the inject comes about at that moment."""
        self._worked = [*filter(lambda one: self.fresh(one.task), self._worked), worked]

    def worked(self, inject: Inject) -> Worked:
        """What the inject would do now, worked out beside or else here; SimError where it cannot be
        brought about.
        """
        for one in self._worked:
            if (one.task.inject, one.task.at_s) == (inject, self.now_s) and self.fresh(one.task):
                return one
        self.take(self.task(inject, self.now_s).worked())
        return self._worked[-1]

    def bring(self, inject: Inject) -> tuple[Effect, ...]:
        """Let it come about now; what it did."""
        worked = self.worked(inject)
        self._bringing, self._worked = inject.id, []
        self.scene = worked.scene
        if worked.walks is not None:
            self.answer.walk(worked.walks)
        if worked.ground is not None:
            self.ground, self.answer.before = worked.ground, worked.before
            self.answer.cases.gone |= self._gone()
        self.answer.cases.gone |= self._dark(worked.effects)
        self.looks |= worked.looks
        steer(worked.effects, self)
        self._come(worked.later)
        return worked.effects

    def alert(self, alert: Alerted) -> None:
        """Let the alert come at its time."""
        self.cast[alert.alert.alert], self.looks[alert.alert.alert] = alert.cast, alert.looks
        self._comes(alert.alert)

    def change(self, change: Change) -> None:
        """What is otherwise from now on, but for which alerts come."""
        if laid(change, self.scene.scenario, self.now_s):
            return
        self.answer.cases.room.threshold = self.scene.threshold_at(self.now_s)
        if isinstance(change, Withdrawn):
            self.withdrawn.append(change)
        if isinstance(change, Failed):
            self._fail(change)

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

    def _come(self, later: Sequence[AlertRaised] | None) -> None:
        """These are what the engine raises from now on; None: what it was to raise anyway."""
        if later is None:
            return
        raised = {one.alert: one for one in later}
        waiting = {n for n, one in self.coming.items() if one.time_s > self.now_s} - {*self.cast}
        self.answer.cases.gone |= waiting - {*raised}
        self.answer.cases.gone -= {*raised}
        for number in {*raised} - {*self.coming}:
            self._comes(raised[number])

    def _gone(self) -> set[int]:
        """Alerts brought about before that are to come still, of people who have not come yet, or
        have left by then: they do not come.
        """
        people = self.scene.day.people
        waits = [(n, self.coming[n]) for n in self.cast if self.coming[n].time_s > self.now_s]
        return {
            number
            for number, one in waits
            if people.arrival_s[one.person] >= self.now_s
            or not people.exit_s[one.person] > one.time_s
        }

    def _dark(self, effects: Sequence[Effect]) -> set[int]:
        """Alerts brought about before that are to come still, of cameras whose picture is lost by
        then.
        """
        dark = [e.failure for e in effects if isinstance(e, Failed) and e.failure.kind in DARK]
        waits = [(number, self.coming[number], one.seen_s) for number, one in self.cast.items()]
        return {
            number
            for number, alert, seen_s in waits
            if alert.time_s > self.now_s
            for one in dark
            if one.what in ("", alert.camera) and one.lasts(seen_s)
        }

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
