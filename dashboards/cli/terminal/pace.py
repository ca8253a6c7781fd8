"""How long work still takes: a piece from how fast it went of late, a whole of several from what
was estimated of each and what has been measured so far.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

LEAST_S, LEAST_SHARE = 2.0, 0.01
"""Below either of these nothing is known of the pace yet."""
TRUST = 0.1
"""An estimate counts as much as so large a share of the work, measured."""


@dataclass(slots=True)
class Pace:
    """What was reported of one piece of work, and when.

    The pace is that of the later half of the time, since what is kept goes fast and comes first.

    >>> pace = Pace()
    >>> for at_s, share in [(0, 0.0), (5, 0.1), (10, 0.2)]:
    ...     pace.add(at_s, share)
    >>> pace.left_s(10), pace.left_s(12)
    (40.0, 38.0)
    """

    times_s: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def add(self, at_s: float, share: float) -> None:
        """At this time this share was done; a share that was known before adds nothing."""
        if not self.shares or share > self.shares[-1]:
            self.times_s.append(at_s)
            self.shares.append(share)

    def left_s(self, now_s: float) -> float | None:
        """Seconds still to go; None without a basis for saying so: too little done, or it takes
        longer than its pace had it.
        """
        if not self.shares or self.shares[-1] >= 1:
            return None
        last_s, share = self.times_s[-1], self.shares[-1]
        took_s, gained = self._since((last_s - self.times_s[0]) / 2)
        if last_s - self.times_s[0] < LEAST_S or gained < LEAST_SHARE:
            return None
        left_s = (1 - share) * took_s / gained - (now_s - last_s)
        return left_s if left_s > 0 else None

    def left_of_s(self, expected_s: float, now_s: float) -> float:
        """The same where all of it was expected to take so long, which counts the less the more is
        done; 0 where it takes longer.
        """
        last_s = self.times_s[-1]
        took_s, gained = self._since((last_s - self.times_s[0]) / 2)
        whole_s = (took_s + TRUST * expected_s) / (gained + TRUST)
        return max((1 - self.shares[-1]) * whole_s - (now_s - last_s), 0.0)

    def stuck_s(self, now_s: float) -> float:
        """How long it has done nothing since it began; 0 once it has done anything."""
        return 0.0 if self.shares[-1] > 0 else now_s - self.times_s[0]

    def measured(self) -> tuple[float, float]:
        """Seconds, and the share that was done in them; what there was at once was kept before, and
        teaches nothing.
        """
        return self._since(LEAST_S)

    def _since(self, after_s: float) -> tuple[float, float]:
        """Seconds and share from the last report in the first seconds to the last of all."""
        first = bisect_right(self.times_s, self.times_s[0] + after_s) - 1
        return self.times_s[-1] - self.times_s[first], self.shares[-1] - self.shares[first]


@dataclass(frozen=True, slots=True)
class Whole:
    """Stages by name, each with the seconds it is expected to take.

    One that is to come takes as many times longer than expected as those before it did, on the
    whole; the expectation counts, too, so that a short stage does not say much of long ones.

    >>> walk = Pace([0, 40], [0.0, 1.0])
    >>> Whole({"walk": 20, "look": 80}).left_s({"walk": walk}, 40)  # 80 * (10 + 40) / (10 + 20)
    133.33333333333334
    """

    expected_s: Mapping[str, float]

    def left_s(self, paces: Mapping[str, Pace], now_s: float) -> float | None:
        """Seconds until all of it is done, by what was reported of each stage that has begun; None
        where nothing more is expected, and where one has done nothing for longer than all of it was
        to take: then the expectation says nothing.
        """
        for name in self.expected_s.keys() & paces.keys():
            if paces[name].stuck_s(now_s) > self.expected_s[name]:
                return None
        slower = self._slower(paces)
        left_s = 0.0
        for name, expected_s in self.expected_s.items():
            pace = paces.get(name)
            expected_s *= slower
            left_s += pace.left_of_s(expected_s, now_s) if pace else expected_s
        return left_s if left_s > 0 else None

    def _slower(self, paces: Mapping[str, Pace]) -> float:
        """How many times longer than expected it has taken so far."""
        took_s = foreseen_s = TRUST * sum(self.expected_s.values())
        for name in self.expected_s.keys() & paces.keys():
            seconds, share = paces[name].measured()
            took_s += seconds
            foreseen_s += share * self.expected_s[name]
        return took_s / foreseen_s if foreseen_s else 1.0
