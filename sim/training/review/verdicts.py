"""What somebody made of the alerts of a session, beside the truth: the table that is scored."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.training.events import AGAIN, CONFIRM, VERDICTS

UNREAD = ""
"""The verdict on an alert that nobody answered."""

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One row (n,) an alert that was shown, in the order of the answers.

    `mated` is the truth: the person seen is the one named. `verdict` is one of VERDICTS, or UNREAD.
    `confidence` is how sure they were of the verdict, 0 to 1, NaN where they did not say;
    `reaction_s` how long they took, NaN where they gave no answer; `clock_s` the session's clock
    then. `barred`: confirming is against the rules whoever it is, as of an entry that is out of
    date. `person` is who was seen: alerts about one person are not independent.
    """

    alert: NDArray[np.int64]
    mated: Flags
    verdict: NDArray[np.str_]
    confidence: Floats
    reaction_s: Floats
    clock_s: Floats
    reason: NDArray[np.str_]
    score: Floats
    barred: Flags
    person: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.alert)

    @property
    def answered(self) -> Flags:
        """Which got a verdict at all; asking for another look leaves an alert open."""
        found: Flags = ~np.isin(self.verdict, (UNREAD, AGAIN))
        return found

    @property
    def yes(self) -> Flags:
        """Which were confirmed: somebody is sent."""
        found: Flags = self.verdict == CONFIRM
        return found

    @property
    def right(self) -> Flags:
        """Which verdicts are as the truth is; whoever is unsure sends nobody, as who dismisses."""
        found: Flags = self.yes == self.mated
        return found

    def take(self, rows: NDArray[Any]) -> "Verdicts":
        """Some of the rows, by number or as flags."""
        return replace(self, **{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def faces(self) -> "Verdicts":
        """Those that tell how well somebody tells faces apart: answered, and not a matter of
        rules.
        """
        return self.take(self.answered & ~self.barred)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row: an alert, the truth about it and what was made of it."""

    alert: int
    mated: bool
    verdict: str = UNREAD
    confidence: float | None = None
    reaction_s: float | None = None
    clock_s: float = 0.0
    reason: str = ""
    score: float = float("nan")
    barred: bool = False
    person: int = -1


def verdicts(rows: Iterable[Verdict]) -> Verdicts:
    """The table of some rows, in the order of the clock; of several about one alert the last, and
    what it took from the first showing on, since asking for another look is part of the answer.

    Raises SimError, with all of them, for rows that cannot be.
    """
    told = sorted(rows, key=lambda row: row.clock_s)
    if wrong := [said for row in told for said in _problems(row)]:
        raise SimError("; ".join(wrong))
    last = {row.alert: row for row in told}
    kept = sorted(last.values(), key=lambda row: row.clock_s)

    def column(name: str, kind: type) -> NDArray[Any]:
        values = [getattr(row, name) for row in kept]
        return np.array([np.nan if one is None else one for one in values], kind)

    return Verdicts(
        alert=column("alert", np.int64),
        mated=column("mated", np.bool_),
        verdict=column("verdict", np.str_),
        confidence=column("confidence", np.float64),
        reaction_s=column("reaction_s", np.float64),
        clock_s=column("clock_s", np.float64),
        reason=column("reason", np.str_),
        score=column("score", np.float64),
        barred=column("barred", np.bool_),
        person=column("person", np.int64),
    )


def _problems(row: Verdict) -> Iterable[str]:
    at = f"alert {row.alert}"
    if row.verdict not in (*VERDICTS, UNREAD):
        yield f"{at}: verdict: got {row.verdict!r}, wanted one of {', '.join(VERDICTS)}, or none"
    if row.confidence is not None and not 0 <= row.confidence <= 1:
        yield f"{at}: confidence: got {row.confidence}, wanted 0 to 1, or none"
    if row.reaction_s is not None and not (isfinite(row.reaction_s) and row.reaction_s >= 0):
        yield f"{at}: reaction_s: got {row.reaction_s}, wanted seconds of 0 or more, or none"
    if not isfinite(row.clock_s):
        yield f"{at}: clock_s: got {row.clock_s}, wanted seconds"
