"""People at the screens: alerts are judged in the order in which they came."""

from collections.abc import Callable
from dataclasses import dataclass

from simpy import Environment

from engine.measure.calibration.separation import Separation
from scenarios.answer.operators import Operators
from scenarios.errors import ScenarioError
from sim.events import AlertConfirmed, AlertDismissed, AlertRaised, AlertTaken, Event
from sim.response.judge import Claim, Judge, Pair, compares, judge_of, reviewers
from sim.response.luck import Luck
from sim.response.service import OutOfPatienceError, Steps, Turn, in_time
from sim.streams import Streams

UNREAD = -1
"""The operator of an alert that nobody read in time."""
FIRST = 0
"""The operator of one that came to a judge with a queue of their own."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert before the operators of a desk, of whom it wants so many at once."""

    seats: frozenset[int]
    wanted: int
    turn: Turn


class Desks:
    """Who is free, and which alerts wait for whom; whoever has been idle longest takes the next.

    An alert that wants two waits until two of its desk are free; those behind it wait with it,
    unless none of them sits there.
    """

    def __init__(self, env: Environment, operators: Operators) -> None:
        self.env = env
        self.free = list(range(operators.count))
        self.waiting: list[Waiting] = []
        self.everybody = frozenset(self.free)
        self.seats = {
            name: frozenset(desk.operators) for desk in operators.desks for name in desk.cameras
        }

    def take(self, camera: str, wanted: int) -> Turn:
        """Ask for operators of the camera's desk, whose numbers are the turn's value."""
        turn = Turn(self.env, lambda: self._withdraw(turn))
        self.waiting.append(Waiting(self.of(camera), wanted, turn))
        self._bring_together()
        return turn

    def leave(self) -> Turn:
        """Ask for any operator, who is the turn's value, before all alerts that wait."""
        turn = Turn(self.env, lambda: self._withdraw(turn))
        self.waiting.insert(0, Waiting(self.everybody, 1, turn))
        self._bring_together()
        return turn

    def back(self, operators: tuple[int, ...]) -> None:
        """They are free again."""
        self.free += operators
        self._bring_together()

    def of(self, camera: str) -> frozenset[int]:
        """Who may judge a camera's alerts."""
        return self.seats.get(camera, self.everybody)

    def _withdraw(self, turn: Turn) -> None:
        self.waiting = [one for one in self.waiting if one.turn is not turn]
        self._bring_together()

    def _bring_together(self) -> None:
        held = set[int]()
        for one in list(self.waiting):
            if not self.free:
                return
            able = [who for who in self.free if who in one.seats and who not in held]
            if len(able) < one.wanted:
                held |= one.seats
                continue
            chosen = tuple(able[: one.wanted])
            self.free = [who for who in self.free if who not in chosen]
            self.waiting.remove(one)
            one.turn.succeed(chosen)


class ControlRoom:
    """Operators, the desks they sit at, and the judge who stands for their eyes."""

    def __init__(
        self,
        env: Environment,
        operators: Operators,
        luck: Luck,
        threshold: float,
        separation: Callable[[], Separation | None] = lambda: None,
        record: Callable[[Event], object] = lambda _: None,
        leaning: Callable[[AlertRaised], float] = lambda _: 0.0,
        judge: Judge | None = None,
    ) -> None:
        self.record, self.leaning = record, leaning
        self.env, self.operators, self.luck, self.threshold = env, operators, luck, threshold
        self.judge_in_use = judge or judge_of(operators, env, luck.streams)
        self.separation = separation() if compares(self.judge_in_use) else None
        self.at_once = reviewers(self.judge_in_use)
        self.desks = Desks(env, operators)

    def judge(self, alert: AlertRaised) -> Steps[AlertConfirmed | AlertDismissed]:
        """Wait for an operator, or as many as judge together, and for their verdict."""
        turn = self.desks.take(alert.camera, self.at_once)
        try:
            chosen = yield from in_time(self.env, turn, self.operators.patience_s)
            for operator in chosen if self.at_once > 1 else ():
                self.record(AlertTaken(self.env.now, alert.alert, operator))
            confirmed = yield from self._verdict(alert, chosen)
        except OutOfPatienceError as over:
            return AlertDismissed(over.at_s, alert.alert, UNREAD)
        self.desks.back(chosen)
        verdict = AlertConfirmed if confirmed else AlertDismissed
        return verdict(self.env.now, alert.alert, chosen[0] if chosen else FIRST)

    def _verdict(self, alert: AlertRaised, chosen: tuple[int, ...]) -> Steps[bool]:
        """What the scenario's judge makes of the claim; the truth is in the pair alone."""
        rng = self.luck.rng("judgement", alert)
        claim = self.claim(alert, chosen)
        return (yield from self.judge_in_use.judge(claim, Pair(alert.true), rng))

    def claim(self, alert: AlertRaised, chosen: tuple[int, ...]) -> Claim:
        """What those operators have on the screen now."""
        seen = (alert.interocular_px, alert.yaw_deg, alert.pitch_deg, alert.visible_share)
        mated_sd, other_sd = (
            self.separation.places(alert.score, *seen) if self.separation else (None, None)
        )
        return Claim(
            alert=alert.alert,
            operator=chosen[0] if chosen else FIRST,
            raised_s=alert.time_s,
            begun_s=self.env.now,
            camera=alert.camera,
            subject=alert.subject,
            score=alert.score,
            threshold=self.threshold,
            interocular_px=alert.interocular_px,
            yaw_deg=alert.yaw_deg,
            pitch_deg=alert.pitch_deg,
            visible_share=alert.visible_share,
            sharpness=alert.sharpness,
            luminance=alert.luminance,
            mated_sd=mated_sd,
            other_sd=other_sd,
            others=chosen[1:],
            leaning=self.leaning(alert),
        )


def check_desks(operators: Operators) -> None:
    """ScenarioError for a judge that wants more operators at once than sit anywhere, and for dials
    that it does not have.
    """
    env = Environment()
    wanted = reviewers(judge_of(operators, env, Streams(0)))
    desks = Desks(env, operators)
    if operators.count and len(desks.everybody) < wanted:
        raise ScenarioError(
            f"operators.count: got {operators.count}, wanted {wanted} or more: each alert is"
            f" judged by {wanted}"
        )
    for number, desk in enumerate(operators.desks):
        if len(desk.operators) < wanted:
            raise ScenarioError(
                f"operators.desks.{number}.operators: got {list(desk.operators)}, wanted {wanted}"
                " or more: each alert is judged by so many"
            )
