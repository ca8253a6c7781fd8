"""What can go wrong while a scenario is played, or while what came of it is read.

SimError
├── DamagedError      a file of a run does not hold what was kept there
└── LostWorkerError   a worker process was ended from outside
"""

from pathlib import Path


class SimError(Exception):
    """A run cannot go on; the message says what it got and what it wanted."""


class LostWorkerError(SimError):
    """A worker process was ended from outside, and its work is lost; it may be begun again."""


class DamagedError(SimError):
    """A run's `file` does not hold what was kept there; `field` is "" where it is the whole file.

    >>> str(DamagedError(Path("runs/a/run.json"), "seed", "'one'", "a whole number"))
    "runs/a/run.json: seed: got 'one', wanted a whole number"
    """

    def __init__(self, file: Path, field: str, got: str, wanted: str) -> None:
        super().__init__(file, field, got, wanted)
        self.file, self.field, self.got, self.wanted = file, field, got, wanted

    def __str__(self) -> str:
        where = f"{self.file}: {self.field}" if self.field else str(self.file)
        return f"{where}: got {self.got}, wanted {self.wanted}"
