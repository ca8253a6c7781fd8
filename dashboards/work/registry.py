"""The registry on disk: a folder a piece of work, with what it is, how far it is, how it ended."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from engine.disk.files import UnreadError, from_json, text, write_text
from sim.owner import PROGRESS, Owner, owner_of

State = Literal["running", "done", "cancelled", "failed", "lost"]
ENDINGS: tuple[State, ...] = ("done", "cancelled", "failed")
"""States that a keeper writes."""
PLACE = ".work"
"""The registry's folder, in that of the runs."""
WORK, ENDED, KEPT_BY = "work.json", "ended.json", "kept_by.json"
SAID, RESULT = "said.txt", "result.txt"
"""What the command wrote on standard error, and on standard output."""
LARGEST_BYTES = 1 << 20
STARTING_S = 60.0
"""Work that nobody keeps yet is not lost before this has gone by since it began."""
TAIL = 12
"""Lines told of what a command said last."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far work is: in what it does now the `share` from 0 to 1 and the seconds left, and the
    seconds left of all; None where nobody can say.
    """

    text: str = ""
    share: float | None = None
    left_s: float | None = None
    all_left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A command in the background: its own `folder`, what people call it, its arguments, where its
    results go, when it began (UTC, ISO 8601), how it stands, how far it is, what it said last.
    """

    folder: Path
    title: str
    arguments: tuple[str, ...]
    out: Path | None
    began_at: str
    state: State
    progress: Progress
    said: tuple[str, ...]

    @property
    def id(self) -> str:
        """What finds it."""
        return self.folder.name


def begin(runs: Path, title: str, arguments: Sequence[str], out: Path | None = None) -> Work:
    """Run `footfall` with these arguments, on its own from now on."""
    stamp = datetime.now(UTC)
    folder = runs / PLACE / f"{stamp:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    told = {
        "title": title,
        "arguments": [*arguments],
        "out": str(out) if out else None,
        "began_at": stamp.isoformat(timespec="seconds"),
    }
    write_text(folder / WORK, json.dumps(told, indent=2) + "\n")
    keeper = [sys.executable, "-m", "dashboards.work.keeper", str(folder)]
    with (folder / SAID).open("wb") as said, (folder / RESULT).open("wb") as result:
        subprocess.run(
            keeper,
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=said,
            start_new_session=True,
            check=True,
        )
    return _work(folder)


def works(runs: Path, most: int | None = None) -> list[Work]:
    """What is registered, the newest first; with `most`, no more than so many."""
    folders = sorted((runs / PLACE).glob(f"*/{WORK}"), reverse=True)
    return [work for file in folders[:most] if (work := _read(file.parent))]


def find(runs: Path, ident: str) -> Work | None:
    """The work of that id, if there is any."""
    return _read(runs / PLACE / Path(ident).name)


def cancel(work: Work) -> None:
    """Interrupt it, as Ctrl-C would; nothing happens to work that has ended."""
    group = _keeper(work.folder)
    if group is not None:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGINT)


def forget(work: Work) -> None:
    """Take what has ended out of the registry; its results stay."""
    if work.state == "running":
        return
    for file in work.folder.iterdir():
        file.unlink(missing_ok=True)
    work.folder.rmdir()


def _read(folder: Path) -> Work | None:
    """None for what is no work, or was taken away meanwhile."""
    try:
        return _work(folder)
    except (UnreadError, KeyError, TypeError):
        return None


def _work(folder: Path) -> Work:
    told = _fields(folder / WORK)
    return Work(
        folder=folder,
        title=str(told["title"]),
        arguments=tuple(map(str, told["arguments"])),
        out=Path(told["out"]) if told["out"] else None,
        began_at=str(told["began_at"]),
        state=_state(folder, str(told["began_at"])),
        progress=progress_in(folder) or Progress(),
        said=_said(folder),
    )


def _state(folder: Path, began_at: str) -> State:
    """As the keeper wrote it; without that it runs as long as the keeper lives, and before there is
    one for as long as that may take.
    """
    lives = _keeper(folder) is not None  # first: it writes how it ended, then it ends
    told = _maybe(folder / ENDED).get("state")
    ended = next((state for state in ENDINGS if state == told), None)
    return ended or ("running" if lives or _is_starting(folder, began_at) else "lost")


def _is_starting(folder: Path, began_at: str) -> bool:
    if (folder / KEPT_BY).exists():
        return False
    try:
        began = datetime.fromisoformat(began_at)
    except ValueError:
        return False
    return abs((datetime.now(UTC) - began.astimezone(UTC)).total_seconds()) < STARTING_S


def progress_in(folder: Path) -> Progress | None:
    """How far a command says it is, in the folder of its work or of the run that it plays; None if
    it says nothing.
    """
    told = _maybe(folder / PROGRESS)
    if not told:
        return None
    numbers = (_number(told.get(name)) for name in ("share", "left_s", "all_left_s"))
    return Progress(str(told.get("text", "")), *numbers)


def _number(value: Any) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_one else None


def _said(folder: Path) -> tuple[str, ...]:
    try:
        lines = text(folder / SAID, LARGEST_BYTES).splitlines()
    except UnreadError:
        return ()
    return tuple(line for line in lines if line.strip())[-TAIL:]


def note_keeper(folder: Path, number: int) -> None:
    """Which process keeps the work of a folder, and the group that it leads."""
    told = {**asdict(owner_of(number)), "group": os.getpgid(number)}
    write_text(folder / KEPT_BY, json.dumps(told) + "\n")


def _keeper(folder: Path) -> int | None:
    """The group of the living process that keeps it."""
    told = _maybe(folder / KEPT_BY)
    try:
        keeper = Owner(int(told["pid"]), str(told["began"]), str(told["host"]))
        return int(told["group"]) if keeper.here and keeper.lives else None
    except (KeyError, TypeError, ValueError):
        return None


def _maybe(file: Path) -> Mapping[str, Any]:
    """A file's fields; none where it is not there or is no such thing."""
    try:
        return _fields(file)
    except UnreadError:
        return {}


def _fields(file: Path) -> dict[str, Any]:
    value = from_json(text(file, LARGEST_BYTES))
    if not isinstance(value, dict):
        raise UnreadError("no fields")
    return value
