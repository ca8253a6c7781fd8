"""Progress on standard error, so that standard output stays clean for --json, and in a file that
the environment names, for whoever started the command.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic

from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.pace import Pace, Whole
from dashboards.cli.terminal.screen import console
from dashboards.cli.terminal.tellers import Bars, Lines, ProgressFile, Standing, Teller
from sim.owner import PROGRESS

FILE = "FOOTFALL_PROGRESS"
"""In the environment: the file that says how far the command is."""
BEFORE, BETWEEN = "Get ready", "Still at work"
"""What a command does before it says what it does, and between a stage's end and the next."""
BEAT_S, SOON_S, LEAST_BETWEEN_S = 1.0, 2.0, 0.1
"""Tellers hear every beat; they hear of a command without a word after SOON_S, and of what is
reported without pause not more often than LEAST_BETWEEN_S."""
Report = Callable[[str, float | None], None]
"""Called with a stage's name, which may say behind a colon what it has come to so far, and the
share of it that is done, 0 to 1; None: nobody knows."""


@contextmanager
def bars() -> Iterator["Board"]:
    """One bar a stage, from its first report on; off a terminal, a line at a stage's end and every
    ten seconds. Both say how long it still takes, once there is a basis for it: all of it where its
    stages are planned, else the stage.

    SettingsError where the environment names a file that cannot be written.
    """
    screen, tellers = console(stderr=True), list[Teller]()
    with ExitStack() as ending:
        if named := os.environ.get(FILE):
            check_files(**{FILE: Path(named)})
            file = ProgressFile(Path(named))
            ending.callback(file.close)
            tellers.append(file.tell)
        if screen.is_terminal:
            shown = Bars(screen)
            ending.callback(shown.close)
            tellers.append(shown.tell)
        else:
            tellers.append(Lines(screen, monotonic()).tell)
        board = Board(tellers)
        ending.callback(board.leave)
        ending.callback(board.end)
        ending.enter_context(_beating(board))
        yield board


def begun(report: Report, stage: str) -> Callable[[float], None]:
    """How a stage that begins now tells the share of it that is done."""
    report(stage, 0.0)
    return partial(report, stage)


class Board:
    """Where a command stands, told at each change of stage, at its end, and at each beat between;
    reports may come from any thread. It is a Report.
    """

    def __init__(self, tellers: Sequence[Teller]) -> None:
        self.tellers, self.lock = [*tellers], threading.RLock()
        self.stage, self.told_s = BEFORE, monotonic()
        self.reported_s = self.told_s
        self.share: float | None = None
        self.come_to = ""
        self.began_s = {BEFORE: self.told_s}
        self.untold = False
        self.paces: dict[str, Pace] = {}
        self.whole = Whole({})
        self.left: list[ProgressFile] = []

    def plan(self, expected_s: Mapping[str, float]) -> None:
        """These stages are to come, and are expected to take so many seconds each."""
        with self.lock:
            self.whole = Whole(dict(expected_s))

    def take_up(self, folder: Path, expected_s: Mapping[str, float]) -> None:
        """A run in a folder that is there by now, of these stages: until `leave` a file in it says
        how far it is, to whoever looks at the run meanwhile.
        """
        with self.lock:
            self.plan(expected_s)
            file = ProgressFile(folder / PROGRESS)
            self.left.append(file)
            self.tellers.append(file.tell)
            self._tell(monotonic())

    def leave(self) -> None:
        """The files of `take_up` are taken away: it has ended, however it did."""
        with self.lock:
            for file in self.left:
                self.tellers.remove(file.tell)
                file.remove()
            self.left.clear()

    def __call__(self, stage: str, share: float | None) -> None:
        """So much of the stage is done."""
        stage, _, come_to = stage.partition(": ")
        with self.lock:
            now_s, changed = monotonic(), stage != self.stage
            self.come_to = come_to
            self.stage, self.share, self.reported_s = stage, share, now_s
            if changed and stage in (BEFORE, BETWEEN):
                self.began_s[stage] = now_s
            self.began_s.setdefault(stage, now_s)
            if share is not None:
                self.paces.setdefault(stage, Pace()).add(now_s, share)
            self.untold = True
            if changed or share is None or share >= 1 or now_s - self.told_s >= LEAST_BETWEEN_S:
                self._tell(now_s)

    def beat(self) -> None:
        """Time has gone by."""
        with self.lock:
            now_s = monotonic()
            if self.share is not None and self.share >= 1 and now_s - self.reported_s >= SOON_S:
                self(BETWEEN, None)
            elif self.stage != BEFORE or now_s - self.began_s[BEFORE] >= SOON_S:
                self._tell(now_s)

    def end(self) -> None:
        """What was reported last is told, however soon after the one before it came."""
        with self.lock:
            if self.untold:
                self._tell(monotonic())

    def _tell(self, now_s: float) -> None:
        pace = self.paces.get(self.stage)
        left_s = pace.left_s(now_s) if pace and self.share is not None else None
        spent_s = now_s - self.began_s[self.stage]
        all_left_s = self.whole.left_s(self.paces, now_s)
        standing = Standing(self.stage, self.share, spent_s, left_s, all_left_s, self.come_to)
        self.told_s, self.untold = now_s, False
        for tell in self.tellers:
            tell(standing, now_s)


@contextmanager
def _beating(board: Board) -> Iterator[None]:
    """A beat every second, whatever the command is busy with."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_S):
            with suppress(OSError, ValueError):  # nobody is there to hear it
                board.beat()

    thread = threading.Thread(target=beat, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
