"""People on the floor: one is sent, meets the person or not, and walks back."""

from collections.abc import Callable

from simpy import Environment

from scenarios.fields.parts import Spot
from scenarios.schema import Scenario
from sim.events import (
    AlertRaised,
    AlertUnanswered,
    BreakBegan,
    BreakEnded,
    Event,
    IdentityChecked,
    OfficerDiverted,
    OfficerFreed,
    OfficerSent,
    PersonDisposed,
    PersonLeft,
    PersonLost,
    PersonStopped,
    ShiftEnded,
    SightLost,
    SightRegained,
)
from sim.response.luck import Luck
from sim.response.officers.pursuit import Pursuit, Walk
from sim.response.officers.stand import RECALLED, Stand
from sim.response.officers.urgency import Urgency
from sim.response.policy import Dispatch, Idle
from sim.response.service import OutOfPatienceError, Steps, in_time, leaned, work_s
from sim.world.stops import Stop


class Patrol:
    """The officers of a scenario; everything they do goes to `record`. Stops that begin at a moment
    take `slower` times as long.
    """

    def __init__(
        self,
        env: Environment,
        scenario: Scenario,
        pursuit: Pursuit,
        luck: Luck,
        record: Callable[[Event], None],
        leaning: Callable[[AlertRaised], float] = lambda _: 0.0,
        policy: Dispatch | None = None,
    ) -> None:
        self.leaning = leaning
        self.slower: Callable[[float], float] = lambda _now_s: 1.0
        self.env, self.pursuit, self.luck, self.record = env, pursuit, luck, record
        self.officers, self.right_to_arrest = scenario.officers, scenario.watchlist.right_to_arrest
        urgency = Urgency(scenario.watchlist.categories, luck.streams)
        self.stand = Stand(env, scenario.officers, pursuit, urgency, given=policy)

    def begin(self, start_s: float, end_s: float) -> None:
        """Let breaks come from the shift's start to its end, and close it when the time comes."""
        leads, after_s = self.stand.leads, self.officers.break_after_s
        if after_s is not None:
            for turn, lead in enumerate(leads):
                first_s = start_s + after_s * (1 + turn / len(leads))
                self.env.process(self._breaks(lead, first_s, after_s, end_s))
        if self.officers.until_s is not None:
            self.env.process(self._close(self.officers.until_s))

    def answer(self, alert: AlertRaised) -> Steps[bool]:
        """Send an officer; whether the alert's person was stopped and checked."""
        called_s, stopped = self.env.now, None
        while stopped is None:
            call = self.stand.call(alert, called_s)
            try:
                officer = yield from in_time(self.env, call, self.officers.patience_s)
            except OutOfPatienceError as over:
                self.record(AlertUnanswered(over.at_s, alert.alert))
                return False
            if officer is None:
                self.record(AlertUnanswered(self.env.now, alert.alert))
                return False
            stopped = yield from self._go(alert, officer, called_s)
        return stopped

    def _go(self, alert: AlertRaised, officer: Idle, called_s: float) -> Steps[bool | None]:
        """From the post to the person, and afterwards back; None: called off on the way."""
        if self.officers.radio_s:
            yield self.env.timeout(self.officers.radio_s)
        for one in self.stand.team(officer.officer):
            self.record(OfficerSent(self.env.now, alert.alert, one))
        sent_s = self.env.now
        walk = self.pursuit.walk(officer.place_m, alert, sent_s, officer.post_m)
        if self.stand.preempts:
            errand = self.stand.under_way(alert, called_s, officer, walk)
            yield self.env.timeout(walk.away_s) | errand.off
            self._tell_sights(alert, officer, walk, sent_s)
            if errand.off.triggered:
                at_m = self.stand.place_m(errand)
                self._divert(alert, officer, at_m)
                if errand.off.value == RECALLED:
                    self.env.process(self._turn_back(officer, at_m))
                return None
            self.stand.arrived(officer)
        else:
            yield self.env.timeout(walk.away_s)
            self._tell_sights(alert, officer, walk, sent_s)
        stopped, back_s = walk.met and self._notices(alert), walk.back_s
        if stopped:
            arrest = yield from self._check(alert, officer, walk.at_m)
            back_s = self._custody_s(alert, back_s) if arrest else back_s
        else:
            self.record(PersonLost(self.env.now, alert.alert, officer.officer))
        self.env.process(self._return(alert, officer, back_s))
        return stopped

    def _divert(self, alert: AlertRaised, officer: Idle, at_m: Spot) -> None:
        for one in self.stand.team(officer.officer):
            self.record(OfficerDiverted(self.env.now, alert.alert, one, *at_m))

    def _tell_sights(self, alert: AlertRaised, officer: Idle, walk: Walk, sent_s: float) -> None:
        """Record when sight was lost and regained on the way, as far as it was gone."""
        for one in walk.sights:
            at_s, lead = sent_s + one.after_s, officer.officer
            if at_s > self.env.now:
                return
            if one.regained:
                self.record(SightRegained(at_s, alert.alert, lead, one.own_eyes, *one.at_m))
            else:
                self.record(SightLost(at_s, alert.alert, lead, *one.at_m))

    def _notices(self, alert: AlertRaised) -> bool:
        chance = leaned(self.officers.notice, self.leaning(alert))
        return bool(self.luck.rng("notice", alert).random() < chance)

    def _check(self, alert: AlertRaised, officer: Idle, at_m: Spot) -> Steps[bool]:
        """Speak to the person, check who they are, and deal with them accordingly; whether they
        were arrested.
        """
        rng, of = self.luck.rng("stop", alert), self.officers
        engage_s, check_s, arrest_s = (
            work_s(rng, median_s, of.spread)
            for median_s in (of.engage_s, of.identity_check_s, of.arrest_s)
        )
        engage_s, check_s = (one_s * self.slower(self.env.now) for one_s in (engage_s, check_s))
        arrest = alert.true and bool(rng.random() < self.right_to_arrest)
        dealing_s = arrest_s if arrest else 0.0
        check_s = self._contested_s(alert, check_s)
        about, person = (alert.alert, officer.officer), alert.person
        self.record(PersonStopped(self.env.now, *about, person, at_m.x_m, at_m.y_m, at_m.level))
        self._hold(person, engage_s + check_s + dealing_s, led_away=arrest)
        yield self.env.timeout(engage_s + check_s)
        self.record(IdentityChecked(self.env.now, *about, alert.true))
        yield self.env.timeout(dealing_s)
        self.record(PersonDisposed(self.env.now, *about, self._disposal(alert, arrest)))
        if arrest:
            self.record(PersonLeft(self.env.now, person))
        return arrest

    def _contested_s(self, alert: AlertRaised, check_s: float) -> float:
        """How long the check takes, with somebody who is wrongly stopped and contests it."""
        of = self.officers
        if alert.true or not of.contested_share:
            return check_s
        rng = self.luck.rng("contest", alert)
        contests = rng.random() < of.contested_share
        return work_s(rng, of.contested_s, of.spread) if contests else check_s

    def _disposal(self, alert: AlertRaised, arrest: bool) -> str:
        if arrest or not alert.true:
            return "arrest" if arrest else "released"
        share = self.officers.no_action_share
        return "none" if share and self.luck.rng("disposal", alert).random() < share else "other"

    def _custody_s(self, alert: AlertRaised, back_s: float) -> float:
        """How long whoever arrested somebody is away from the post afterwards."""
        of = self.officers
        if of.custody_s is None:
            return back_s
        return work_s(self.luck.rng("custody", alert), of.custody_s, of.spread)

    def _hold(self, person: int, lasts_s: float, *, led_away: bool) -> None:
        """Let the person stand from now on, which changes whatever was to come of their way."""
        stop = Stop(self.env.now, self.env.now + lasts_s, led_away)
        self.pursuit.stops.setdefault(person, []).append(stop)

    def _return(self, alert: AlertRaised, officer: Idle, back_s: float) -> Steps[None]:
        yield self.env.timeout(back_s)
        for one in self.stand.team(officer.officer):
            self.record(OfficerFreed(self.env.now, alert.alert, one))
        self.stand.back(officer)

    def _turn_back(self, officer: Idle, at_m: Spot) -> Steps[None]:
        """Back to the post from where they were recalled; the call they went to is over for them
        already, so it does not free them again.
        """
        yield self.env.timeout(self.pursuit.back_s(officer.post_m, at_m))
        self.stand.back(officer)

    def _breaks(self, lead: int, first_s: float, after_s: float, end_s: float) -> Steps[None]:
        """One break after another, each so long after the end of the last."""
        next_s = first_s
        while next_s < end_s:
            yield self.env.timeout(max(next_s - self.env.now, 0.0))
            officer = yield self.stand.rest(lead)
            for one in self.stand.team(lead):
                self.record(BreakBegan(self.env.now, one))
            yield self.env.timeout(self.officers.break_s)
            for one in self.stand.team(lead):
                self.record(BreakEnded(self.env.now, one))
            self.stand.back(officer)
            next_s = self.env.now + after_s

    def _close(self, at_s: float) -> Steps[None]:
        yield self.env.timeout(at_s)
        self.record(ShiftEnded(self.env.now))
        self.stand.close()
