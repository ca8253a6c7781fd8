"""The sessions that a process has open: found by name, with one thread that lets their clocks run.

A session is opened when somebody first asks for it, so after a new start of the server each is
where it was, and stands.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import inf
from pathlib import Path

from engine.errors import EngineError
from sim.errors import SimError
from sim.training.links import LINKS, role_of
from sim.training.pictures.darkroom import Darkroom
from sim.training.pictures.monitors import Monitors
from sim.training.session import Session

PLACE = "sessions"
"""The folder of sessions, in that of the runs."""
TICK_S = 0.1
PATIENCE_S = 5.0
"""Before a session that could not be opened is tried again."""
WORKERS = 2
"""Threads that work out what injects will do."""
NOTES = logging.getLogger(__name__)


class Hall:
    """Sessions of the folder that `place` gives, one beside the other; their pictures are made
    where they are asked for. `left` is called with the folder of one that is over.
    """

    def __init__(
        self,
        place: Callable[[], Path],
        *,
        pictures: bool = False,
        left: Callable[[Path], object] = lambda _: None,
    ) -> None:
        self.place, self.left = place, left
        self._open: dict[Path, Session] = {}
        self._refused: dict[Path, tuple[float, Exception]] = {}
        self._lock = threading.Lock()
        self._opening: dict[Path, threading.Lock] = defaultdict(threading.Lock)
        self._pool = ThreadPoolExecutor(WORKERS, "injects")
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._painting: list[Darkroom | Monitors] = []
        if pictures:
            self._painting = [make(lambda: [*self._open.values()]) for make in (Darkroom, Monitors)]

    def folder(self, name: str) -> Path:
        """Where a session of that name lies; SimError for none."""
        folder = self.place() / Path(name).name
        if name != Path(name).name or name in ("", "..") or not (folder / LINKS).is_file():
            raise SimError(f"session: got {name!r}, wanted the name of one")
        return folder

    def role(self, name: str, secret: str) -> str:
        """Whose link that is; SimError where it is no link of such a session."""
        role = role_of(self.folder(name), secret)
        if role is None:
            raise SimError("session: got a link of nobody, wanted one of its links")
        return role

    def session(self, name: str) -> Session:
        """The session of that name, open; SimError for none, and as `Session` does."""
        folder = self.folder(name).resolve()
        with self._lock:
            opening = self._opening[folder]
        with opening:  # the others go on meanwhile
            if folder not in self._open:
                self._open[folder] = self._opened(folder)
                with self._lock:
                    self._begin()
            return self._open[folder]

    def open_already(self, name: str) -> Session | None:
        """The session of that name if somebody opened it here; nothing is opened for it."""
        return self._open.get(self.folder(name).resolve())

    def _opened(self, folder: Path) -> Session:
        tried_s, why = self._refused.get(folder, (-inf, None))
        if why is not None and time.monotonic() - tried_s < PATIENCE_S:
            raise why
        try:
            return Session(folder, pool=self._pool, left=self.left)
        except (SimError, EngineError) as err:
            self._refused[folder] = (time.monotonic(), err)
            raise

    def close(self) -> None:
        """Pause all sessions and let go of them."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            for one in self._painting:
                one.close()
        with self._lock:
            for session in self._open.values():
                session.close()
            self._open.clear()
        self._pool.shutdown(cancel_futures=True)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sessions", daemon=True)
            self._thread.start()
            for one in self._painting:
                one.open()

    def _run(self) -> None:
        while not self._ended.wait(TICK_S):
            for one in list(self._open.values()):
                try:
                    one.advance()
                except SimError:  # whoever asks for its view is told the same
                    continue
                except Exception:  # the other sessions' clocks go on
                    NOTES.exception("session %s", one.folder.name)
