"""Who waits: calls for an officer, and officers for a call; the policy brings them together."""

from dataclasses import dataclass, field, replace

from simpy import Environment
from simpy.events import Event as Moment

from scenarios.answer.officers import Officers
from scenarios.fields.parts import Spot
from sim.errors import SimError
from sim.events import AlertRaised
from sim.response.officers.beat import Beat
from sim.response.officers.pursuit import Pursuit, Walk
from sim.response.officers.urgency import Urgency
from sim.response.policy import Call, Dispatch, Expected, Going, Idle, Situation, policy_of
from sim.response.service import Turn

RECALLED = "recalled"
"""What an officer who is called off is told, if it is to go back to the post."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that has waited for an officer since a moment."""

    alert: AlertRaised
    since_s: float
    turn: Turn


@dataclass(frozen=True, slots=True)
class Errand:
    """An officer on the way from a place since a moment; `off` happens if they are called off."""

    alert: AlertRaised
    called_s: float
    officer: Idle
    walk: Walk
    since_s: float
    off: Moment


@dataclass
class Stand:
    """Calls and officers at hand, each in the order in which they came.

    Officers who go in pairs are known by the first of them. Nobody is sent while the radio
    is down (`silences` of it last), or once it is `closed`. Officers are sent by the policy that is
    `given`, else by the scenario's.
    """

    env: Environment
    officers: Officers
    pursuit: Pursuit
    urgency: Urgency
    calls: dict[int, Waiting] = field(default_factory=dict)
    idle: dict[int, Idle] = field(default_factory=dict)
    errands: dict[int, Errand] = field(default_factory=dict)
    resting: dict[int, Moment] = field(default_factory=dict)
    silences: int = 0
    closed: bool = False
    given: Dispatch | None = None

    def __post_init__(self) -> None:
        self.policy = self.given or policy_of(self.officers)
        self.preempts = bool(getattr(self.policy, "preempts", False))
        self.beat = Beat(self.officers, self.pursuit.ways)
        posts = self.officers.posts_m
        self.idle |= {k: Idle(k, self.env.now, posts[k]) for k in self.leads}

    @property
    def leads(self) -> range:
        """Those by whom officers are known: each, or every other one."""
        return range(0, len(self.officers.posts_m), 2 if self.officers.pairs else 1)

    def team(self, lead: int) -> range:
        """The officers who go together."""
        step = self.leads.step
        return range(lead, min(lead + step, len(self.officers.posts_m)))

    def call(self, alert: AlertRaised, since_s: float) -> Turn:
        """Ask for an officer, who is the turn's value; None once it is closed."""
        turn = Turn(self.env, lambda: self.calls.pop(alert.alert))
        if self.closed:
            turn.succeed(None)
            return turn
        self.calls[alert.alert] = Waiting(alert, since_s, turn)
        self.bring_together()
        return turn

    def under_way(self, alert: AlertRaised, called_s: float, officer: Idle, walk: Walk) -> Errand:
        """An officer has set out, and may be called off until `arrived`."""
        errand = Errand(alert, called_s, officer, walk, self.env.now, self.env.event())
        self.errands[officer.officer] = errand
        return errand

    def arrived(self, officer: Idle) -> None:
        """Nobody can call them off any more."""
        self.errands.pop(officer.officer, None)

    def back(self, officer: Idle) -> None:
        """An officer stands at the post again, unless a break is due."""
        if officer.officer in self.resting:
            self.resting.pop(officer.officer).succeed(officer)
            return
        self.idle[officer.officer] = replace(officer, since_s=self.env.now, now_m=None)
        self.bring_together()

    def rest(self, lead: int) -> Moment:
        """Take an officer, who is the event's value, out as soon as they are at the post; `back`
        brings them in again.
        """
        free = self.env.event()
        if lead in self.idle:
            free.succeed(self.idle.pop(lead))
        else:
            self.resting[lead] = free
        return free

    def close(self) -> None:
        """Send nobody any more; whoever waits is told so."""
        self.closed = True
        for waiting in self.calls.values():
            waiting.turn.succeed(None)
        self.calls.clear()

    def place_m(self, errand: Errand) -> Spot:
        """Where an officer on the way is."""
        after_s = self.env.now - errand.since_s
        return self.pursuit.on_way(errand.officer.place_m, errand.walk, after_s)

    def send(self, call: int, officer: int) -> None:
        """An officer goes to a call; SimError unless both are waiting, or the officer is on the way
        and the policy may turn them round.
        """
        turned = self.errands if self.preempts else {}
        if call not in self.calls or officer not in {**self.idle, **turned}:
            waiting = f"calls {sorted(self.calls)} and officers {sorted(self.idle)}"
            raise SimError(f"dispatch: got officer {officer} for call {call}, wanted of {waiting}")
        if officer in self.idle:
            sent = self.now(self.idle.pop(officer))
        else:
            errand = self.errands.pop(officer)
            sent = replace(errand.officer, now_m=self.place_m(errand), since_s=self.env.now)
            errand.off.succeed()
        self.calls.pop(call).turn.succeed(sent)

    def recall(self, officer: int) -> None:
        """An officer on the way turns back to the post; SimError for one who is not, or where the
        policy calls nobody off.
        """
        if officer not in self.errands:
            going = sorted(self.errands)
            raise SimError(f"dispatch: got officer {officer} to call back, wanted of {going}")
        self.errands.pop(officer).off.succeed(RECALLED)

    def bring_together(self) -> None:
        """Let the policy choose as long as there is anything to choose."""
        while self.calls and not self.silences and (self.idle or (self.preempts and self.errands)):
            chosen = self.policy.choose(self._situation())
            if chosen is None:
                return
            call, officer = chosen
            self.send(call.alert, officer.officer)

    def _situation(self) -> Situation:
        waiting = sorted(self.calls.values(), key=lambda one: one.since_s)
        going = [
            Going(lead, self.told(one.alert, one.called_s), self.place_m(one))
            for lead, one in self.errands.items()
            if self.preempts
        ]
        return Situation(
            now_s=self.env.now,
            calls=tuple(self.told(one.alert, one.since_s) for one in waiting),
            idle=tuple(self.now(one) for one in self._at_hand()),
            metres=self.pursuit.ways.towards,
            expected_s=self._expected(),
            going=tuple(going),
            posts_m=tuple(self.officers.posts_m[k] for k in self.leads),
        )

    def _at_hand(self) -> list[Idle]:
        """Who may be sent: the reserve only if nobody else can be."""
        first = len(self.officers.posts_m) - self.officers.reserve
        usual = [one for one in self.idle.values() if one.officer < first]
        return usual or list(self.idle.values())

    def now(self, officer: Idle) -> Idle:
        """An officer with where they are on their beat."""
        return self.beat.walked(officer, self.env.now)

    def told(self, alert: AlertRaised, since_s: float) -> Call:
        """A call as policies and commanders see it now."""
        place_m = self.pursuit.place(alert, self.env.now)
        about = (alert.camera, alert.subject, alert.score)
        return Call(alert.alert, since_s, *about, place_m, *self.urgency.of(alert.subject))

    def _expected(self) -> Expected:
        now_s, alerts = self.env.now, {one.alert.alert: one.alert for one in self.calls.values()}
        return lambda call, places: self.pursuit.expected_s(alerts[call.alert], now_s, places)
