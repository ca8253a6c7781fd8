"""Recorded walks along corridors, as published: lines of person, frame, x, y and z."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import UnreadError, text
from sim.errors import SimError

RATE, COMMENT = re.compile(r"frame\s*rate:\s*([\d.]+)", re.IGNORECASE), "#"
TALLEST_M = 3.0
"""Heads higher than this are in centimetres."""
MOST_BYTES = 200_000_000
COLUMNS = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where people were, by person then time: numbers from 0 on (n,), seconds from the first frame
    on (n,), metres (n, 2) along the corridor and across it, both from 0 on.
    """

    name: str
    person: NDArray[np.int64]
    time_s: Floats
    at_m: Floats

    @property
    def people(self) -> int:
        """How many."""
        return int(self.person[-1]) + 1


def read_recorded(path: Path, fps: float | None = None) -> Recorded:
    """One file, whose header or `fps` says how many frames a second has; whether it is in metres or
    centimetres is told by how high heads are. SimError, naming file and line, for what is none.
    """
    try:
        written = text(path, MOST_BYTES)
    except (OSError, UnreadError) as err:
        raise SimError(f"{path}: got {err}, wanted a recorded walk") from err
    rows = [
        _row(path, number, line)
        for number, line in enumerate(written.splitlines(), 1)
        if line.strip() and not line.startswith(COMMENT)
    ]
    if not rows:
        raise SimError(f"{path}: got no line of person, frame, x, y and z, wanted some")
    said = RATE.search(written)
    rate = float(said[1]) if said else fps
    if not rate:
        raise SimError(f"{path}: got no frame rate in its header, wanted one, or --fps")
    table = np.array(rows)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    unit = 0.01 if np.median(table[:, 4]) > TALLEST_M else 1.0
    _, person = np.unique(table[:, 0], return_inverse=True)
    time_s = (table[:, 1] - table[:, 1].min()) / rate
    return Recorded(
        path.stem, person.astype(np.int64), time_s, _along(person, table[:, 2:4] * unit)
    )


def _row(path: Path, number: int, line: str) -> list[float]:
    try:
        row = [float(one) for one in line.split()[:COLUMNS]]
    except ValueError:
        row = []
    if len(row) < COLUMNS or not np.isfinite(row).all():
        raise SimError(f"{path}:{number}: got {line[:60]!r}, wanted person, frame, x, y and z")
    return row


def _along(person: NDArray[np.int64], at_m: Floats) -> Floats:
    """Turned so that people get on along the first axis."""
    first = np.flatnonzero(np.diff(person, prepend=-1))
    last = np.append(first[1:], len(person)) - 1
    got_on = np.abs(at_m[last] - at_m[first]).mean(0)
    turned = at_m if got_on[0] >= got_on[1] else at_m[:, ::-1] * (1, -1)
    found: Floats = turned - turned.min(0)
    return found
