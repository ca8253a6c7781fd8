"""What this machine has left for a piece of work: cores, memory, disk."""

import os
import resource
import shutil
from dataclasses import dataclass
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60
"""Limits above this are none: cgroups write the largest number of pages there is."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`cores` that this process may use, memory that is free or can be made so, and free disk."""

    cores: float
    memory_bytes: int
    disk_bytes: int


def this_machine(out: Path | None = None) -> Machine:
    """What is left here and now; the disk is that on which `out` lies or would."""
    return Machine(_cores(), _memory_bytes(), _disk_bytes(out or Path()))


def _cores() -> float:
    """Those that may be used, or the share of them that a container is given."""
    count = float(len(os.sched_getaffinity(0)))
    quota, _, period = _told(CGROUP / "cpu.max").partition(" ")
    if quota.isdigit() and period.strip().isdigit():
        count = min(count, int(quota) / int(period))
    return count


def _memory_bytes() -> int:
    """The least of what the machine, the container and the process have left."""
    left = [_available(), _left_of_container()]
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        pages = _told(Path("/proc/self/statm")).split()
        left.append(limit - int(pages[0]) * resource.getpagesize() if pages else limit)
    return max(min(left), 0)


def _available() -> int:
    """Of the whole machine, as its kernel estimates it."""
    for line in _told(Path("/proc/meminfo")).splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return UNLIMITED


def _left_of_container() -> int:
    """What a control group's limit leaves; files kept in memory can be let go."""
    limit = _number(CGROUP / "memory.max", CGROUP / "memory" / "memory.limit_in_bytes")
    used = _number(CGROUP / "memory.current", CGROUP / "memory" / "memory.usage_in_bytes")
    if limit is None or limit >= UNLIMITED:
        return UNLIMITED
    stat = _told(CGROUP / "memory.stat") or _told(CGROUP / "memory" / "memory.stat")
    kept = dict(line.split() for line in stat.splitlines() if len(line.split()) == 2)
    return limit - (used or 0) + int(kept.get("inactive_file", 0))


def _number(*files: Path) -> int | None:
    """The number in the first of the files that holds one."""
    for file in files:
        if (told := _told(file).strip()).isdigit():
            return int(told)
    return None


def _disk_bytes(out: Path) -> int:
    place = out.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return UNLIMITED


def _told(file: Path) -> str:
    """What a file of the kernel says; nothing where there is none."""
    try:
        return file.read_text()
    except OSError:
        return ""
