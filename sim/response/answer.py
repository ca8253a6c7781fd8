"""How people answer the engine's alerts: one process an alert, from raised to resolved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from simpy import Environment

from engine.counts import counted
from engine.measure.calibration.separation import Separation
from scenarios.errors import ScenarioError
from scenarios.footfall.planted import Lean, Planted
from scenarios.schema import Scenario
from sim.events import (
    AlertConfirmed,
    AlertMerged,
    AlertRaised,
    Event,
    PersonLeft,
    ShiftBegan,
)
from sim.response.absence import begin, last_word_s
from sim.response.briefed import OF_THE_ENGINE, Lookout
from sim.response.judge import Judge, judge_of, leans
from sim.response.luck import Luck
from sim.response.officers.chase import Chase
from sim.response.officers.dispatch import Patrol
from sim.response.officers.pursuit import NOBODY, Pursuit
from sim.response.operators import ControlRoom, check_desks
from sim.response.policy import Dispatch, policy_of
from sim.response.service import Steps
from sim.streams import Streams
from sim.world.day import Day
from sim.world.demography.leaning import leaning
from sim.world.stops import Stops, moved_s
from sim.world.ways import Ways

Kind = TypeVar("Kind", bound=Event)


def check(scenario: Scenario) -> None:
    """ScenarioError for a judge or a policy that is not there or that refuses its dials."""
    check_desks(scenario.operators)
    if scenario.planted.operators:
        judge = judge_of(scenario.operators, Environment(), Streams(scenario.seed))
        if not leans(judge):
            raise ScenarioError(
                f"planted.operators: got some, and operators.judge {scenario.operators.judge!r},"
                " which leans towards nobody, wanted a judge that does, as coin or signal"
            )
    policy_of(scenario.officers)


def warnings(scenario: Scenario) -> list[str]:
    """What planners should know of an answer that nobody gives, a sentence each; of the scenario
    the watchlist's size, the operators' count, the officers' posts and who was briefed are read.
    """
    if not scenario.watchlist.size:
        return []
    briefed = scenario.briefed
    if briefed and not briefed.engine:
        officers = counted(len(briefed.posts_m), "officer")
        faces = counted(briefed.faces, "face")
        return [
            f"without the engine: {officers} shown {faces} look for them; cameras raise no alerts,"
            " and tell only of who came where they look"
        ]
    found = []
    if not scenario.operators.count:
        found.append("there are no operators: nobody judges an alert, so nobody is ever sent")
    if not scenario.officers.posts_m:
        found.append("there are no officers: nobody is sent, however many alerts are confirmed")
    return found


def answer(
    scenario: Scenario,
    alerts: Sequence[AlertRaised],
    before: Sequence[Event],
    day: Day,
    ways: Ways,
    streams: Streams,
    threshold: float,
    separation: Callable[[], Separation | None] = lambda: None,
    seen: Mapping[int, NDArray[np.float64]] | None = None,
) -> list[Event]:
    """Everything that happened, in the order of time: before, the alerts, and what came of them.

    `before` and `alerts` are the plan, in which nobody is stopped. It is played until every alert
    is resolved and every officer is back, beyond the day's end if need be; what was to come of
    whoever is stopped comes later, or never. Every draw comes from a stream of the alert's own, so
    an alert has the same luck in every variant of a scenario in which it is raised. `separation`
    makes what tells how alike faces look to the engine, for judges who look at them. Officers who
    predict know of people what cameras see at the times `seen` has for each; None: all the time.
    """
    about = (scenario, alerts, before, day, ways, streams, threshold, separation, seen)
    return begin_answer(*about).played()


def begin_answer(
    scenario: Scenario,
    alerts: Sequence[AlertRaised],
    before: Sequence[Event],
    day: Day,
    ways: Ways,
    streams: Streams,
    threshold: float,
    separation: Callable[[], Separation | None] = lambda: None,
    seen: Mapping[int, NDArray[np.float64]] | None = None,
    people: "People | None" = None,
) -> "Answer":
    """The same before its first moment, for whoever lets its time pass; with `people` in the place
    of the scenario's judge and policy.
    """
    env, officers = Environment(), scenario.officers
    people = people or People()
    followed: list[Event] = []
    luck = Luck.of(streams, alerts)
    pursuit = _pursuit(day, ways, scenario, seen)
    briefed = scenario.briefed
    if briefed and not briefed.engine:
        before = [event for event in before if not isinstance(event, OF_THE_ENGINE)]
    planted = scenario.planted
    policy = people.policy or policy_of(officers)
    moved = _leaning(day, planted.officers)
    patrol = Patrol(env, scenario, pursuit, luck, followed.append, moved, policy)
    patrol.begin(day.start_s, day.end_s)
    plan = Plan(pursuit.stops, day.end_s if scenario.fidelity == "pixels" else inf)
    told = (separation, followed.append, _leaning(day, planted.operators))
    judge = people.judge(env) if people.judge else None
    room = ControlRoom(env, scenario.operators, luck, threshold, *told, judge=judge)
    begin(env, scenario.failures, room.desks, patrol.stand, followed.append)
    cases = Cases(env, room, patrol, plan, followed)
    for alert in alerts if briefed is None or briefed.engine else ():
        env.process(cases.follow(alert))
    if briefed:
        number = 1 + max((alert.alert for alert in alerts), default=-1)
        shared = (pursuit.stops, cases.known, followed.append, number)
        Lookout(env, scenario, briefed, day, streams, *shared).begin()
    shift = ShiftBegan(day.start_s, scenario.operators.count, len(officers.posts_m))
    return Answer(env, shift, before, cases, planted)


@dataclass(frozen=True, slots=True)
class People:
    """Who judges and sends in the place of the scenario's judge and policy; None: those do."""

    judge: Callable[[Environment], Judge] | None = None
    policy: Dispatch | None = None


