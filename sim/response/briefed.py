"""Officers who look for people without the engine: they stand, look at who passes, and stop whom
they take for one of the faces that they were shown.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from simpy import Environment

from engine.moments import INSTANT_S
from scenarios.answer.briefed import Briefed
from scenarios.fields.parts import Spot
from scenarios.schema import Scenario
from sim.cameras.visibility import sight, visible_area, wall_segments
from sim.events import (
    Event,
    FaceDetected,
    IdentityChecked,
    PersonDisposed,
    PersonLeft,
    PersonSpotted,
    PersonStopped,
    ProbeMatched,
    ProbeSearched,
)
from sim.response.service import Steps, work_s
from sim.streams import Streams
from sim.world.crowd import Crowd
from sim.world.day import Day
from sim.world.stops import Stop, Stops

FACING_DEG = 75.0
"""Nobody is told by who stands further aside from where they walk: assumed, as of signs."""
OF_THE_ENGINE = FaceDetected | ProbeSearched | ProbeMatched
"""What does not happen where there is no engine."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A person is in sight of a post from one moment until another: rows `first` to `last` of the
    crowd.
    """

    person: int
    from_s: float
    until_s: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stop goes: seconds until the identity is checked, of dealing with the person, and that
    the officer is away afterwards.
    """

    disposal: str
    checked_s: float
    dealing_s: float
    away_s: float


def spells(day: Day, post: Spot, sees_m: float) -> list[Spell]:
    """Who comes into sight of a post within reach, facing it, with no wall between; in the order in
    which they do.
    """
    crowd, level = day.crowd, day.place.on(post.level, post[:2])
    free = visible_area(post[:2], wall_segments(sight(level.venue)), sees_m)
    rows = np.flatnonzero(_near(crowd, post, sees_m))
    inside = shapely.contains_xy(free, crowd.x_m[rows], crowd.y_m[rows])
    rows = rows[inside & (_time_s(crowd, rows) < day.end_s) & (_time_s(crowd, rows) >= day.start_s)]
    if not len(rows):
        return []
    begins = (np.diff(crowd.tick[rows]) != 1) | (np.diff(crowd.person[rows]) != 0)
    parts = np.split(rows, np.flatnonzero(begins) + 1)
    found = [_spell(crowd, int(part[0]), int(part[-1])) for part in parts]
    return sorted(found, key=lambda one: (one.from_s, one.person))


def _spell(crowd: Crowd, first: int, last: int) -> Spell:
    from_s, until_s = _time_s(crowd, np.array([first, last])).tolist()
    return Spell(int(crowd.person[first]), from_s, until_s, first, last)


def _near(crowd: Crowd, post: Spot, sees_m: float) -> NDArray[np.bool_]:
    """Which rows are about somebody on the post's level, within reach of it and facing it."""
    east_m, north_m = post.x_m - crowd.x_m, post.y_m - crowd.y_m
    heading = np.radians(crowd.heading_deg)
    metres = np.hypot(east_m, north_m)
    ahead_m = east_m * np.cos(heading) + north_m * np.sin(heading)
    facing = ahead_m >= metres * np.cos(np.radians(FACING_DEG))
    found: NDArray[np.bool_] = (metres <= sees_m) & (crowd.level == post.level) & facing
    return found


