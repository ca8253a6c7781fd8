"""Which process plays a run, told apart from others that get its number later."""

import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
"""Where Linux tells of its processes."""
PROGRESS = "progress.json"
"""In a run's folder, as long as a command plays it: the file in which that says how far it is."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: its number, when it `began` in its system's own words, and the machine it runs on.

    >>> this_process().lives
    True
    """

    pid: int
    began: str
    host: str

    @property
    def here(self) -> bool:
        """Whether it is one of this machine; nobody knows here how others fare."""
        return self.host == platform.node()

    @property
    def lives(self) -> bool:
        """Whether it is still there; one of another machine is taken to be."""
        return not self.here or _began(self.pid) == self.began != ""


def this_process() -> Owner:
    """The one that asks."""
    return owner_of(os.getpid())


def owner_of(pid: int) -> Owner:
    """The process of that number on this machine."""
    return Owner(pid, _began(pid), platform.node())


def _began(pid: int) -> str:
    """When a process began; "" of one that is not there, or that has ended and was not buried."""
    return _by_proc(pid) if (PROC / "self/stat").exists() else _by_ps(pid)


def _by_proc(pid: int) -> str:
    """Ticks from the system's start, and which start that was (proc(5))."""
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
    state, ticks = told[0], told[19]
    return "" if state in "ZX" else f"{ticks} of {boot}"


def _by_ps(pid: int) -> str:
    """The date and time, to the second."""
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:  # no ps
        return ""
