"""Who tells how far a command is: bars on a terminal, lines elsewhere, a file for programs."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dashboards.cli.terminal.screen import Screen
from engine.disk.files import write_text
from scenarios.hours import lasting

AT_ONCE_S = 0.5
"""Work that is refused, is refused within this time."""
BETWEEN_LINES_S, BETWEEN_FILES_S = 10.0, 0.5
"""No line, and no file while its text stays, comes sooner after the one before it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a command is: what it does, the share of it that is done, if anybody knows, how long
    it has taken, and how long this and how long all of it still takes, if there is a basis for it;
    and what it has come to so far, in words, if it says so.
    """

    text: str
    share: float | None
    spent_s: float
    left_s: float | None
    all_left_s: float | None = None
    come_to: str = ""

    @property
    def said(self) -> str:
        """What it does, and what it has come to."""
        return f"{self.text}: {self.come_to}" if self.come_to else self.text

    @property
    def left(self) -> str:
        """How long it still takes, in words; of all where that is known."""
        if self.all_left_s is not None:
            return f"{lasting(self.all_left_s)} left in all"
        return "" if self.left_s is None else f"{lasting(self.left_s)} left"


Teller = Callable[[Standing, float], None]
"""Called with where a command stands and the time, in seconds of any one clock."""


class Bars:
    """One bar a stage, with the time it took and, until it is done, the time that is left."""

    def __init__(self, screen: Screen) -> None:
        columns = (
            TextColumn("{task.description:<34}", markup=False),
            BarColumn(bar_width=20),  # so that all of it has room in 80 characters
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}", markup=False),
        )
        self.progress = Progress(*columns, console=screen)
        self.tasks: dict[str, TaskID] = {}
        self.swinging: set[str] = set()

    def tell(self, standing: Standing, _now_s: float) -> None:
        """Move the stage's bar; one without a known share swings. Where nothing is done yet there
        is no bar for a moment, since what is refused at once needs none.
        """
        if not self.tasks and not standing.share and standing.spent_s < AT_ONCE_S:
            return
        self._still(standing.text)
        if standing.text not in self.tasks:
            self.progress.start()
            total = None if standing.share is None else 1.0
            task = self.progress.add_task(standing.text, total=total, left="")
            self.tasks[standing.text] = task
        if standing.share is None:
            self.swinging.add(standing.text)
        else:
            self.swinging.discard(standing.text)
        so_far = "; ".join(part for part in (standing.left, standing.come_to) if part)
        left = "" if standing.share == 1 else so_far
        task = self.tasks[standing.text]
        if standing.share is None:
            self.progress.update(task, left=left)
        else:
            self.progress.update(task, left=left, total=1.0, completed=standing.share)

    def close(self) -> None:
        """Leave the bars as they are, but for one that swings."""
        self._still()
        self.progress.stop()

    def _still(self, but: str | None = None) -> None:
        """Take away what swings: nobody can say that it is done."""
        for text in self.swinging - {but}:
            self.progress.remove_task(self.tasks.pop(text))
            self.swinging.remove(text)


class Lines:
    """One line at a stage's end, and one every ten seconds on the way there."""

    def __init__(self, screen: Screen, now_s: float) -> None:
        self.screen, self.said_s = screen, now_s
        self.ended: set[str] = set()

    def tell(self, standing: Standing, now_s: float) -> None:
        """Say it if it is time to."""
        if standing.text in self.ended:
            return
        if standing.share is not None and standing.share >= 1:
            self.ended.add(standing.text)
            left = standing.left and f", {standing.left}"
            self._say(f"{standing.text}: done in {standing.spent_s:.0f} s{left}", now_s)
        elif now_s - self.said_s >= BETWEEN_LINES_S:
            self._say(line(standing), now_s)

    def _say(self, said: str, now_s: float) -> None:
        self.screen.print(said, soft_wrap=True)
        self.said_s = now_s


class ProgressFile:
    """`{"text", "share", "left_s", "all_left_s", "at"}` as JSON, whole at any time; `at` in Unix
    seconds.

    What cannot be written is not told: it must not end the work that it is about.
    """

    def __init__(self, file: Path) -> None:
        self.file, self.written_s = file, 0.0
        self.last: Standing | None = None
        self.kept: Standing | None = None

    def tell(self, standing: Standing, now_s: float) -> None:
        """Write it if it is time to."""
        self.last = standing
        changed = self.kept is None or self.kept.said != standing.said
        if changed or now_s - self.written_s >= BETWEEN_FILES_S:
            self._write(standing)
            self.written_s = now_s

    def close(self) -> None:
        """What was reported last stays, however soon after the one before it came."""
        if self.last and self.last != self.kept:
            self._write(self.last)

    def remove(self) -> None:
        """Take it away."""
        with suppress(OSError):
            self.file.unlink()

    def _write(self, standing: Standing) -> None:
        told = {
            "text": standing.said,
            "share": standing.share,
            "left_s": _rounded(standing.left_s),
            "all_left_s": _rounded(standing.all_left_s),
            "at": time.time(),
        }
        with suppress(OSError):
            write_text(self.file, json.dumps(told))
        self.kept = standing


def line(standing: Standing) -> str:
    """Where a command stands, in a line.

    >>> line(Standing("Film the window", 0.43, 50, 66.3))
    'Film the window: 43 % after 50 s, 66 s left'
    >>> line(Standing("Film the window", 0.43, 50, 66.3, 180))
    'Film the window: 43 % after 50 s, 3 min left in all'
    >>> line(Standing("Read the files", None, 20, None))
    'Read the files: 20 s so far'
    >>> line(Standing("Choose", 0.5, 20, None, come_to="3 found, 4 at most"))
    'Choose: 50 % after 20 s; 3 found, 4 at most'
    """
    left = standing.left and f", {standing.left}"
    left += standing.come_to and f"; {standing.come_to}"
    if standing.share is None:
        return f"{standing.text}: {lasting(standing.spent_s)} so far{left}"
    return f"{standing.text}: {100 * standing.share:.0f} % after {lasting(standing.spent_s)}{left}"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
