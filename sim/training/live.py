"""The world of a session under way: time passes in it, people's acts change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Protocol

from simpy import Environment

from scenarios.fields.parts import Spot
from sim.errors import SimError
from sim.events import (
    AlertRaised,
    BreakBegan,
    BreakEnded,
    Event,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.response.answer import Answer, People
from sim.response.policy import Call
from sim.response.service import Steps
from sim.training.events import (
    AGAIN,
    COMMANDER,
    CONFIRM,
    TRAINEE,
    Act,
    Covered,
    Decided,
    Injected,
    Recalled,
    Sent,
)
from sim.training.injects.inject import inject_of
from sim.training.injects.steering import Steering
from sim.training.injects.work import Grounds
from sim.training.people import Commander, Trainee
from sim.training.probes import Probe

FREE, ON_THE_WAY, AT_A_STOP, ON_THE_WAY_BACK, ON_A_BREAK, TO_COVER = (
    "at the post",
    "on the way",
    "at a stop",
    "on the way back",
    "cannot be sent",
    "on the way to another post",
)


class Begins(Grounds, Protocol):
    """What begins an answer with people in its seats, to the alerts of a part of the day."""

    def begin(self, people: People, from_s: float, until_s: float) -> Answer:
        """The answer before its first moment."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What an officer does since a moment, about which alert (None: none), and where, if that is
    known.
    """

    officer: int
    doing: str
    since_s: float
    alert: int | None
    place_m: Spot | None


class Live:
    """The answer of a session, with its people where they sit.

    The same acts at the same moments of its clock lead to the same, however often time is asked to
    pass between them.
    """

    def __init__(
        self, ground: Begins, patience_s: float, from_s: float, until_s: float, seats: Sequence[str]
    ) -> None:
        self.ground, self.until_s = ground, until_s
        self._steering: Steering | None = None
        self.came: list[int] = []
        self.trainee: Trainee | None = None
        self.commander = Commander() if COMMANDER in seats else None
        self.patience_s = patience_s
        seat = self._seat if TRAINEE in seats else None
        self.answer = ground.begin(People(seat, self.commander), from_s, until_s)
        self.doing: dict[int, Doing] = {}
        self._covers: dict[int, int] = {}
        self._read = 0
        self.to(from_s)

    def _seat(self, env: Environment) -> Trainee:
        self.trainee = Trainee(env, self.patience_s, self.came.append)
        return self.trainee

    @property
    def now_s(self) -> float:
        """The moment of the scenario up to which all has happened."""
        return float(self.answer.env.now)

    @property
    def steering(self) -> Steering:
        """What injects act on."""
        if self._steering is None:
            self._steering = Steering(self.answer, self.ground, self.until_s)
        return self._steering

    @property
    def steered(self) -> bool:
        """Whether anything was brought about."""
        return self._steering is not None

    @property
    def looks(self) -> Mapping[int, Sequence[Probe]]:
        """The faces of the tracks of injected alerts."""
        return self._steering.looks if self._steering else {}

    def to(self, clock_s: float) -> list[int]:
        """Let time pass; the alerts that came before the trainee meanwhile."""
        if clock_s > self.now_s:
            self.answer.env.run(until=clock_s)
            # SimPy adds what was left to its clock, which may miss the moment by its last digit:
            # then the same acts at the same moments would not lead to the very same.
            self.answer.env._now = clock_s
        came, self.came[:] = list(self.came), []
        self._follow()
        return came

    def do(self, act: Act) -> None:
        """What an act changes in the world; most change nothing there. SimError for one that cannot
        be now, of which nothing was done.
        """
        self.check(act)
        match act:
            case Decided() if act.verdict != AGAIN and self.trainee:
                self.trainee.decide(act.alert, confirmed=act.verdict == CONFIRM)
            case Sent() if self.commander:
                self.commander.orders.append((act.alert, act.officer))
                self.answer.patrol.stand.bring_together()
            case Recalled():
                self.answer.patrol.stand.recall(act.officer)
            case Covered():
                self._cover(act)
            case Injected():
                self.steering.bring(inject_of(act))

    def check(self, act: Act) -> None:
        """SimError for an act that cannot be now."""
        stand = self.answer.patrol.stand
        match act:
            case Decided():
                self._check_decided(act)
            case Injected():
                self.steering.worked(inject_of(act))
            case Sent():
                at_hand = sorted({*stand.idle, *stand.errands})
                if self.commander is None or act.alert not in stand.calls:
                    raise SimError(f"alert {act.alert}: got no call that waits, wanted one")
                if act.officer not in at_hand:
                    raise SimError(f"officer {act.officer}: got one who is not free, wanted one of"
                                   f" {at_hand}")  # fmt: skip
            case Covered():
                self._check_covered(act)
            case Recalled():
                if self.commander is None or act.officer not in stand.errands:
                    raise SimError(f"officer {act.officer}: got one who is on no way to a call,"
                                   f" wanted one of {sorted(stand.errands)}")  # fmt: skip

    @property
    def away(self) -> bool:
        """Whether the trainee was called away from the screens."""
        return self.trainee is not None and not self.answer.cases.room.desks.free

    def to_come(self) -> list[AlertRaised]:
        """The alerts that are to come, as it looks now, in the order of time."""
        coming = self.steering.coming.values() if self._steering else self.ground.decisions.alerts
        gone = self.answer.cases.gone
        later = [one for one in coming if self.now_s < one.time_s < self.until_s]
        return sorted((one for one in later if one.alert not in gone), key=attrgetter("time_s"))

    def _check_decided(self, act: Decided) -> None:
        if self.away:
            raise SimError("operator: got a verdict, wanted none: they are away from the screens")
        opened = self.trainee.open.get(act.alert) if self.trainee else None
        if opened is None or opened.verdict.triggered:
            raise SimError(f"alert {act.alert}: got one that is not open, wanted an open alert")

    def post(self, lead: int) -> int:
        """At which post an officer stands, or to which they come back."""
        return self._covers.get(lead, lead)

    def _check_covered(self, act: Covered) -> None:
        stand = self.answer.patrol.stand
        if self.commander is None or act.officer not in stand.idle or stand.silences:
            raise SimError(f"officer {act.officer}: got one who cannot be told now, wanted one who"
                           f" stands at a post: {sorted(stand.idle)}")  # fmt: skip
        posts = len(stand.officers.posts_m)
        if not 0 <= act.post < posts or act.post == self.post(act.officer):
            raise SimError(f"post: got {act.post}, wanted another one of 0 to {posts - 1}")

    def _cover(self, act: Covered) -> None:
        """An officer leaves the post, can be sent again once they are at the other one, and comes
        back to that from then on.
        """
        stand, env = self.answer.patrol.stand, self.answer.env
        leaves = stand.now(stand.idle.pop(act.officer))
        post_m = stand.officers.posts_m[act.post]
        self._covers[act.officer] = act.post
        self.doing[act.officer] = Doing(act.officer, TO_COVER, self.now_s, None, leaves.place_m)

        def goes() -> Steps[None]:
            yield env.timeout(self.answer.patrol.pursuit.back_s(post_m, leaves.place_m))
            self.doing.pop(act.officer, None)
            stand.back(replace(leaves, post_m=post_m))

        env.process(goes())

    def calls(self) -> list[tuple[Call, float]]:
        """Confirmed alerts that wait for an officer, the longest waiting first, and until when."""
        stand = self.answer.patrol.stand
        patience_s = stand.officers.patience_s
        waiting = sorted(stand.calls.values(), key=lambda one: one.since_s)
        told = [stand.told(one.alert, one.since_s) for one in waiting]
        return [(call, call.since_s + patience_s) for call in told]

    def officers(self) -> list[Doing]:
        """What each officer does now."""
        stand = self.answer.patrol.stand
        return [self._officer(lead) for lead in stand.leads]

    def _officer(self, lead: int) -> Doing:
        stand, now_s = self.answer.patrol.stand, self.now_s
        post_m = stand.officers.posts_m[self.post(lead)]
        if lead in stand.idle:
            idle = stand.now(stand.idle[lead])
            return Doing(lead, FREE, idle.since_s, None, idle.place_m)
        told = self.doing.get(lead, Doing(lead, FREE, now_s, None, post_m))
        if lead in stand.errands:
            place_m = stand.place_m(stand.errands[lead])
            return Doing(lead, ON_THE_WAY, told.since_s, told.alert, place_m)
        if told.doing in (ON_THE_WAY_BACK, TO_COVER) and told.place_m is not None:
            pursuit = self.answer.patrol.pursuit
            path = pursuit.ways.path(told.place_m, post_m)
            gone_m = pursuit.speed_mps * (now_s - told.since_s)
            at_m = pursuit.ways.along(path, gone_m)[0]
            return Doing(lead, told.doing, told.since_s, told.alert, at_m)
        return told

    def events(self, since: int = 0) -> list[Event]:
        """What the answer came to so far, in the order in which it came, from that one on."""
        return self.answer.cases.followed[since:]

    def raised(self) -> dict[int, AlertRaised]:
        """The alerts so far, with their truth."""
        return {alert.alert: alert for alert in self.answer.cases.raised}

    def _follow(self) -> None:
        """Keep in mind what officers do."""
        for event in self.events(self._read):
            match event:
                case OfficerSent():
                    errand = self.answer.patrol.stand.errands.get(event.officer)
                    aim_m = errand.walk.at_m if errand else None
                    self._does(event.officer, ON_THE_WAY, event, event.alert, aim_m)
                case PersonStopped():
                    at_m = Spot(event.x_m, event.y_m, event.level)
                    self._does(event.officer, AT_A_STOP, event, event.alert, at_m)
                case OfficerDiverted():
                    at_m = Spot(event.x_m, event.y_m, event.level)
                    self._does(event.officer, ON_THE_WAY_BACK, event, None, at_m)
                case PersonLost() | PersonDisposed():
                    told = self.doing.get(event.officer)
                    last_m = told.place_m if told else None
                    self._does(event.officer, ON_THE_WAY_BACK, event, event.alert, last_m)
                case BreakBegan():
                    self._does(event.officer, ON_A_BREAK, event, None, None)
                case OfficerFreed() | BreakEnded():
                    self.doing.pop(event.officer, None)
        self._read = len(self.answer.cases.followed)

    def _does(
        self, officer: int, doing: str, event: Event, alert: int | None, place_m: Spot | None
    ) -> None:
        self.doing[officer] = Doing(officer, doing, event.time_s, alert, place_m)
