"""Where people are, and the earliest place where an officer can meet somebody who walks on.

Operators keep the person in sight on the screens and tell the officer where to go, so the officer
takes the shortest way to the meeting place. Nobody knows beforehand whether there will be one.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.moments import INSTANT_S
from sim.events import AlertRaised
from sim.world.day import Day
from sim.world.routes import Routes
from sim.world.stops import Stops, with_stops

NOBODY = -1
"""The person of an alert about a face that was not there."""
ARMS_LENGTH_M = 1.0
"""At this distance or nearer they have met."""
ROUNDING_M = 1e-6

Point = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Walk:
    """A way to somebody and back: `away_s` until they are met, or known to be lost, near `at_m`."""

    met: bool
    away_s: float
    at_m: Point
    back_s: float


@dataclass(frozen=True, slots=True)
class Pursuit:
    """Ways over the floor to the people of a day, for officers of one speed and patience.

    Whoever was stopped stands, and walks later than planned, as soon as `stops` says so.
    """

    day: Day
    routes: Routes
    speed_mps: float
    give_up_s: float
    stops: Stops = field(default_factory=dict)

    def place(self, alert: AlertRaised, now_s: float) -> Point:
        """Where the alert's person is, or was when last on the floor; else the camera's place."""
        time_s, xy_m = self._way(alert.person)
        if not len(time_s):
            return next(camera.at_m for camera in self.day.cameras if camera.id == alert.camera)
        row = int(np.searchsorted(time_s, now_s + INSTANT_S, "right")) - 1
        x_m, y_m = xy_m[max(row, 0)].tolist()
        return x_m, y_m

    def walk(self, post_m: Point, alert: AlertRaised, now_s: float) -> Walk:
        """The walk of an officer who sets out now from a post, and gives up after `give_up_s`; this
        moment and that one included.
        """
        time_s, xy_m = self._way(alert.person)
        first = int(np.searchsorted(time_s, now_s - INSTANT_S))
        last = int(np.searchsorted(time_s, now_s + self.give_up_s + INSTANT_S, "right"))
        away_s = np.maximum(time_s[first:last] - now_s, 0.0)
        step = self._meeting(post_m, away_s, xy_m[first:last])
        if step == len(away_s):
            return self._in_vain(post_m, self.place(alert, now_s + self.give_up_s), time_s[last:])
        x_m, y_m = xy_m[first + step].tolist()
        back_s = self._metres(post_m, (x_m, y_m)) / self.speed_mps
        return Walk(True, float(away_s[step]), (x_m, y_m), back_s)

    def _way(self, person: int) -> tuple[Floats, Floats]:
        """Times (n,) and places (n, 2) of a person on the floor; nobody's are empty."""
        crowd = self.day.crowd
        first, last = (0, 0) if person == NOBODY else crowd.first[person : person + 2]
        rows = slice(first, last)
        xy_m = np.stack([crowd.x_m[rows], crowd.y_m[rows]], 1).astype(np.float64)
        time_s = crowd.tick[rows].astype(np.float64) * crowd.dt_s
        if person not in self.stops:
            return time_s, xy_m
        later_s, stands_for = with_stops(time_s, self.stops[person], crowd.dt_s)
        return later_s, xy_m[stands_for]

    def _meeting(self, post_m: Point, away_s: Floats, xy_m: Floats) -> int:
        """The first step by which the officer can have come within arm's length; n if none.

        Whoever is d away is later no nearer than d less what they walked since, so the steps that
        are too early for that are passed over, as are those too far on a straight line.
        """
        reach_m = self.speed_mps * away_s + ARMS_LENGTH_M + ROUNDING_M
        walked_m = np.cumsum(np.hypot(*np.diff(xy_m, axis=0, prepend=xy_m[:1]).T))
        likely = np.flatnonzero(np.hypot(*(xy_m - post_m).T) <= reach_m)
        step = 0
        while len(likely := likely[likely >= step]):
            here = int(likely[0])
            metres = self._metres(post_m, xy_m[here])
            if metres <= reach_m[here]:
                return here
            near = np.searchsorted(reach_m + walked_m, metres + walked_m[here] - ROUNDING_M)
            step = max(int(near), here + 1) if np.isfinite(metres) else here + 1
        return len(away_s)

    def _in_vain(self, post_m: Point, last_m: Point, comes_again_s: Floats) -> Walk:
        """To where the person was last: lost on arrival, or when the time to give up is over.

        Somebody who comes again later, such as from a shop, is waited for until then.
        """
        walked_s = min(self._metres(post_m, last_m) / self.speed_mps, self.give_up_s)
        away_s = self.give_up_s if len(comes_again_s) else walked_s
        return Walk(False, away_s, last_m, walked_s)

    def _metres(self, post_m: Point, place_m: Point | Floats) -> float:
        return float(self.routes.distances(post_m, np.reshape(place_m, (1, 2)))[0])
