"""A session: its folder, its clock, its people's acts, and the world that goes on from them."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.disk.files import write_text
from engine.disk.places import held_folder
from engine.errors import EngineError
from sim.errors import SimError
from sim.folder import RunFolder
from sim.log import Log
from sim.run import ready
from sim.stages.store import Store
from sim.training.events import (
    COMMANDER,
    INSTRUCTOR,
    OBSERVER,
    ROLES,
    SESSION,
    TRAINEE,
    VERDICTS,
    Act,
    Began,
    Covered,
    Decided,
    Ended,
    Held,
    Injected,
    Marked,
    Message,
    Passed,
    Paused,
    Recalled,
    Reserved,
    Resumed,
    Sent,
    Shown,
    SpeedSet,
)
from sim.training.ground import Ground, Report, ground, lay
from sim.training.injects.ahead import LEAP_S, Ahead, Awaited, Clock
from sim.training.injects.effects import Told
from sim.training.injects.foreseen import Foreseen
from sim.training.injects.planned import TIMELINE, planned_of, said
from sim.training.links import links_of, make_links
from sim.training.live import Live
from sim.training.pictures.album import Album
from sim.training.pictures.feeds import Feeds
from sim.training.pictures.prints import Prints
from sim.training.pictures.shots import Shot, pictured
from sim.training.probes import Probe
from sim.training.state import State
from sim.training.store import FILE, Acts, Row

EVENTS = "events.parquet"
MAY: Mapping[str, tuple[type[Act], ...]] = {
    TRAINEE: (Decided, Message),
    COMMANDER: (Sent, Recalled, Held, Reserved, Covered, Message),
    INSTRUCTOR: (Resumed, Paused, SpeedSet, Message, Marked, Injected, Ended),
    OBSERVER: (),
}
"""What each role may do."""
WHILE_IT_RUNS = (Decided, Sent, Recalled, Held, Reserved, Covered)
"""What nobody does while the clock stands."""
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)
BEAT_S = 2.0
"""Of people's time between two rows that say how far the clock is."""
LONGEST = 1_000
"""Characters of a message, a reason or a note."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session is to be: a scenario with changes, from a moment of its day for so long
    (None: to its end), and the roles that people take; the `exercise` that it is of and its
    `timeline` as CSV, if it has one.
    """

    scenario: str
    overrides: Mapping[str, str]
    from_s: float = 0.0
    lasts_s: float | None = None
    seats: tuple[str, ...] = (TRAINEE, COMMANDER)
    exercise: str = ""
    timeline: str = ""


def begin_session(
    folder: Path, asked: Asked, stages: Store | None = None, report: Report = lambda *_: None
) -> None:
    """Make a session in an empty folder, ready to be opened, with a link for each role.

    ScenarioError for what the scenario refuses, SimError for a part of the day that it has not.
    """
    loaded, preset = ready(asked.scenario, {**asked.overrides, "fidelity": "scores"})
    scenario = loaded.scenario
    lasts_s = scenario.duration_s - asked.from_s if asked.lasts_s is None else asked.lasts_s
    until_s = asked.from_s + lasts_s
    if not 0 <= asked.from_s < until_s <= scenario.duration_s:
        raise SimError(
            f"session: got {asked.from_s:g} to {until_s:g} s, wanted a part of the scenario's"
            f" {scenario.duration_s:g} s"
        )
    threshold = lay(folder, loaded, preset, stages, report)
    about = (scenario.name, scenario.title, scenario.seed, 0, threshold, asked.from_s, until_s)
    if asked.timeline:
        write_text(folder / TIMELINE, asked.timeline)
    acts = Acts(folder / FILE)
    acts.append(asked.from_s, SESSION, Began(*about, tuple(asked.seats), asked.exercise))
    acts.close()
    make_links(folder)


