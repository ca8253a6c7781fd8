"""A bare hall to play stories in: 100 by 20 metres, one camera at (50, 10), no chance in times."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from scenarios.place import flat
from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.events import AlertRaised, Event
from sim.response.answer import answer
from sim.streams import Streams
from sim.world.crowd import Crowd
from sim.world.day import Day
from sim.world.ways import Ways

DT_S, END_S, THRESHOLD = 0.5, 600.0, 0.7
HALL = flat(Venue("hall", shapely.box(0, 0, 100, 20), (), ()))
SCENARIO = {
    "name": "hall",
    "title": "A hall",
    "duration_s": END_S,
    "venue": "hall.geojson",
    "arrivals": {"profile": [{"from_s": 0, "people_per_h": 0}]},
    "watchlist": {"size": 10, "right_to_arrest": 1.0},
    "cameras": [{"id": "door", "at_m": (50, 10), "heading_deg": 180}],
}
SURE = {"judging_s": 8.0, "judging_spread": 0.0, "confirm_true": 1.0, "confirm_false": 1.0}
BRISK = {"posts_m": [(10.0, 10.0)], "speed_mps": 1.0, "notice": 1.0, "spread": 0.0}


@dataclass(frozen=True)
class Stroll:
    """Somebody who walks straight from `start_m` at `speed_mps` (x, y) from one time to another."""

    start_m: tuple[float, float]
    speed_mps: tuple[float, float] = (0.0, 0.0)
    from_s: float = 0.0
    until_s: float = END_S
    shop_s: tuple[float, float] = (0.0, 0.0)

    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Ticks, and places kept inside the hall; none while in the shop."""
        tick = np.arange(np.ceil(self.from_s / DT_S), self.until_s // DT_S + 1)
        tick = tick[(tick * DT_S < self.shop_s[0]) | (tick * DT_S >= self.shop_s[1])]
        away_s = tick * DT_S - self.from_s
        xy = np.array(self.start_m) + away_s[:, None] * np.array(self.speed_mps)
        return tick.astype(np.int32), xy.clip([1, 1], [99, 19])


STANDING = Stroll((20.0, 10.0))


@cache
def ways() -> Ways:
    return Ways(HALL)


def crowd(strolls: Sequence[Stroll]) -> Crowd:
    walked = [stroll.rows() for stroll in strolls]
    counts = [len(tick) for tick, _ in walked]
    xy = np.concatenate([np.empty((0, 2)), *(xy for _, xy in walked)]).astype(np.float32)
    return Crowd(
        dt_s=DT_S,
        person=np.repeat(np.arange(len(walked), dtype=np.int32), counts),
        tick=np.concatenate([np.empty(0, np.int32), *(tick for tick, _ in walked)]),
        x_m=xy[:, 0],
        y_m=xy[:, 1],
        level=np.zeros(len(xy), np.int8),
        heading_deg=np.zeros(len(xy), np.float32),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def scenario(
    operators: dict | None = None,
    officers: dict | None = None,
    watchlist: dict | None = None,
    failures: Sequence[dict] = (),
) -> Scenario:
    of = {
        "failures": failures,
        "operators": SURE | (operators or {}),
        "officers": BRISK | (officers or {}),
        "watchlist": SCENARIO["watchlist"] | (watchlist or {}),
    }
    return Scenario.model_validate(SCENARIO | of)


def alert(
    time_s: float, number: int = 0, person: int = 0, true: bool = True, subject: int = 3
) -> AlertRaised:
    return AlertRaised(time_s, number, "door", person, subject, 0.8, true)


def day(strolls: Sequence[Stroll]) -> Day:
    cameras = scenario().cameras
    return Day(HALL, None, crowd(strolls), cameras, 0.0, END_S)


def story(
    alerts: Sequence[AlertRaised],
    strolls: Sequence[Stroll] = (STANDING,),
    operators: dict | None = None,
    officers: dict | None = None,
    seed: int = 1,
    before: Sequence[Event] = (),
    watchlist: dict | None = None,
    failures: Sequence[dict] = (),
) -> list[Event]:
    """What follows the alerts, with them and what was before."""
    played = scenario(operators, officers, watchlist, failures)
    return answer(played, alerts, before, day(strolls), ways(), Streams(seed), THRESHOLD)
