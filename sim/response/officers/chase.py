"""How an officer meets somebody without knowing where they will go: by predicting, looking, and
predicting anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from engine.moments import INSTANT_S
from scenarios.answer.officers import Officers
from scenarios.fields.parts import Spot
from sim.events import AlertRaised
from sim.response.officers.prediction import LOOK_S, STEP_S, Fix, Floats, Way, ahead, fix_of
from sim.response.officers.pursuit import ARMS_LENGTH_M, ROUNDING_M, Pursuit, Sight, Walk
from sim.world.stops import moved_s

LOOKS_S = 1.0
"""Whoever has the person before their own eyes corrects their way so often."""


@dataclass(frozen=True, slots=True)
class Chase(Pursuit):
    """Officers who are told where the person was last `seen`, and see no more than that and what is
    before their own eyes.

    `seen` has the times, as planned, at which any camera had each person in its picture; None: they
    are in one all the time. `told_s` is the moment up to which an officer has news at another.
    """

    terms: Officers = field(default_factory=Officers)
    seen: Mapping[int, Floats] | None = None
    told_s: Callable[[float], float] = lambda now_s: now_s

    def place(self, alert: AlertRaised, now_s: float) -> Spot:
        """Where the alert's person is expected, who was last seen some time ago."""
        return ahead(self.fix(alert, now_s), self.ways, now_s, 0.0).spot(0)

    def walk(
        self, start_m: Spot, alert: AlertRaised, now_s: float, post_m: Spot | None = None
    ) -> Walk:
        """As `Pursuit` has it: nothing that happens later than a step decides about it."""
        hunt = Hunt(self, alert, self._way(alert.person), start_m, now_s)
        met = hunt.played()
        back_s = self.back_s(start_m if post_m is None else post_m, hunt.here_m)
        track = tuple((time_s - now_s, at_m) for time_s, at_m in hunt.track)
        at_m = self._way(alert.person).at(hunt.now_s) if met else None
        return Walk(met, hunt.now_s - now_s, at_m or hunt.here_m, back_s, track, tuple(hunt.sights))

    def fix(self, alert: AlertRaised, now_s: float) -> Fix:
        """Where cameras saw the person last, up to a moment; at the latest in the alert itself."""
        way = self._way(alert.person)
        seen_s = self._seen_s(alert.person, way)
        seen_s = seen_s[: int(np.searchsorted(seen_s, now_s + INSTANT_S, "right"))]
        if len(seen_s):
            return fix_of(way, seen_s)
        spot = way.at(alert.time_s)
        if spot is None:
            camera = next(one for one in self.day.cameras if one.id == alert.camera)
            spot = Spot(*camera.at_m, camera.level)
        return Fix(min(alert.time_s, now_s), spot)

    def meeting_m(self, here_m: Spot, fix: Fix, now_s: float, until_s: float) -> Spot:
        """Where to go: to the first place where the person is expected no sooner than the officer
        can be there; without one after them, as far as they are expected to go.
        """
        way = ahead(fix, self.ways, now_s, max(until_s - now_s, 0.0))
        step = self._meeting(here_m, way.time_s - now_s, way)
        if step < len(way.time_s):
            return way.spot(step)
        wanted = (way.spot(-1), fix.at_m)
        return next((one for one in wanted if np.isfinite(self._metres(here_m, one))), here_m)

    def _seen_s(self, person: int, way: Way) -> Floats:
        """When cameras see the person, stops included."""
        if self.seen is None:
            return way.time_s
        planned_s, stops = self.seen.get(person, np.empty(0)), self.stops.get(person)
        if not stops:
            return planned_s
        moved = np.array([moved_s(time_s, stops) for time_s in planned_s.tolist()], np.float64)
        found: Floats = moved[np.isfinite(moved)]
        return found


