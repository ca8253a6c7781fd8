"""What can be wrong with a scenario or a venue, all of it at once."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

MOST = 20
"""So many faults of one file are told, and how many more there are."""
LONGEST = 1500
"""Letters of all of them in one message."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: in which `file` (or `--set`), on which `line`, in which `field`, each as far
    as it is known; `said` tells what was got and what was wanted.

    >>> fault = Fault("mine.yaml", 3, "seed", "got -1, wanted a number of 0 or more")
    >>> fault.told()
    'mine.yaml:3: seed: got -1, wanted a number of 0 or more'
    >>> fault.got, fault.wanted
    ('-1', 'a number of 0 or more')
    """

    file: str
    line: int | None
    field: str
    said: str

    @property
    def got(self) -> str:
        """What stands there."""
        return self.said.partition(", wanted")[0].removeprefix("got ")

    @property
    def wanted(self) -> str:
        """What was to stand there; nothing where that goes without saying."""
        return self.said.partition(", wanted")[2].lstrip(": ")

    def told(self) -> str:
        """It as a line."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        apart = " " if self.file == OVERRIDE else ": "
        place = apart.join(part for part in (where, self.field) if part)
        return f"{place}: {self.said}" if place else self.said

    def to_json(self) -> dict[str, Any]:
        """It as data."""
        place = {"file": self.file, "line": self.line, "field": self.field}
        return place | {"got": self.got, "wanted": self.wanted, "told": self.told()}


OVERRIDE = "--set"
"""Where a field stands that was changed for one run."""


class ScenarioError(Exception):
    """A scenario or venue is refused; each of the `faults`, or the one message, names the file, the
    field and the line.
    """

    def __init__(self, refused: str | Sequence[Fault]) -> None:
        self.faults = (
            (Fault("", None, "", refused),) if isinstance(refused, str) else tuple(refused)
        )
        super().__init__("; ".join(self.lines(LONGEST)))

    def lines(self, letters: float = math.inf) -> list[str]:
        """A line a fault, up to MOST of them and at most so many letters, and how many more."""
        told = [fault.told() for fault in self.faults[:MOST]]
        sizes = accumulate(len(line) for line in told)
        kept = max(sum(size <= letters for size in sizes), 1)
        more = len(self.faults) - kept
        return [*told[:kept], f"and {more:,} more"] if more else told[:kept]


@dataclass(slots=True)
class Gathered:
    """What is wrong with one file, gathered while it is read."""

    file: Path
    faults: list[Fault] = field(default_factory=list)

    @contextmanager
    def part(self, line: int | None = None) -> Iterator[None]:
        """Go on after what is refused inside, which stands on that line."""
        try:
            yield
        except ScenarioError as err:
            self.faults += [placed(self.file, fault, line) for fault in err.faults]

    def add(self, line: int | None, place: str, said: str) -> None:
        """One more."""
        self.faults.append(Fault(str(self.file), line, place, said))

    def refuse(self) -> None:
        """Raise ScenarioError if anything is wrong."""
        if self.faults:
            raise ScenarioError(self.faults)


def placed(file: Path, fault: Fault, line: int | None = None) -> Fault:
    """A fault told in one message that begins with the file, as one with its parts.

    >>> placed(Path("a.json"), Fault("", None, "", "a.json: scene: got 'x', wanted 'mall'")).field
    'scene'
    """
    whole = rf"{re.escape(str(file))}(?::(\d+))?: (?:(.*?): )?(got .*)"
    found = re.fullmatch(whole, fault.said, re.DOTALL)
    if fault.file or not found:
        return fault
    on, place, said = found.groups()
    return Fault(str(file), int(on) if on else line, place or "", said)
