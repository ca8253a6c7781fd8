"""How long decisions took, and whether a feed kept its pace, in memory that does not grow."""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

RATIO = 1.02
"""A bin of latencies ends at so many times its beginning: quantiles are within 1 %."""
LEAST_S = 1e-5
SLACK_S = 0.5
"""A frame may come so much later than it is due before its feed's pace counts as lost."""
QUANTILES = {"p50_s": 0.5, "p95_s": 0.95, "p99_s": 0.99}


@dataclass(slots=True)
class Latencies:
    """Seconds, counted in bins that grow by RATIO from LEAST_S on; the greatest is kept as it is.

    >>> held = Latencies()
    >>> for latency_s in (0.1, 0.2, 0.3, 4.0): held.add(latency_s)
    >>> round(held.quantile(0.5), 2), held.quantile(1.0), held.count
    (0.2, 4.0, 4)
    """

    bins: Counter[int] = field(default_factory=Counter)
    greatest_s: float = 0.0

    @property
    def count(self) -> int:
        """How many there are."""
        return self.bins.total()

    def add(self, latency_s: float) -> None:
        """One more."""
        held_s = max(latency_s, LEAST_S)
        self.bins[math.floor(math.log(held_s / LEAST_S) / math.log(RATIO))] += 1
        self.greatest_s = max(self.greatest_s, latency_s)

    def quantile(self, share: float) -> float | None:
        """By nearest rank: so large a share took no longer, within 1 %. None of none."""
        wanted, below = share * self.count, 0
        for number, count in sorted(self.bins.items()):
            below += count
            if below >= wanted - 1e-9:
                middle_s: float = LEAST_S * RATIO ** (number + 0.5)
                return min(middle_s, self.greatest_s)
        return None

    def to_json(self) -> dict[str, Any]:
        """The quantiles, the greatest and the count by name."""
        at = {name: self.quantile(share) for name, share in QUANTILES.items()}
        told = at | {"greatest_s": self.greatest_s if self.count else None}
        held = {name: None if one is None else round(one, 6) for name, one in told.items()}
        return held | {"count": self.count}


@dataclass(slots=True)
class FeedTimes:
    """One feed's, by a `clock` in seconds: from when a frame was due, or where feeds are not paced
    was read, until its decision stood; how far frames came behind their clock, and from which
    second of the feed on it was more than SLACK_S.
    """

    clock: Callable[[], float] = time.monotonic
    latencies: Latencies = field(default_factory=Latencies)
    first_s: float | None = None
    last_s: float | None = None
    behind_s: float = 0.0
    most_behind_s: float = 0.0
    lost_from_s: float | None = None

    def come(self, time_s: float, due_s: float | None) -> float:
        """A frame of the feed's second `time_s` is there, due at `due_s` by the clock (None: it is
        not paced); since when its decision is waited for.
        """
        now_s = self.clock()
        self.first_s = now_s if self.first_s is None else self.first_s
        if due_s is None:
            return now_s
        self.behind_s = max(now_s - due_s, 0.0)
        self.most_behind_s = max(self.behind_s, self.most_behind_s)
        if self.lost_from_s is None and self.behind_s > SLACK_S:
            self.lost_from_s = time_s
        return due_s

    def decide(self, since_s: float) -> None:
        """The decision on a frame stands that has been waited for since then."""
        self.last_s = self.clock()
        self.latencies.add(self.last_s - since_s)

    def to_json(self) -> dict[str, Any]:
        """Frames a second and latencies."""
        return _told([self], self.latencies)

    def lost(self) -> dict[str, float] | None:
        """Where and by how much it fell behind its clock, in seconds; None: it did not."""
        if self.lost_from_s is None:
            return None
        ends = {"most_behind_s": self.most_behind_s, "behind_at_end_s": self.behind_s}
        return {"from_s": round(self.lost_from_s, 4)} | {k: round(v, 3) for k, v in ends.items()}


def times_json(feeds: Mapping[str, FeedTimes], *, paced: bool) -> dict[str, Any]:
    """Everything measured of a run's feeds, and of all of them together."""
    together = Latencies()
    for one in feeds.values():
        together.bins.update(one.latencies.bins)
        together.greatest_s = max(together.greatest_s, one.latencies.greatest_s)
    told = {"since": "due" if paced else "read"} | _told(feeds.values(), together)
    return told | {"feeds": {name: one.to_json() for name, one in feeds.items()}}


def pace_json(feeds: Mapping[str, FeedTimes]) -> dict[str, Any]:
    """The feeds that lost their pace, and the slack they had."""
    lost = {name: told for name, one in feeds.items() if (told := one.lost())}
    return {"slack_s": SLACK_S, "lost": lost}


def _told(feeds: Iterable[FeedTimes], latencies: Latencies) -> dict[str, Any]:
    first = [one.first_s for one in feeds if one.first_s is not None]
    last = [one.last_s for one in feeds if one.last_s is not None]
    took_s = max(last) - min(first) if first and last else 0.0
    rate = round(latencies.count / took_s, 3) if took_s > 0 else None
    return {"frames_per_s": rate, "latency": latencies.to_json()}
