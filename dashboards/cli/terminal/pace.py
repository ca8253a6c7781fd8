"""How long a piece of work still takes, from how fast it went of late."""

from bisect import bisect_right
from dataclasses import dataclass, field

LEAST_S, LEAST_SHARE = 2.0, 0.01
"""Below either of these nothing is known of the pace yet."""


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
        middle_s = self.times_s[0] + (last_s - self.times_s[0]) / 2
        earlier = bisect_right(self.times_s, middle_s) - 1
        took_s, gained = last_s - self.times_s[earlier], share - self.shares[earlier]
        if last_s - self.times_s[0] < LEAST_S or gained < LEAST_SHARE:
            return None
        left_s = (1 - share) * took_s / gained - (now_s - last_s)
        return left_s if left_s > 0 else None
