"""Where people are, and the earliest place where an officer can meet somebody who walks on.

Operators keep the person in sight on the screens and tell the officer where to go, so the officer
takes the shortest way to the meeting place. Nobody knows beforehand whether there will be one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from scenarios.fields.parts import Spot
from sim.events import AlertRaised
from sim.response.officers.prediction import Fix, Way, ahead, fix_of
from sim.world.day import Day
from sim.world.stops import Stops, with_stops
from sim.world.ways import Ways

NOBODY = -1
"""The person of an alert about a face that was not there."""
ARMS_LENGTH_M = 1.0
"""At this distance or nearer they have met."""
ROUNDING_M = 1e-6
FAR_M = 1e6
"""Between two levels, where nobody knows how far somebody may have gone."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sight:
    """Sight of somebody was lost, or is there again if it is `regained`, so long after setting out;
    they were seen last at a place, by the officer's `own_eyes` or by a camera.
    """

    after_s: float
    regained: bool
    own_eyes: bool
    at_m: Spot


@dataclass(frozen=True, slots=True)
class Walk:
    """A way to somebody and back: `away_s` until they are met, or known to be lost, near `at_m`.

    `track` says where the officer is on the way there, by seconds after setting out; without one
    they take the quickest way. `sights` tell when nobody had the person in sight; they are in sight
    as the officer sets out unless the first says otherwise.
    """

    met: bool
    away_s: float
    at_m: Spot
    back_s: float
    track: tuple[tuple[float, Spot], ...] = ()
    sights: tuple[Sight, ...] = ()


