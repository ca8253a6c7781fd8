"""How people answer the engine's alerts: one process an alert, from raised to resolved."""

from collections.abc import Sequence

from simpy import Environment

from scenarios.schema import Scenario
from sim.events import AlertConfirmed, AlertMerged, AlertRaised, Event, ShiftBegan
from sim.response.dispatch import Patrol
from sim.response.operators import ControlRoom
from sim.response.pursuit import NOBODY, Pursuit
from sim.response.service import Steps
from sim.streams import Streams
from sim.world.day import Day
from sim.world.routes import Routes


def answer(
    scenario: Scenario,
    alerts: Sequence[AlertRaised],
    before: Sequence[Event],
    day: Day,
    routes: Routes,
    streams: Streams,
) -> list[Event]:
    """Everything that happened, in the order of time: before, the alerts, and what came of them.

    It is played until every alert is resolved and every officer is back, beyond the day's end if
    need be. Every draw comes from a stream of the alert's own, so an alert has the same luck in
    every variant of a scenario in which it is raised.
    """
    env, officers = Environment(), scenario.officers
    followed: list[Event] = []
    pursuit = Pursuit(day, routes, officers.speed_mps, officers.give_up_s)
    patrol = Patrol(env, scenario, pursuit, streams, followed.append)
    cases = Cases(env, ControlRoom(env, scenario.operators, streams), patrol, followed)
    for alert in alerts:
        env.process(cases.follow(alert))
    env.run()
    shift = ShiftBegan(day.start_s, scenario.operators.count, len(officers.posts_m))
    return sorted((shift, *before, *alerts, *followed), key=lambda event: event.time_s)


class Cases:
    """Who is in hand or has been checked, by the alert that brought it about.

    That operators know somebody again stands in for them recognising a face they have seen.
    """

    def __init__(
        self, env: Environment, room: ControlRoom, patrol: Patrol, followed: list[Event]
    ) -> None:
        self.env, self.room, self.patrol, self.followed = env, room, patrol, followed
        self.known: dict[int, int] = {}

    def follow(self, alert: AlertRaised) -> Steps[None]:
        """One alert's way; afterwards the person is known only if they were checked."""
        yield self.env.timeout(alert.time_s)
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
