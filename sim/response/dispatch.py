"""People on the floor: one is sent, meets the person or not, and walks back."""

from collections.abc import Callable

from simpy import Environment

from scenarios.schema import Scenario, Spot
from sim.events import (
    AlertRaised,
    AlertUnanswered,
    Event,
    IdentityChecked,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLeft,
    PersonLost,
    PersonStopped,
)
from sim.response.luck import Luck
from sim.response.policy import Idle
from sim.response.pursuit import Pursuit
from sim.response.service import OutOfPatienceError, Steps, in_time, work_s
from sim.response.stand import Stand
from sim.world.stops import Stop


class Patrol:
    """The officers of a scenario; everything they do goes to `record`."""

    def __init__(
        self,
        env: Environment,
        scenario: Scenario,
        pursuit: Pursuit,
        luck: Luck,
        record: Callable[[Event], None],
    ) -> None:
        self.env, self.pursuit, self.luck, self.record = env, pursuit, luck, record
        self.officers, self.right_to_arrest = scenario.officers, scenario.watchlist.right_to_arrest
        self.stand = Stand(env, scenario.officers, pursuit)

    def answer(self, alert: AlertRaised) -> Steps[bool]:
        """Send an officer; whether the alert's person was stopped and checked."""
        call = self.stand.call(alert)
        try:
            officer = yield from in_time(self.env, call, self.officers.patience_s)
        except OutOfPatienceError as over:
            self.record(AlertUnanswered(over.at_s, alert.alert))
            return False
        return (yield from self._go(alert, officer))

    def _go(self, alert: AlertRaised, officer: Idle) -> Steps[bool]:
        """From the post to the person, and afterwards back."""
        self.record(OfficerSent(self.env.now, alert.alert, officer.officer))
        walk = self.pursuit.walk(officer.post_m, alert, self.env.now)
        yield self.env.timeout(walk.away_s)
        stopped = walk.met and self._notices(alert)
        if stopped:
            yield from self._check(alert, officer, walk.at_m)
        else:
            self.record(PersonLost(self.env.now, alert.alert, officer.officer))
        self.env.process(self._return(alert, officer, walk.back_s))
        return stopped

    def _notices(self, alert: AlertRaised) -> bool:
        return bool(self.luck.rng("notice", alert).random() < self.officers.notice)

    def _check(self, alert: AlertRaised, officer: Idle, at_m: Spot) -> Steps[None]:
        """Speak to the person, check who they are, and deal with them accordingly."""
        rng, of = self.luck.rng("stop", alert), self.officers
        engage_s, check_s, arrest_s = (
            work_s(rng, median_s, of.spread)
            for median_s in (of.engage_s, of.identity_check_s, of.arrest_s)
        )
        arrest = alert.true and rng.random() < self.right_to_arrest
        dealing_s = arrest_s if arrest else 0.0
        about, person = (alert.alert, officer.officer), alert.person
        self.record(PersonStopped(self.env.now, *about, person, at_m.x_m, at_m.y_m, at_m.level))
        self._hold(person, engage_s + check_s + dealing_s, led_away=arrest)
        yield self.env.timeout(engage_s + check_s)
        self.record(IdentityChecked(self.env.now, *about, alert.true))
        yield self.env.timeout(dealing_s)
        disposal = "arrest" if arrest else "other" if alert.true else "released"
        self.record(PersonDisposed(self.env.now, *about, disposal))
        if arrest:
            self.record(PersonLeft(self.env.now, person))

    def _hold(self, person: int, lasts_s: float, *, led_away: bool) -> None:
        """Let the person stand from now on, which changes whatever was to come of their way."""
        stop = Stop(self.env.now, self.env.now + lasts_s, led_away)
        self.pursuit.stops.setdefault(person, []).append(stop)

    def _return(self, alert: AlertRaised, officer: Idle, back_s: float) -> Steps[None]:
        yield self.env.timeout(back_s)
        self.record(OfficerFreed(self.env.now, alert.alert, officer.officer))
        self.stand.back(officer)
