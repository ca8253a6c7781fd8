"""What a session has come to: a fold over its acts and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.training.events import (
    AGAIN,
    Act,
    Began,
    Decided,
    Ended,
    Held,
    Injected,
    Marked,
    Message,
    Paused,
    Reserved,
    Resumed,
    Shown,
    SpeedSet,
)
from sim.training.store import Row


@dataclass
class State:
    """A session after its rows so far.

    `ran_s` is for how long the clock ran, in people's own seconds; `shown_s` when on that scale an
    alert came before the trainee; `again_s` when on the scenario's clock another look at it was
    asked for, each time; `decided` the verdicts that ended an alert.
    """

    began: Began | None = None
    rows: int = 0
    clock_s: float = 0.0
    ran_s: float = 0.0
    speed: float = 1.0
    running: bool = False
    ended: bool = False
    shown_s: dict[int, float] = field(default_factory=dict)
    again_s: dict[int, list[float]] = field(default_factory=dict)
    decided: dict[int, Decided] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    reserve: set[int] = field(default_factory=set)
    messages: list[Row] = field(default_factory=list)
    marks: list[Row] = field(default_factory=list)
    injected: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """One row more."""
        if self.running:
            self.ran_s += (row.clock_s - self.clock_s) / self.speed
        self.clock_s, self.rows = row.clock_s, row.number
        self._take(row.act, row)

    def _take(self, act: Act, row: Row) -> None:
        match act:
            case Began():
                self.began = act
            case Resumed() | Paused():
                self.running = isinstance(act, Resumed)
            case SpeedSet():
                self.speed = act.speed
            case Ended():
                self.running, self.ended = False, True
            case Shown():
                self.shown_s[act.alert] = self.ran_s
            case Decided():
                self._decide(act, row.clock_s)
            case Held():
                (self.held.add if act.held else self.held.discard)(act.officer)
            case Reserved():
                (self.reserve.add if act.reserved else self.reserve.discard)(act.officer)
            case Message():
                self.messages.append(row)
            case Marked():
                self.marks.append(row)
            case Injected():
                self.injected.append(row)

    def _decide(self, act: Decided, clock_s: float) -> None:
        if act.verdict == AGAIN:
            self.again_s.setdefault(act.alert, []).append(clock_s)
        else:
            self.decided[act.alert] = act


def fold(rows: Iterable[Row]) -> State:
    """The state after these rows."""
    state = State()
    for row in rows:
        state.take(row)
    return state
