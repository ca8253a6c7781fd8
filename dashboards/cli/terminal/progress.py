"""Progress on standard error, so that standard output stays clean for --json, and in a file that
the environment names, for whoever started the command.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dashboards.cli.terminal.outs import check_files
from dashboards.cli.terminal.pace import Pace
from dashboards.cli.terminal.screen import Screen, console
from engine.disk.files import write_text

FILE = "FOOTFALL_PROGRESS"
"""In the environment: the file that says how far the command is."""
LEAST_BETWEEN_S = 0.5
"""The file is not written more often than this while the text stays."""
Report = Callable[[str, float], None]
"""Called with a stage's name and the share of it that is done, 0 to 1."""


@contextmanager
def bars() -> Iterator[Report]:
    """One bar a stage, from its first report on; off a terminal, one line a stage at its end.

    SettingsError where the environment names a file that cannot be written.
    """
    with _shown() as shown:
        named = os.environ.get(FILE)
        if not named:
            yield shown
            return
        file = ProgressFile(Path(named))

        def report(stage: str, share: float) -> None:
            file.report(stage, share)
            shown(stage, share)

        try:
            yield report
        finally:
            file.finish()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a command is: what it does, the share of that, and how long that still takes."""

    text: str
    share: float | None
    left_s: float | None


class ProgressFile:
    """`{"text", "share", "left_s", "at"}` as JSON, whole at any time; `at` in Unix seconds.

    What cannot be written is not told: it must not end the work that it is about.
    """

    def __init__(self, file: Path) -> None:
        check_files(**{FILE: file})
        self.file, self.written_s = file, -LEAST_BETWEEN_S
        self.paces: dict[str, Pace] = {}
        self.last: Standing | None = None
        self.kept: Standing | None = None

    def report(self, stage: str, share: float) -> None:
        """So much of the stage is done."""
        now_s = monotonic()
        pace = self.paces.setdefault(stage, Pace())
        pace.add(now_s, share)
        left_s = pace.left_s(now_s)
        self.last = Standing(stage, share, left_s if left_s is None else round(left_s, 1))
        changed = self.kept is None or self.kept.text != stage
        if changed or now_s - self.written_s >= LEAST_BETWEEN_S:
            self._write(self.last, now_s)

    def finish(self) -> None:
        """What was reported last stays, however soon after the one before it came."""
        if self.last and self.last != self.kept:
            self._write(self.last, monotonic())

    def _write(self, standing: Standing, now_s: float) -> None:
        told = {
            "text": standing.text,
            "share": standing.share,
            "left_s": standing.left_s,
            "at": time.time(),
        }
        with suppress(OSError):
            write_text(self.file, json.dumps(told))
        self.kept, self.written_s = standing, now_s


@contextmanager
def _shown() -> Iterator[Report]:
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield _lines(screen)
        return
    columns = (TextColumn("{task.description:<34}", markup=False), BarColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=screen)
    tasks: dict[str, TaskID] = {}

    def report(stage: str, share: float) -> None:
        if not tasks:
            progress.start()
        if stage not in tasks:
            tasks[stage] = progress.add_task(stage, total=1.0)
        progress.update(tasks[stage], completed=share)

    try:
        yield report
    finally:
        if tasks:
            progress.stop()


def _lines(screen: Screen) -> Report:
    began_s: dict[str, float] = {}
    ended: set[str] = set()

    def report(stage: str, share: float) -> None:
        began_s.setdefault(stage, monotonic())
        if share >= 1 and stage not in ended:
            ended.add(stage)
            screen.print(f"{stage}: done in {monotonic() - began_s[stage]:.0f} s")

    return report