@dataclass(frozen=True, slots=True)
class Walks:
    """Where people walk, as officers go after them: a day whose crowd has at least those who have
    alerts, and when cameras see whom (None: all the time).
    """

    day: Day
    seen: Mapping[int, NDArray[np.float64]] | None = None


@dataclass(slots=True)
class Answer:
    """An answer under way: time passes in `env`, and `cases` holds what came of it so far."""

    env: Environment
    shift: ShiftBegan
    before: Sequence[Event]
    cases: "Cases"
    planted: Planted

    @property
    def patrol(self) -> Patrol:
        """The officers."""
        return self.cases.patrol

    def walk(self, walks: Walks) -> None:
        """From now on people walk so; whoever is stopped, still is. Officers who have set out go to
        where they were going.
        """
        patrol, room = self.patrol, self.cases.room
        pursuit = replace(patrol.pursuit, day=walks.day)
        if isinstance(pursuit, Chase):
            pursuit = replace(pursuit, seen=walks.seen)
        patrol.pursuit = patrol.stand.pursuit = pursuit
        patrol.leaning = _leaning(walks.day, self.planted.officers)
        room.leaning = _leaning(walks.day, self.planted.operators)

    def played(self) -> list[Event]:
        """Everything that happens until nothing is left to come."""
        self.env.run()
        return self.log()

    def log(self) -> list[Event]:
        """Everything that happened so far, and what was to happen before anybody answers."""
        came = (event for event in map(self.cases.plan.comes, self.before) if event is not None)
        everything = (self.shift, *came, *self.cases.raised, *self.cases.followed)
        return sorted(everything, key=attrgetter("time_s"))


def _leaning(day: Day, planted: Sequence[Lean]) -> Callable[[AlertRaised], float]:
    """How far an alert's person moves who looks at them; nobody moves anybody."""
    if not planted:
        return lambda _: 0.0
    shift = leaning(day.people.labels, planted)
    return lambda alert: float(shift[alert.person]) if alert.person != NOBODY else 0.0


def _pursuit(
    day: Day, ways: Ways, scenario: Scenario, seen: Mapping[int, NDArray[np.float64]] | None
) -> Pursuit:
    """How they go after people, by what the scenario says they know."""
    officers = scenario.officers

    def told_s(now_s: float) -> float:
        return last_word_s(scenario.failures, now_s - officers.radio_s)

    told = (day, ways, officers.speed_mps, officers.give_up_s)
    if officers.pursuit == "follow":
        return Pursuit(*told)
    return Chase(*told, terms=officers, seen=seen, told_s=told_s)


@dataclass(frozen=True, slots=True)
class Plan:
    """What was to happen with people, put off or called off by the stops so far.

    Cameras see until `seen_until_s`.
    """

    stops: Stops
    seen_until_s: float

    def comes(self, event: Kind) -> Kind | None:
        """The event at the time to which stops have moved it; None: it will never happen."""
        stops = self.stops.get(getattr(event, "person", NOBODY))
        if not stops:
            return event
        time_s = moved_s(event.time_s, stops)
        if time_s == event.time_s:
            return event
        until_s = inf if isinstance(event, PersonLeft) else self.seen_until_s
        return replace(event, time_s=time_s) if time_s < until_s else None


class Cases:
    """Who is in hand or has been checked, by the alert that brought it about; `gone` are alerts
    that were to come and no longer do.

    That operators know somebody again stands in for them recognising a face they have seen.
    """

    def __init__(
        self,
        env: Environment,
        room: ControlRoom,
        patrol: Patrol,
        plan: Plan,
        followed: list[Event],
    ) -> None:
        self.env, self.room, self.patrol = env, room, patrol
        self.plan, self.followed = plan, followed
        self.raised: list[AlertRaised] = []
        self.known: dict[int, int] = {}
        self.gone: set[int] = set()

    def follow(self, planned: AlertRaised) -> Steps[None]:
        """One alert's way, unless a stop prevents it; afterwards the person is known only if they
        were checked.
        """
        alert: AlertRaised | None = planned
        while alert is not None and alert.time_s > self.env.now:
            yield self.env.timeout(alert.time_s - self.env.now)
            alert = self.plan.comes(planned)
        if alert is None or alert.alert in self.gone:
            return
        self.raised.append(alert)
        if alert.person in self.known:
            self.followed.append(AlertMerged(self.env.now, alert.alert, self.known[alert.person]))
            return
        if alert.person != NOBODY:
            self.known[alert.person] = alert.alert
        if not (yield from self._resolve(alert)):
            self.known.pop(alert.person, None)

    def _resolve(self, alert: AlertRaised) -> Steps[bool]:
        """Judge the alert and, if it is confirmed, send somebody; whether they were checked."""
        verdict = yield from self.room.judge(alert)
        self.followed.append(verdict)
        if not isinstance(verdict, AlertConfirmed):
            return False
        return (yield from self.patrol.answer(alert))
