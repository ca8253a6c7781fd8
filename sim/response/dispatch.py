"""People on the floor: the nearest free officer is sent, meets the person or not, walks back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from simpy import Environment, FilterStore

from scenarios.schema import Scenario
from sim.events import (
    AlertRaised,
    AlertUnanswered,
    Event,
    IdentityChecked,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLost,
    PersonStopped,
)
from sim.response.pursuit import Point, Pursuit
from sim.response.service import OutOfPatienceError, Steps, in_time, luck, work_s
from sim.streams import Streams


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who stands at a post until sent."""

    number: int
    post_m: Point


class Patrol:
    """The officers of a scenario; everything they do goes to `record`."""

    def __init__(
        self,
        env: Environment,
        scenario: Scenario,
        pursuit: Pursuit,
        streams: Streams,
        record: Callable[[Event], None],
    ) -> None:
        self.env, self.pursuit, self.streams, self.record = env, pursuit, streams, record
        self.officers, self.right_to_arrest = scenario.officers, scenario.watchlist.right_to_arrest
        self.free = FilterStore(env)
        self.free.items.extend(Officer(k, at) for k, at in enumerate(self.officers.posts_m))

    def answer(self, alert: AlertRaised) -> Steps[bool]:
        """Send an officer; whether the alert's person was stopped and checked."""
        request = self.free.get(self._nearest(alert))
        try:
            officer = yield from in_time(self.env, request, self.officers.patience_s)
        except OutOfPatienceError as over:
            self.record(AlertUnanswered(over.at_s, alert.alert))
            return False
        return (yield from self._go(alert, officer))

    def _go(self, alert: AlertRaised, officer: Officer) -> Steps[bool]:
        """From the post to the person, and afterwards back."""
        self.record(OfficerSent(self.env.now, alert.alert, officer.number))
        walk = self.pursuit.walk(officer.post_m, alert, self.env.now)
        yield self.env.timeout(walk.away_s)
        stopped = walk.met and self._notices(alert)
        if stopped:
            yield from self._check(alert, officer, walk.at_m)
        else:
            self.record(PersonLost(self.env.now, alert.alert, officer.number))
        self.env.process(self._return(alert, officer, walk.back_s))
        return stopped

    def _nearest(self, alert: AlertRaised) -> Callable[[Officer], bool]:
        """Whether an officer will do: of those free now the nearest on foot, else whoever is next.

        While somebody is free nobody waits, so the nearest is still free when asked for. Only in
        the moment in which an officer comes back it is otherwise: they go to whoever waits longest.
        """
        if self.free.get_queue or not self.free.items:
            return lambda _: True
        posts = [officer.post_m for officer in self.free.items]
        place_m = self.pursuit.place(alert, self.env.now)
        nearest = self.free.items[int(np.argmin(self.pursuit.routes.distances(place_m, posts)))]
        return lambda officer: officer is nearest

    def _notices(self, alert: AlertRaised) -> bool:
        return bool(self.streams.rng("notice", luck(alert)).random() < self.officers.notice)

    def _check(self, alert: AlertRaised, officer: Officer, at_m: Point) -> Steps[None]:
        """Speak to the person, check who they are, and deal with them accordingly."""
        rng, of = self.streams.rng("stop", luck(alert)), self.officers
        engage_s, check_s, arrest_s = (
            work_s(rng, median_s, of.spread)
            for median_s in (of.engage_s, of.identity_check_s, of.arrest_s)
        )
        arrest = alert.true and rng.random() < self.right_to_arrest
        about = alert.alert, officer.number
        self.record(PersonStopped(self.env.now, *about, alert.person, *at_m))
        yield self.env.timeout(engage_s + check_s)
        self.record(IdentityChecked(self.env.now, *about, alert.true))
        yield self.env.timeout(arrest_s if arrest else 0.0)
        disposal = "arrest" if arrest else "other" if alert.true else "released"
        self.record(PersonDisposed(self.env.now, *about, disposal))

    def _return(self, alert: AlertRaised, officer: Officer, back_s: float) -> Steps[None]:
        yield self.env.timeout(back_s)
        self.record(OfficerFreed(self.env.now, alert.alert, officer.number))
        self.free.put(officer)
