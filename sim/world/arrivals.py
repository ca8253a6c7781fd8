"""Who comes: times, groups, errands, and who of them is listed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Arrivals, CrowdSettings
from scenarios.venue import Venue
from sim.streams import Streams
from sim.world.manners import carried

UNLISTED = 1_000_000
"""Identities of people who are not listed count from here; listed ones are their subject's."""
GROUP_SLOWING_MPS = 0.04
"""Each further member slows a group by this (Moussaïd et al. 2010, at low density)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One group's errand: the entrance, shops and exit by number, and the time in each shop; on the
    way it stops for `talk_s`, at `talk_at` from 0 to 1 among the places for it.
    """

    arrival_s: float
    members: tuple[int, ...]
    entrance: int
    shops: tuple[int, ...]
    dwell_s: tuple[float, ...]
    exit: int
    speed_mps: float
    talk_s: float = 0.0
    talk_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Arriving:
    """Everybody of a day, before they walk; arrays over people, numbered by arrival."""

    visits: tuple[Visit, ...]
    group: NDArray[np.int32]
    subject: NDArray[np.int32]
    identity: NDArray[np.int64]
    height_m: NDArray[np.float32]
    manner: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Seeding:
    """Volunteers from the watchlist among those who arrive from `from_s` to `to_s`."""

    from_s: float
    to_s: float
    listed_share: float


def arrive(
    arrivals: Arrivals,
    watchlist_size: int,
    venue: Venue,
    duration_s: float,
    streams: Streams,
    seeding: Seeding | None = None,
    crowd: CrowdSettings | None = None,
) -> Arriving:
    """Groups as a Poisson process whose rate follows the profile."""
    times, crowd = _times(arrivals, duration_s, streams), crowd or CrowdSettings()
    visits: list[Visit] = []
    people = 0
    for number, time_s in enumerate(times.tolist()):
        visit = _visit(time_s, people, arrivals, venue, streams.rng("group", number))
        if len(visit.members) > 1:
            visit = _talking(visit, crowd, streams.rng("pause", number))
        visits.append(visit)
        people += len(visit.members)
    sizes = [len(visit.members) for visit in visits]
    group = np.repeat(np.arange(len(visits), dtype=np.int32), sizes)
    luck, wish, deviates = _persons(people, watchlist_size, streams)
    manner, height = carried(people, crowd.manners, deviates, streams)
    share = np.full(people, arrivals.listed_share)
    if seeding:
        share[(times[group] >= seeding.from_s) & (times[group] <= seeding.to_s)] = (
            seeding.listed_share
        )
    subject = _subjects(luck, wish, share, watchlist_size)
    identity = np.where(subject >= 0, subject, UNLISTED + np.arange(people))
    return Arriving(tuple(visits), group, subject, identity.astype(np.int64), height, manner)


def _times(arrivals: Arrivals, duration_s: float, streams: Streams) -> NDArray[np.float64]:
    """Arrival times of groups, rising."""
    shares = np.array(arrivals.group_sizes)
    mean_size = float(shares @ np.arange(1, len(shares) + 1))
    starts = [hour.from_s for hour in arrivals.profile]
    ends = [*starts[1:], duration_s]
    found = []
    for number, (hour, end_s) in enumerate(zip(arrivals.profile, ends, strict=True)):
        rng = streams.rng("arrivals", number)
        length_s = max(min(end_s, duration_s) - hour.from_s, 0.0)
        count = rng.poisson(hour.people_per_h / mean_size * length_s / 3600)
        found.append(np.sort(hour.from_s + rng.uniform(0, length_s, count)))
    return np.concatenate(found)


def _visit(
    time_s: float, first: int, arrivals: Arrivals, venue: Venue, rng: np.random.Generator
) -> Visit:
    size = 1 + int(rng.choice(len(arrivals.group_sizes), p=arrivals.group_sizes))
    entrance, way_out = rng.integers(len(venue.entrances), size=2).tolist()
    errands = int(rng.integers(arrivals.shops_visited[0], arrivals.shops_visited[1] + 1))
    weight = np.array([shop.attraction for shop in venue.shops])
    chosen = np.empty(0, np.int64)
    if len(weight):  # drawn even for no errand: the next draws stay the same
        chosen = rng.choice(len(weight), errands, replace=False, p=weight / weight.sum())
    if not errands and way_out == entrance:  # walking through means leaving elsewhere
        way_out = (entrance + 1) % len(venue.entrances)
    free = rng.normal(arrivals.speed_mps, arrivals.speed_sd_mps, size).clip(0.6, 2.0).min()
    return Visit(
        arrival_s=time_s,
        members=tuple(range(first, first + size)),
        entrance=entrance,
        shops=tuple(chosen.tolist()),
        dwell_s=tuple(rng.exponential(arrivals.dwell_s, errands).tolist()),
        exit=way_out,
        speed_mps=max(float(free) - GROUP_SLOWING_MPS * (size - 1), 0.5),
    )


def _talking(visit: Visit, crowd: CrowdSettings, rng: np.random.Generator) -> Visit:
    luck, where = rng.random(2).tolist()
    talk_s = float(rng.exponential(crowd.talk_s))
    return replace(visit, talk_s=talk_s if luck < crowd.talk_share else 0.0, talk_at=where)


def _persons(
    count: int, watchlist_size: int, streams: Streams
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Each person's luck, the subject they would be, and how tall they are for sex and age."""
    luck, wish = np.empty(count), np.zeros(count, np.int64)
    deviates = np.empty(count)
    for person in range(count):
        rng = streams.rng("person", person)
        luck[person] = rng.random()
        deviates[person] = rng.normal()
        if watchlist_size:
            wish[person] = rng.integers(watchlist_size)
    return luck, wish, deviates


def _subjects(
    luck: NDArray[np.float64], wish: NDArray[np.int64], share: NDArray[np.float64], size: int
) -> NDArray[np.int32]:
    """Who is listed as whom, each subject once; a larger share adds and takes nobody away."""
    subject = np.full(len(luck), -1, np.int32)
    free = np.ones(size, bool)
    listed = np.flatnonzero(luck < share)
    for person in listed[np.argsort(luck[listed], kind="stable")][:size]:
        after = np.flatnonzero(free[wish[person] :])
        chosen = wish[person] + after[0] if len(after) else np.flatnonzero(free)[0]
        subject[person], free[chosen] = chosen, False
    return subject