class Session:
    """A session that is open in this process, which nobody else may open meanwhile.

    What it has come to is a fold over its acts: opened again it is where it was, and stands.
    """

    def __init__(
        self,
        folder: Path,
        now_s: Callable[[], float] = time.monotonic,
        pool: Executor | None = None,
        left: Callable[[Path], object] = lambda _: None,
    ) -> None:
        """Open a session's folder; a `pool` works out beside the clock what injects will do, and
        `left` is called beside it once the session is over.

        SimError for a folder that is none, that was made by another version or that is damaged;
        SettingsError for one that another process has open.
        """
        self.folder, self._now_s, self._pool, self._left = folder, now_s, pool, left
        self.lock = threading.RLock()
        self.links = links_of(folder)
        self._held = held_folder(folder)
        self._held.__enter__()
        try:
            self.acts = Acts(folder / FILE)
            self._open()
        except BaseException:
            self._held.__exit__(None, None, None)
            raise

    def _open(self) -> None:
        self.state = State()
        rows = self.acts.rows()
        if not rows or not isinstance(rows[0].act, Began):
            raise SimError(f"{self.folder}: got no beginning, wanted a session")
        self.began = rows[0].act
        self.ground: Ground = ground(self.folder, seated=TRAINEE in self.began.seats)
        patience_s = self.ground.setting.scenario.operators.patience_s
        span = (self.began.from_s, self.began.until_s)
        self.live = Live(self.ground, patience_s, *span, self.began.seats)
        self._looks = self.ground.looks()  # now, and not while the clock runs
        for row in rows:
            self.live.to(row.clock_s)
            self.live.do(row.act)
            self._heard(row)
            self.state.take(row)
        told = (self.began.from_s, self.state.injected, self.state.clock_s)
        self.planned = planned_of(self.folder, *told)
        self.album = Album(self.folder)
        self.foreseen: Foreseen | None = None
        if self._pool is not None and pictured(self.ground.setting.preset):
            self.foreseen = Foreseen(self.planned, self._pool)
        self.ahead = Ahead(self.planned, self._pool, self.foreseen)
        about = (self.ground, self.live, self._looks, self.links[INSTRUCTOR])
        self.prints = Prints(*about, self.foreseen)
        self.feeds = Feeds(self.ground, self.live)
        self.leaving = threading.Thread(target=self._leave)
        self._at_s, self._beaten_s = self.state.clock_s, self._now_s()
        self._since_s = self._beaten_s
        if self.state.running:
            self._keep(SESSION, Paused("the server was started again"))
        self._show(list(self.live.trainee.open) if self.live.trainee else [])

    @property
    def clock_s(self) -> float:
        """The scenario's time now."""
        return max(round(self._at_s, 3), self.state.clock_s)

    @property
    def now(self) -> Clock:
        """The scenario's time now, and how fast it passes."""
        return Clock(self.clock_s, self.state.speed if self.state.running else 0.0)

    @property
    def looks(self) -> Mapping[int, Sequence[Probe]]:
        """Of each alert the faces of its track that were searched."""
        return {**self._looks, **self.live.looks}

    def wanted(self) -> list[tuple[float, str, Shot]]:
        """Of each alert in how many seconds of people's own it comes, below 0 if it has, the name
        of its pictures, and what they are of; nothing where there are none.
        """
        with self.lock:
            over = self.state.ended
            return [] if over else self.prints.wanted(self.clock_s, self.state.speed)

    def pictures(self, alert: int) -> str:
        """The name of an alert's pictures; "" where there are none."""
        return self.prints.of(alert)

    def may_see(self, name: str, role: str) -> bool:
        """Whether a role may see the pictures of that name."""
        with self.lock:
            return self.prints.may_see(name, role, self.state.shown_s)

    def advance(self) -> None:
        """Let the clock come up to now; past the session's end it is over."""
        with self.lock:
            now_s = self._now_s()
            passed_s, self._since_s = min(now_s - self._since_s, LEAP_S), now_s
            if not self.state.running:
                if not self.state.ended:
                    self._come_to(self.clock_s, 0.0)
                return
            on_s = self._at_s + passed_s * self.state.speed
            self._come_to(min(on_s, self.began.until_s), self.state.speed)
            if self.clock_s >= self.began.until_s:
                self.do(SESSION, Ended())
            elif now_s - self._beaten_s >= BEAT_S:
                self._keep(SESSION, Passed())

    def do(self, role: str, act: Act) -> Row:
        """Keep an act and let the world go on from it; SimError for one that the role may not do,
        or that cannot be now.
        """
        with self.lock:
            self._may(role, act)
            if self.state.running:
                self._show(self.live.to(self.clock_s))
            self._check(act)
            row = self._keep(role, act)
            if isinstance(act, Ended):
                self.ahead.give_up("session: got an inject, wanted nothing: it is over")
                self.leaving.start()
            return row

    def ask(self, role: str, act: Injected) -> Future[Row]:
        """Let an inject come about once it is worked out, while the clock goes on; SimError for one
        that the role may not bring about, or that is none. What cannot be is told by the future.
        """
        with self.lock:
            self._may(role, act)
            self._check(act)
            return self.ahead.ask(role, act, self.clock_s)

    def decide(self, alert: int, verdict: str, confidence: float | None, reason: str) -> Row:
        """The trainee's verdict on an alert, with the time that it took them."""
        with self.lock:
            if self.state.running:
                self._show(self.live.to(self.clock_s))
            since_s = self.state.shown_s.get(alert)
            if since_s is None:
                raise SimError(f"alert {alert}: got one that was not shown, wanted an open alert")
            lasts_s = round(self._ran_s() - since_s, 3)
            return self.do(TRAINEE, Decided(alert, verdict, confidence, reason, lasts_s))

    def log(self) -> Log:
        """What happened in the world up to now."""
        with self.lock:
            return self._log()

    def _log(self) -> Log:
        return Log([e for e in self.live.answer.log() if e.time_s <= self.live.now_s])

    def close(self) -> None:
        """Let go of the folder; the clock stands first, so that it is known where it stood."""
        if self.leaving.is_alive():
            self.leaving.join()
        with self.lock:
            if self.state.running:
                self.do(SESSION, Paused("the server was ended"))
            self.ahead.give_up("session: got an inject, wanted none: the server was ended")
            self.acts.close()
            self._held.__exit__(None, None, None)

    def _ran_s(self) -> float:
        """For how long the clock ran, in people's own seconds."""
        state = self.state
        more_s = (self.clock_s - state.clock_s) / state.speed if state.running else 0.0
        return state.ran_s + more_s

    def _show(self, alerts: Sequence[int]) -> None:
        for alert in alerts:
            if alert not in self.state.shown_s:
                self._keep(SESSION, Shown(alert))

    def _keep(self, by: str, act: Act) -> Row:
        """On the disk first, then in the world."""
        self.live.check(act)
        row = self.acts.append(self.clock_s, by, act)
        self.live.do(act)
        if isinstance(act, Injected):
            self.planned.done.add(act.inject)
        told = self._heard(row)
        self.state.take(row)
        self._beaten_s = self._now_s()
        for one in told:
            self._keep(SESSION, Message(one.to, said(one)))
        return row

    def _heard(self, row: Row) -> list[Told]:
        """What an act has people told, and whose questions it answers."""
        if isinstance(row.act, Message) and self.live.steered:
            self.live.steering.answered(row.by)
        return self.live.steering.handed_on() if isinstance(row.act, Injected) else []

    def _come_to(self, to_s: float, speed: float) -> None:
        """Let time pass, and what is due come about in it, each at its own moment."""
        if self.foreseen is not None and self.planned.injects:
            self.foreseen.look(self.live.steering, self.clock_s, self.state.speed)
        while one := self.ahead.due(lambda: self.live.steering, Clock(self.clock_s, speed), to_s):
            if not one.refused:
                self._at_s = one.at_s
                self._show(self.live.to(self.clock_s))
            self._bring(one)
        self._at_s = to_s
        self._show(self.live.to(self.clock_s))

    def _bring(self, one: Awaited) -> None:
        """Bring about what is due; of what cannot be whoever asked for it is told, and of the
        timeline's it is marked.
        """
        self.ahead.over(one)
        try:
            assert one.work is not None
            self.live.steering.take(one.work.result())
            row = self._keep(one.by, one.act)
        except (SimError, EngineError) as err:
            if one.asked is not None:
                one.asked.set_exception(err)
            elif not self.planned.put_off(one.inject, self.clock_s):
                self.planned.done.add(one.inject.id)
                self._keep(SESSION, Marked(f"{err}"[:LONGEST]))
        else:
            if one.asked is not None:
                one.asked.set_result(row)

    def _may(self, role: str, act: Act) -> None:
        """SimError for what a role may not do."""
        if role != SESSION and type(act) not in MAY[role]:
            raise SimError(f"{role}: got {type(act).__name__}, wanted what that role may do")

    def _check(self, act: Act) -> None:
        """SimError for what no session has, or for anything once it is over."""
        if self.state.ended:
            raise SimError(f"session: got {type(act).__name__}, wanted nothing: it is over")
        if isinstance(act, WHILE_IT_RUNS) and not self.state.running:
            raise SimError(f"session: got {type(act).__name__} while the clock stands, wanted none")
        match act:
            case Decided():
                _among("verdict", act.verdict, VERDICTS)
                sure = act.confidence
                if sure is not None and not 0 <= sure <= 1:
                    raise SimError(f"confidence: got {sure:g}, wanted 0 to 1")
                _short("reason", act.reason)
            case SpeedSet():
                _among("speed", act.speed, SPEEDS)
            case Message():
                for role in act.to:
                    _among("to", role, ROLES)
                _short("message", act.text, least=1)
            case Marked():
                _short("note", act.note)
            case Sent() if act.officer in self.state.held:
                raise SimError(f"officer {act.officer}: got one who is held, wanted one who is not")
            case Sent() if act.officer in self.state.reserve and self._others(act.officer):
                raise SimError(
                    f"officer {act.officer}: got the reserve, wanted one of"
                    f" {self._others(act.officer)}, who are at hand"
                )

    def _others(self, officer: int) -> list[int]:
        """Who else stands at a post and may be sent before the reserve is."""
        back = {officer, *self.state.held, *self.state.reserve}
        return sorted({*self.live.answer.patrol.stand.idle} - back)

    def _leave(self) -> None:
        """Leave what happened in the folder, once it is over and beside all sessions' clock."""
        RunFolder(self.folder).table(EVENTS, self._log().to_table())
        self._left(self.folder)


def _among(name: str, got: Any, wanted: Sequence[Any]) -> None:
    if got not in wanted:
        raise SimError(f"{name}: got {got!r}, wanted one of {', '.join(map(str, wanted))}")


def _short(name: str, told: str, least: int = 0) -> None:
    if not least <= len(told) <= LONGEST:
        raise SimError(f"{name}: got {len(told)} characters, wanted {least} to {LONGEST}")