@dataclass(frozen=True, slots=True)
class Pursuit:
    """Ways over the floor to the people of a day, for officers of one speed and patience.

    Whoever was stopped stands, and walks later than planned, as soon as `stops` says so.
    """

    day: Day
    ways: Ways
    speed_mps: float
    give_up_s: float
    stops: Stops = field(default_factory=dict)

    def place(self, alert: AlertRaised, now_s: float) -> Spot:
        """Where the alert's person is, or was when last on the floor; else the camera's place."""
        way = self._way(alert.person)
        if not len(way.time_s):
            camera = next(one for one in self.day.cameras if one.id == alert.camera)
            return Spot(*camera.at_m, camera.level)
        row = int(np.searchsorted(way.time_s, now_s + INSTANT_S, "right")) - 1
        return way.spot(max(row, 0))

    def walk(
        self, start_m: Spot, alert: AlertRaised, now_s: float, post_m: Spot | None = None
    ) -> Walk:
        """The walk of an officer who sets out now from a place, and gives up after `give_up_s`;
        this moment and that one included. The way back is to the post, where that is another.
        """
        post_m = start_m if post_m is None else post_m
        way = self._way(alert.person)
        time_s = way.time_s
        first = int(np.searchsorted(time_s, now_s - INSTANT_S))
        last = int(np.searchsorted(time_s, now_s + self.give_up_s + INSTANT_S, "right"))
        away_s = np.maximum(time_s[first:last] - now_s, 0.0)
        step = self._meeting(start_m, away_s, way.part(first, last))
        if step == len(away_s):
            last_m = self.place(alert, now_s + self.give_up_s)
            return self._in_vain(start_m, post_m, last_m, time_s[last:])
        at_m = way.spot(first + step)
        return Walk(True, float(away_s[step]), at_m, self.back_s(post_m, at_m))

    def on_way(self, start_m: Spot, walk: Walk, after_s: float) -> Spot:
        """Where the officer is on the way there, so long after setting out."""
        if not walk.track:
            if not np.isfinite(self._metres(start_m, walk.at_m)):
                return start_m
            path = self.ways.path(start_m, walk.at_m)
            return self.ways.along(path, self.speed_mps * after_s)[0]
        times_s = [time_s for time_s, _ in walk.track]
        return walk.track[int(np.searchsorted(times_s, after_s + INSTANT_S, "right")) - 1][1]

    def expected_s(self, alert: AlertRaised, now_s: float, starts_m: Sequence[Spot]) -> Floats:
        """(n,) after how long officers who set out from these places now would meet the person, who
        is expected to go straight on; infinite: not within `give_up_s`.
        """
        fix = self.fix(alert, now_s)
        way = ahead(fix, self.ways, now_s, self.give_up_s)
        away_s = way.time_s - now_s
        steps = [self._meeting(start_m, away_s, way) for start_m in starts_m]
        return np.append(away_s, np.inf)[steps]

    def fix(self, alert: AlertRaised, now_s: float) -> Fix:
        """What operators, who follow the person on the screens, know of where they are and go."""
        way = self._way(alert.person)
        seen_s = way.time_s[: int(np.searchsorted(way.time_s, now_s + INSTANT_S, "right"))]
        if not len(seen_s) or now_s - seen_s[-1] > self.day.crowd.dt_s + INSTANT_S:
            return Fix(now_s, self.place(alert, now_s))
        return fix_of(way, seen_s)

    def _way(self, person: int) -> "Way":
        """Where a person is; nobody's is empty."""
        crowd = self.day.crowd
        first, last = (0, 0) if person == NOBODY else crowd.first[person : person + 2]
        rows = slice(first, last)
        xy_m = np.stack([crowd.x_m[rows], crowd.y_m[rows]], 1).astype(np.float64)
        time_s = crowd.tick[rows].astype(np.float64) * crowd.dt_s
        if person not in self.stops:
            return Way(time_s, xy_m, crowd.level[rows])
        later_s, stands_for = with_stops(time_s, self.stops[person], crowd.dt_s)
        return Way(later_s, xy_m[stands_for], crowd.level[rows][stands_for])

    def _meeting(self, start_m: Spot, away_s: Floats, way: "Way") -> int:
        """The first step by which the officer can have come within arm's length; n if none.

        Whoever is d away is later no nearer than d less what they walked since, so the steps that
        are too early for that are passed over, as are those too far on a straight line; none is
        passed over for where somebody was on another level.
        """
        xy_m = way.xy_m
        reach_m = self.speed_mps * away_s + ARMS_LENGTH_M + ROUNDING_M
        changed = np.diff(way.level, prepend=way.level[:1]) != 0
        steps_m = np.hypot(*np.diff(xy_m, axis=0, prepend=xy_m[:1]).T)
        walked_m = np.cumsum(np.where(changed, FAR_M, steps_m))
        likely = np.flatnonzero(np.hypot(*(xy_m - start_m[:2]).T) <= reach_m)
        step = 0
        while len(likely := likely[likely >= step]):
            here = int(likely[0])
            metres = self._metres(start_m, way.spot(here))
            if metres <= reach_m[here]:
                return here
            near = np.searchsorted(reach_m + walked_m, metres + walked_m[here] - ROUNDING_M)
            step = max(int(near), here + 1) if np.isfinite(metres) else here + 1
        return len(away_s)

    def _in_vain(self, start_m: Spot, post_m: Spot, last_m: Spot, comes_again_s: Floats) -> Walk:
        """To where the person was last: lost on arrival, or when the time to give up is over.

        Somebody who comes again later, such as from a shop, is waited for until then.
        """
        walked_s = min(self._metres(start_m, last_m) / self.speed_mps, self.give_up_s)
        away_s = self.give_up_s if len(comes_again_s) else walked_s
        return Walk(False, away_s, last_m, min(self.back_s(post_m, last_m), self.give_up_s))

    def back_s(self, post_m: Spot, at_m: Spot) -> float:
        """The way back; where there is none, as long as officers go on."""
        metres = float(self.ways.towards(post_m, [at_m])[0])
        return metres / self.speed_mps if np.isfinite(metres) else self.give_up_s

    def _metres(self, start_m: Spot, end_m: Spot) -> float:
        return float(self.ways.distances(start_m, [end_m])[0])
