"""A session's acts, one file a session, appended and never changed.

SQLite in WAL mode with synchronous=FULL: what `append` has given back lies on the disk, whatever
becomes of the process or the machine a moment later.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError
from sim.training.events import Act, Began, act_of, body

SCHEMA = """
CREATE TABLE acts (
    number INTEGER PRIMARY KEY,
    wall_s REAL NOT NULL,
    clock_s REAL NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TRIGGER acts_stay BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'acts stay'); END;
CREATE TRIGGER acts_are_kept BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are kept'); END;
PRAGMA user_version = 1;
"""
VERSION = 1
FILE = "session.sqlite"


@dataclass(frozen=True, slots=True)
class Row:
    """An act with its number, from 1 without a gap, when it was (seconds since 1970, and of the
    scenario), and the role that did it.
    """

    number: int
    wall_s: float
    clock_s: float
    by: str
    act: Act


class Acts:
    """The acts of a session in its file; from any thread, and by one process that writes."""

    def __init__(self, file: Path, now_s: Callable[[], float] = time.time) -> None:
        """Open the file, or begin it where there is none; SimError for one that is no session's."""
        self.file, self._now_s, self._lock = file, now_s, threading.RLock()
        try:
            self._held = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._held.execute("PRAGMA journal_mode = WAL")
            self._held.execute("PRAGMA synchronous = FULL")
            (version,) = self._held.execute("PRAGMA user_version").fetchone()
            if not version:
                self._held.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
        except sqlite3.Error as err:
            raise SimError(f"{file}: got {err}, wanted a session's acts") from err
        if version not in (0, VERSION):
            self.close()
            raise SimError(f"{file}: got acts of version {version}, wanted {VERSION}")

    def append(self, clock_s: float, by: str, act: Act) -> Row:
        """Keep an act; once this returns it is on the disk. SimError if that cannot be."""
        told = json.dumps(body(act), allow_nan=False)
        wall_s, kind = self._now_s(), type(act).__name__
        query = "INSERT INTO acts (wall_s, clock_s, by, kind, body) VALUES (?, ?, ?, ?, ?)"
        with self._lock:
            try:
                made = self._held.execute(query, (wall_s, clock_s, by, kind, told))
            except sqlite3.Error as err:
                raise SimError(f"{self.file}: got {err}, wanted to keep an act") from err
            assert made.lastrowid is not None
            return Row(made.lastrowid, wall_s, clock_s, by, act)

    def rows(self, after: int = 0, most: int = -1) -> list[Row]:
        """Those of higher numbers than `after`, in their order, or the first `most` of them;
        SimError where the file is damaged.
        """
        query = "SELECT number, wall_s, clock_s, by, kind, body FROM acts WHERE number > ?"
        with self._lock:
            try:
                found = self._held.execute(
                    f"{query} ORDER BY number LIMIT ?", (after, most)
                ).fetchall()
            except sqlite3.Error as err:
                raise SimError(f"{self.file}: got {err}, wanted a session's acts") from err
        return [
            Row(number, wall_s, clock_s, by, act_of(kind, json.loads(told)))
            for number, wall_s, clock_s, by, kind, told in found
        ]

    def last(self) -> Row | None:
        """The latest act; None where there is none."""
        with self._lock:
            (most,) = self._held.execute("SELECT max(number) FROM acts").fetchone()
        return next(iter(self.rows(most - 1)), None) if most else None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, suppress(sqlite3.Error):
            self._held.close()


def began_of(folder: Path) -> Began:
    """What a session is played on, whether it is open or not; SimError for none."""
    if not (folder / FILE).is_file():
        raise SimError(f"{folder}: got no acts, wanted a session")
    acts = Acts(folder / FILE)
    try:
        first = acts.rows(most=1)
    finally:
        acts.close()
    if not first or not isinstance(first[0].act, Began):
        raise SimError(f"{folder}: got no beginning, wanted a session")
    return first[0].act