class Hunt:
    """One officer after one person, step by step from setting out to the end."""

    def __init__(
        self, chase: Chase, alert: AlertRaised, way: Way, start_m: Spot, now_s: float
    ) -> None:
        self.chase, self.alert, self.way = chase, alert, way
        self.here_m, self.now_s, self.until_s = start_m, now_s, now_s + chase.give_up_s
        self.own_s: list[float] = []
        self.fix = chase.fix(alert, chase.told_s(now_s))
        self.track: list[tuple[float, Spot]] = [(now_s, start_m)]
        self.stood_s: float | None = None
        self.begun_s, self.sights = now_s, list[Sight]()

    def played(self) -> bool:
        """Whether they meet; afterwards `here_m` and `now_s` are where and when it ended."""
        while not self._met():
            self._look()
            if self._in_vain():
                return False
            self._walk()
        self._look()
        return True

    def _look(self) -> None:
        """The newest of what the officer is told and sees."""
        told = self.chase.fix(self.alert, self.chase.told_s(self.now_s))
        if told.time_s > self.fix.time_s + INSTANT_S:
            self.fix, self.stood_s = told, None
        if self._sees():
            self.own_s = [one for one in self.own_s if one >= self.now_s - LOOK_S - INSTANT_S]
            self.own_s.append(self.now_s)
            self.fix, self.stood_s = self._own(), None
        self._compare()

    def _compare(self) -> None:
        """Note it if they lost sight since the last look, or have it again."""
        news_s = self.now_s - self.chase.terms.radio_s - LOOK_S - INSTANT_S
        had, has = not self.sights or self.sights[-1].regained, self.fix.time_s >= news_s
        if has != had:
            own_eyes = bool(self.own_s) and self.own_s[-1] == self.fix.time_s
            after_s = self.now_s - self.begun_s
            self.sights.append(Sight(after_s, has, own_eyes, self.fix.at_m))

    def _own(self) -> Fix:
        """What the officer's own eyes tell."""
        rows = np.searchsorted(self.way.time_s, np.array(self.own_s) + INSTANT_S, "right") - 1
        seen = fix_of(self.way, self.way.time_s[np.unique(rows)])
        return Fix(self.now_s, seen.at_m, seen.velocity_mps)

    def _in_vain(self) -> bool:
        """Whether the time is over, or there was nobody to be seen where the officer waits."""
        waited = self.stood_s is not None and self.now_s - self.stood_s >= self.chase.terms.search_s
        return waited or self.now_s >= self.until_s - INSTANT_S

    def _walk(self) -> None:
        """Go on to where they may meet, until it is time to ask or the person comes in sight."""
        chase, start_m, sees = self.chase, self.here_m, self._sees()
        aim_m = chase.meeting_m(start_m, self.fix, self.now_s, self.until_s)
        path = chase.ways.path(start_m, aim_m) if aim_m != start_m else []
        far_m = sum(part.length_m + part.link_m for part in path)
        every_s = LOOKS_S if sees else chase.terms.replan_s
        begun_s, rest_m = self.now_s, 0.0
        while rest_m or self.now_s < min(begun_s + every_s, self.until_s) - INSTANT_S:
            step_s = STEP_S if rest_m else min(STEP_S, self.until_s - self.now_s)
            self.now_s += step_s
            gone_m = chase.speed_mps * (self.now_s - begun_s)
            if path:
                self.here_m, rest_m = chase.ways.along(path, gone_m)
            self.track.append((self.now_s, self.here_m))
            if gone_m >= far_m and self.stood_s is None:
                self.stood_s = self.now_s
            if not rest_m and (self._met() or self._sees() != sees):
                return

    def _met(self) -> bool:
        there_m = self._there()
        if there_m is None or not _within(self.here_m, there_m, ARMS_LENGTH_M + ROUNDING_M):
            return False
        metres = self.chase.ways.distances(self.here_m, [there_m])[0]
        return bool(metres <= ARMS_LENGTH_M + ROUNDING_M)

    def _sees(self) -> bool:
        """Whether the person is before the officer's own eyes, with no wall between."""
        there_m = self._there()
        if there_m is None or not _within(self.here_m, there_m, self.chase.terms.sees_m):
            return False
        floor = self.chase.ways.place.on(there_m.level, there_m[:2]).venue.floor
        return bool(floor.covers(shapely.LineString([self.here_m[:2], there_m[:2]])))

    def _there(self) -> Spot | None:
        return self.way.at(self.now_s)


def _within(here_m: Spot, there_m: Spot, metres: float) -> bool:
    """Whether two places are on one level and no further apart.

    >>> _within(Spot(0.0, 0.0), Spot(3.0, 4.0), 5.0), _within(Spot(0.0, 0.0, 1), Spot(0.0, 0.0), 1)
    (True, False)
    """
    far_m = np.hypot(here_m.x_m - there_m.x_m, here_m.y_m - there_m.y_m)
    return here_m.level == there_m.level and bool(far_m <= metres)
