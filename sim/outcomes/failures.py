"""What went wrong in a run, as its log has it: from when to when, and what it took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from scenarios.failures import named
from scenarios.hours import clock
from sim.events import FailureBegan, FailureEnded


@dataclass(frozen=True, slots=True)
class Failing:
    """One failure of a log: a `kind` of the vocabulary, of `what` ("": of all), until `to_s` (inf:
    the log does not have its end). So many looks at people were `offered` to it and `lost`.
    """

    kind: str
    what: str
    from_s: float
    to_s: float = inf
    offered: int = 0
    lost: int = 0

    @property
    def named(self) -> str:
        """What it is called wherever people read of it."""
        return named(self.kind, self.what)

    def told(self, starts_at: str) -> str:
        """Its name and its times of day.

        >>> Failing("radio_down", "", 60, 90).told("10:00")
        'radio down from 10:01:00 to 10:01:30'
        """
        until = f" to {clock(starts_at, self.to_s)}" if self.to_s < inf else " on"
        return f"{self.named} from {clock(starts_at, self.from_s)}{until}"


def failings(events: Iterable[FailureBegan | FailureEnded]) -> list[Failing]:
    """The failures of a log's events, in the order in which they began."""
    found: list[Failing] = []
    for event in events:
        if isinstance(event, FailureBegan):
            found.append(Failing(event.failure, event.what, event.time_s))
            continue
        same = [
            k
            for k, one in enumerate(found)
            if (one.kind, one.what, one.to_s) == (event.failure, event.what, inf)
        ]
        for k in same[:1]:
            counts = (event.offered, event.lost)
            found[k] = Failing(event.failure, event.what, found[k].from_s, event.time_s, *counts)
    return found


def meanwhile(found: Sequence[Failing], from_s: float, to_s: float) -> list[Failing]:
    """Those that lasted at some moment between two."""
    return [one for one in found if one.from_s < to_s and one.to_s > from_s]
