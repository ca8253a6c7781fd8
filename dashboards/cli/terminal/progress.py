"""Progress on standard error, so that standard output stays clean for --json."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dashboards.cli.terminal.screen import Screen, console

Report = Callable[[str, float], None]
"""Called with a stage's name and the share of it that is done, 0 to 1."""


@contextmanager
def bars() -> Iterator[Report]:
    """One bar a stage, from its first report on; off a terminal, one line a stage at its end."""
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