def _time_s(crowd: Crowd, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = crowd.tick[rows].astype(np.float64) * crowd.dt_s
    return found


@dataclass
class Lookout:
    """The briefed officers of a scenario; everything they do goes to `record`.

    They have numbers after those who are sent, and stops numbers after all alerts. Whoever is
    `known`, by the number of what brought it about, is in hand or has been checked already.
    """

    env: Environment
    scenario: Scenario
    of: Briefed
    day: Day
    streams: Streams
    stops: Stops
    known: dict[int, int]
    record: Callable[[Event], None]
    number: int
    """Of the next whom they spot."""
    subject: NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        """Who is whom, which nobody looks at but to tell what came of a look."""
        self.subject = self.day.people.subject

    def begin(self) -> None:
        """Let everybody stand at their posts."""
        for place, post in enumerate(self.of.posts_m):
            self.env.process(self._stand(place, spells(self.day, post, self.of.sees_m)))

    def _stand(self, place: int, coming: Sequence[Spell]) -> Steps[None]:
        """Look at one after the other who is in sight for long enough, nobody twice."""
        waiting, here, looked = deque(coming), deque[Spell](), set[int]()
        while waiting or here:
            while waiting and waiting[0].from_s <= self.env.now + INSTANT_S:
                here.append(waiting.popleft())
            if not here:
                yield self.env.timeout(waiting[0].from_s - self.env.now)
                continue
            one = here.popleft()
            too_late = self.env.now + self.of.look_s > one.until_s + INSTANT_S
            if too_late or one.person in looked or one.person in self.known:
                continue
            looked.add(one.person)
            yield self.env.timeout(self.of.look_s)
            if one.person not in self.known:
                yield from self._looked(place, one)

    def _looked(self, place: int, one: Spell) -> Steps[None]:
        """What comes of a look: nothing, or a stop."""
        rng = self.streams.rng(f"spotted {place}", one.person)
        spotted, mistaken = rng.random(2)
        subject = int(self.subject[one.person])
        right = 0 <= subject < self.of.faces
        if spotted >= (self.of.spots if right else self.of.mistakes):
            return
        if not right:
            subject = int(mistaken * self.of.faces)
        about = (self.number, len(self.scenario.officers.posts_m) + place)
        self.number += 1
        self.known[one.person] = about[0]
        self.record(PersonSpotted(self.env.now, *about, one.person, subject, right))
        yield from self._stop(about, one, self._ending(rng, right=right))

    def _ending(self, rng: np.random.Generator, *, right: bool) -> Ending:
        """How a stop is to go, by what the scenario says of officers who are sent."""
        of = self.scenario.officers
        medians_s = (of.engage_s, of.identity_check_s, of.arrest_s, of.contested_s)
        spoken_s, check_s, arrest_s, contested_s = (
            work_s(rng, median_s, of.spread) for median_s in medians_s
        )
        custody_s = work_s(rng, of.custody_s, of.spread) if of.custody_s else 0.0
        arrested, contested, nothing = rng.random(3)
        if not right:
            check_s = contested_s if contested < of.contested_share else check_s
            return Ending("released", spoken_s + check_s, 0.0, 0.0)
        if arrested < self.scenario.watchlist.right_to_arrest:
            return Ending("arrest", spoken_s + check_s, arrest_s, custody_s)
        disposal = "none" if nothing < of.no_action_share else "other"
        return Ending(disposal, spoken_s + check_s, 0.0, 0.0)

    def _stop(self, about: tuple[int, int], one: Spell, ending: Ending) -> Steps[None]:
        """Stop them where they are, and deal with them."""
        crowd, person, now_s = self.day.crowd, one.person, self.env.now
        last = one.first + int((now_s - one.from_s + INSTANT_S) // crowd.dt_s)
        row = min(last, one.last)
        x_m, y_m = float(crowd.x_m[row]), float(crowd.y_m[row])
        self.record(PersonStopped(now_s, *about, person, x_m, y_m, int(crowd.level[row])))
        arrest, right = ending.disposal == "arrest", ending.disposal != "released"
        stop = Stop(now_s, now_s + ending.checked_s + ending.dealing_s, arrest)
        self.stops.setdefault(person, []).append(stop)
        yield self.env.timeout(ending.checked_s)
        self.record(IdentityChecked(self.env.now, *about, right))
        yield self.env.timeout(ending.dealing_s)
        self.record(PersonDisposed(self.env.now, *about, ending.disposal))
        if arrest:
            self.record(PersonLeft(self.env.now, person))
        yield self.env.timeout(ending.away_s)
