"""Keeps one command company: `python -m dashboards.work.keeper FOLDER` runs it and notes its end.

It is alone in its session, so that the end of the page's server, or of a terminal, does not reach
it; an interruption of its group ends the command as Ctrl-C would.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from dashboards.cli.terminal.progress import FILE as TOLD_IN
from dashboards.work.registry import ENDED, WORK, note_keeper
from engine.disk.files import write_text
from sim.owner import PROGRESS

COMMAND = (sys.executable, "-c", "from dashboards.cli import main; main()")
INTERRUPTED = 128 + signal.SIGINT


def keep(folder: Path) -> None:
    """Run the work of a folder and write there how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the command's to answer
    told = json.loads((folder / WORK).read_text(encoding="utf-8"))
    heard = subprocess.Popen(
        [*COMMAND, *told["arguments"]],
        env=os.environ | {TOLD_IN: str(folder / PROGRESS)},
        preexec_fn=_hears,  # one thread here
    )
    code = heard.wait()
    write_text(folder / ENDED, json.dumps({"code": code, "state": _state(code)}) + "\n")


def _hears() -> None:
    """An ignored signal would stay ignored in the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _state(code: int) -> str:
    """What an exit code means.

    >>> _state(0), _state(130), _state(2)
    ('done', 'cancelled', 'failed')
    """
    if code in (INTERRUPTED, -signal.SIGINT):
        return "cancelled"
    return "done" if code == 0 else "failed"


def leave(folder: Path) -> None:
    """Keep it in a process that nobody waits for; this one ends once that is noted."""
    number = os.fork()
    if number:
        note_keeper(folder, number)
    else:
        keep(folder)


if __name__ == "__main__":
    leave(Path(sys.argv[1]))
