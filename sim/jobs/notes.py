"""Jobs whose results are files that stay where they are made, each noted once it is done.

Whoever tries again after an end from outside does the rest: a job counts as done where its files
still are what was noted of them. Processes of the try before may live on for a moment, and are
waited for.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from engine.disk.files import UnreadError, from_json, oddity, text, write_text
from engine.packs.fetch import sha256
from sim.errors import SimError
from sim.jobs.job import Job, Keeping, Progress

UNFINISHED = "unfinished"
"""The folder in a run's for notes on stages that are under way."""
LARGEST_BYTES = 16 << 20
WAIT_S, POLL_S = 10.0, 0.05
"""How long others may take to end; they give up within two seconds."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes on one stage's jobs, in a folder `place` of their own; files are told by their paths in
    `folder`.
    """

    place: Path
    folder: Path

    def job(
        self,
        name: str,
        patterns: Sequence[str],
        call: Callable[..., None],
        arguments: tuple[Any, ...],
        weight: float = 1.0,
    ) -> Job:
        """A job of that name, which makes the files that fit `patterns`; `call` as in Job."""
        save = partial(_note, self.folder, tuple(patterns))
        keeping = Keeping(self.place / f"{name}.json", _nothing, save)
        self.place.mkdir(parents=True, exist_ok=True)
        return Job(_at_work, (self.place, call, arguments), weight, keeping)

    def whole(self) -> set[str]:
        """The files of all jobs that are done; the note of one whose files are not as noted is
        taken away.
        """
        found: set[str] = set()
        for note in sorted(self.place.glob("*.json")):
            files = _files(note)
            if files and all(_same(self.folder / name, sha) for name, sha in files.items()):
                found |= set(files)
            else:
                note.unlink()
        return found


def wait_for_others(place: Path) -> None:
    """Until nobody is at work any more on what is noted under `place`.

    Raises SimError if processes of an earlier try are still there after WAIT_S.
    """
    if not place.is_dir():
        return
    with _opened(place) as folder:
        until_s = time.monotonic() + WAIT_S
        while not _locked(folder, fcntl.LOCK_EX):
            if time.monotonic() > until_s:
                raise SimError(f"{place}: got processes still at work, wanted them to have ended")
            time.sleep(POLL_S)


def _at_work(
    place: Path, call: Callable[..., None], arguments: tuple[Any, ...], progress: Progress
) -> None:
    """Do the work while telling others of it."""
    with _opened(place.parent) as folder:
        _locked(folder, fcntl.LOCK_SH)
        call(*arguments, progress)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a place without locks: there is nothing to wait for
        return True
    return True


def _note(folder: Path, patterns: Sequence[str], note: Path, _nothing: Any) -> None:
    """Note what a job made."""
    made = {file for one in patterns for file in folder.glob(one) if file.is_file()}
    told = {one.relative_to(folder).as_posix(): sha256(one) for one in sorted(made)}
    write_text(note, json.dumps(told))


def _files(note: Path) -> dict[str, str]:
    """What a note tells; nothing if it is none."""
    try:
        told = from_json(text(note, LARGEST_BYTES))
    except UnreadError:
        return {}
    fits = isinstance(told, dict) and all(isinstance(sha, str) for sha in told.values())
    return told if fits else {}


def _same(file: Path, sha: str) -> bool:
    try:
        return oddity(file) is None and sha256(file) == sha
    except OSError:
        return False


def _nothing(_note: Path) -> None:
    """What such a job gives."""
