"""The beat of officers who patrol: from their own post to the next ones and back, all round."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from scenarios.answer.officers import Officers
from scenarios.fields.parts import Spot
from sim.response.policy import Idle
from sim.world.ways import Ways


@dataclass(frozen=True)
class Beat:
    """Where officers are who walk from post to post, in the order of the scenario."""

    officers: Officers
    ways: Ways

    def walked(self, officer: Idle, now_s: float) -> Idle:
        """An idle officer as they are now; whoever does not patrol stands at the post. On a link
        they count as where they stepped on.
        """
        pace_mps, sides = self.officers.patrol_mps, self._sides
        if pace_mps is None or not np.isfinite(self._round_m) or not self._round_m:
            return officer
        gone_m = pace_mps * (now_s - officer.since_s) % self._round_m
        first = self.officers.posts_m.index(officer.post_m)
        for start_m, end_m, metres in (*sides[first:], *sides[:first]):
            if gone_m < metres:
                place_m, _ = self.ways.along(self.ways.path(start_m, end_m), gone_m)
                return replace(officer, now_m=place_m)
            gone_m -= metres
        return officer

    @cached_property
    def _sides(self) -> list[tuple[Spot, Spot, float]]:
        """The ways from each post to the next one, the last one's back to the first."""
        posts = self.officers.posts_m
        return [
            (a, b, float(self.ways.distances(a, [b])[0])) for a, b in pairwise((*posts, *posts[:1]))
        ]

    @cached_property
    def _round_m(self) -> float:
        return sum(metres for _, _, metres in self._sides)
