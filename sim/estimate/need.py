"""An estimate: what each part of a piece of work needs, and all of it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from sim.estimate.machine import Machine

LONG_S = 3600.0
"""Work that takes longer is begun on request only: an hour is as long as somebody waits for what
they began by mistake, and the library's longest takes some minutes."""
BASE_BYTES = 400_000_000
"""What the command holds before it does anything: libraries and compiled code."""


@dataclass(frozen=True, slots=True)
class Need:
    """Of one part, by name: memory at its highest and bytes left on disk, processor time, and over
    how many processes it is shared out.
    """

    name: str
    cpu_s: float = 0.0
    memory_bytes: float = 0.0
    disk_bytes: float = 0.0
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a piece of work needs on a `machine`, part by part, and how much of what there is in it:
    `amounts` by what is counted.
    """

    about: str
    amounts: Mapping[str, float]
    parts: tuple[Need, ...]
    machine: Machine

    @property
    def cpu_s(self) -> float:
        """Processor time."""
        return sum(part.cpu_s for part in self.parts)

    @property
    def wall_s(self) -> float:
        """Time until it is done."""
        return sum(map(self.part_s, self.parts))

    def part_s(self, part: Need) -> float:
        """Time until a part is done, once it is begun."""
        return part.cpu_s / min(part.processes, max(self.machine.cores, 0.1))

    @property
    def memory_bytes(self) -> float:
        """Memory at its highest: parts come one after the other."""
        return BASE_BYTES + max((part.memory_bytes for part in self.parts), default=0.0)

    @property
    def disk_bytes(self) -> float:
        """What is left on disk."""
        return sum(part.disk_bytes for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """Everything, whole numbers where they are large."""
        parts = [
            {
                "name": part.name,
                "cpu_s": _rounded(part.cpu_s),
                "memory_bytes": ceil(part.memory_bytes),
                "disk_bytes": ceil(part.disk_bytes),
            }
            for part in self.parts
        ]
        return {
            "about": self.about,
            "amounts": {name: ceil(amount) for name, amount in self.amounts.items()},
            "parts": parts,
            "cpu_s": _rounded(self.cpu_s),
            "wall_s": _rounded(self.wall_s),
            "memory_bytes": ceil(self.memory_bytes),
            "disk_bytes": ceil(self.disk_bytes),
            "machine": {
                "cores": self.machine.cores,
                "memory_bytes": self.machine.memory_bytes,
                "disk_bytes": self.machine.disk_bytes,
            },
        }


def _rounded(seconds: float) -> float:
    return round(seconds, 1)
