"""A process that brings cases to their doors, watched from outside: it may hang, die or leak."""

import faulthandler
import gc
import multiprocessing as mp
import os
import resource
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import EngineError
from scenarios.errors import ScenarioError
from sim.errors import SimError
from tests.fuzz.cases import BROKEN, DIED, HUNG, REFUSED, WORKS, Case, RefusedError, Verdict
from tests.fuzz.doors import DOORS

PATIENCE_S, START_S = 10.0, 180.0
SETTLED_NS = 100_000_000
"""A folder that changed less than this before it was read may change again at the same time by the
clock of its file system.
"""
KIB = 1024
"""What `getrusage` and /proc count in."""
REFUSALS = (EngineError, ScenarioError, SimError, RefusedError)


class Watchdog:
    """Runs cases in a worker process, a new one after each that hangs or dies."""

    def __init__(self, folder: Path, warm: Sequence[Case], patience_s: float = PATIENCE_S) -> None:
        self.folder, self.warm, self.patience_s = folder, warm, patience_s
        self.rss_bytes: list[int] = []
        self.peak_bytes = 0
        """The most that a worker or a process of its own has held at any moment."""

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()
        self.process.join(PATIENCE_S)
        self._end()

    def verdict(self, case: Case) -> Verdict:
        """What comes of one case."""
        try:
            self.connection.send(case)
            if self.connection.poll(self.patience_s):
                found, rss, peak = self.connection.recv()
                self.rss_bytes.append(rss)
                self.peak_bytes = max(self.peak_bytes, peak)
                return found
            outcome = HUNG
        except (EOFError, OSError):
            outcome = DIED
        self._end()
        said = (self.folder / "worker.txt").read_text(errors="replace")[-2000:]
        self._start()
        return Verdict(outcome, said)

    def _start(self) -> None:
        context = mp.get_context("spawn")
        self.connection, theirs = context.Pipe()
        args = (theirs, self.folder, self.warm)
        self.process = context.Process(target=live, args=args, daemon=False)
        self.process.start()
        theirs.close()
        if not self.connection.poll(START_S) or self.connection.recv() != "ready":
            raise RuntimeError((self.folder / "worker.txt").read_text())

    def _end(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


def live(connection: Connection, folder: Path, warm: Sequence[Case]) -> None:
    """A worker's life; whatever it or a library prints goes into a file."""
    warnings.simplefilter("error")
    printed = folder / "worker.txt"
    with printed.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    faulthandler.enable()
    (folder / "tmp").mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(folder / "tmp")
    for case in warm:
        DOORS[case.door](case.path, *case.arguments)
    tree = Tree(folder)
    there = held(tree)
    connection.send("ready")
    while True:
        try:
            case = connection.recv()
        except EOFError:
            return
        verdict, there = judged(case, printed, tree, there)
        connection.send((verdict, rss_bytes(), peak_bytes()))


def judged(case: Case, printed: Path, tree: "Tree", before: set[str]) -> tuple[Verdict, set[str]]:
    """One case, with what it left beside what stood open and lay about `before`; and what does now,
    which is what the next one finds.
    """
    said = printed.stat().st_size
    outcome, told = brought(DOORS[case.door], case)
    sys.stdout.flush()
    sys.stderr.flush()
    after = held(tree)
    if after - before:
        gc.collect()
        after = held(tree)
    left = tuple(sorted(after - before))
    with printed.open("rb") as file:
        file.seek(said)
        return Verdict(outcome, told, file.read(4000).decode(errors="replace"), left), after


def brought(door: Callable[..., None], case: Case) -> tuple[str, str]:
    """The outcome, and the refusal or the traceback."""
    try:
        door(case.path, *case.arguments)
    except REFUSALS as refusal:
        return REFUSED, str(refusal)
    except BaseException:
        return BROKEN, traceback.format_exc(limit=-6)[-3000:]
    return WORKS, ""


class Tree:
    """What lies below a folder, told thousands of times: a folder is read again once it changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.known: dict[str, tuple[int, int, set[str], list[str]]] = {}

    def names(self) -> set[str]:
        """Every file and folder but what workers print, with a word before it."""
        found: set[str] = set()
        waiting = [self.folder]
        while waiting:
            at = waiting.pop()
            changed_ns = os.stat(at).st_mtime_ns  # noqa: PTH116  # a Path each costs more
            held = self.known.get(at)
            if held is None or held[0] != changed_ns or held[1] - changed_ns < SETTLED_NS:
                held = self.known[at] = (changed_ns, time.time_ns(), *self._read(at))
            found |= held[2]
            waiting += held[3]
        return found

    def _read(self, at: str) -> tuple[set[str], list[str]]:
        with os.scandir(at) as entries:
            inside = [(one.path, one.is_dir(follow_symlinks=False)) for one in entries]
        named = {f"file: {path}" for path, _ in inside if not path.endswith("/worker.txt")}
        return named, [path for path, is_folder in inside if is_folder]


def held(tree: Tree) -> set[str]:
    """Open files, child processes, shared memory and files in the corpus that stand there now."""
    found = {f"open: {fd.name} {_target(fd)}" for fd in Path("/proc/self/fd").iterdir()}
    for task in Path("/proc/self/task").glob("*/children"):
        found |= {f"child: {pid}" for pid in task.read_text().split()}
    maps = Path("/proc/self/maps").read_text().splitlines()
    found |= {f"shared: {line.split()[-1]}" for line in maps if "/dev/shm/" in line}
    return found | tree.names()


def _target(fd: Path) -> str:
    try:
        return str(fd.readlink())
    except FileNotFoundError:
        return "/proc/self/fd"


def rss_bytes() -> int:
    """What the process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def peak_bytes() -> int:
    """The most that this process, or one that it started and saw end, has held at any moment.

    Of itself the mark of its own memory: `getrusage` counts in what held it before it was
    itself, which is all that pytest held when it began this process.
    """
    status = Path("/proc/self/status").read_text()
    own = int(status.split("VmHWM:")[1].split()[0])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * KIB
