"""Who comes: times, groups, errands, and who of them is listed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import ndtri

from scenarios.footfall.arrivals import Arrivals, Door
from scenarios.footfall.planted import Walk
from scenarios.footfall.populations import free_speeds
from scenarios.place import Place
from scenarios.schema import CrowdSettings
from sim.streams import Streams
from sim.world.arriving.errands import errands_of
from sim.world.arriving.likings import Likings, chosen, likings
from sim.world.arriving.sources import ANY, EACH, Coming, coming
from sim.world.arriving.staff import NO_SHIFT, employ, listed, shifts_of
from sim.world.demography.labels import Labels
from sim.world.demography.passers_by import passers_by

UNLISTED = 1_000_000
"""Identities of people who are not listed count from here; listed ones are their subject's."""
GROUP_SLOWING_MPS = 0.04
"""Each further member slows a group by this (Moussaïd et al. 2010, at low density)."""
SPEEDS_MPS, SLOWEST_MPS = (0.6, 2.0), 0.5
"""Nobody's free speed is outside of these, no group is slower."""
SECOND = EACH >> 1
"""Numbers of groups who come again are so much higher, for their second errand."""


@dataclass(frozen=True, slots=True)
class Again:
    """How a group comes a second time, `away_s` after it left, by the same door: as in a visit."""

    away_s: float
    shops: tuple[int, ...]
    dwell_s: tuple[float, ...]
    stays: tuple[int, ...]
    exit: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One group's errand: the entrance, shops and exit by their numbers in the place, and the time
    in each shop; on the way it stops for `talk_s`, at `talk_at` from 0 to 1 among the places for
    it. Its luck is drawn by its `number`.

    Who comes to sit or to wait has no shops but `stays`, seats or waiting areas by their numbers in
    the place, the one they like best first; `dwell_s` are for so many of them.
    """

    number: int
    arrival_s: float
    members: tuple[int, ...]
    entrance: int
    shops: tuple[int, ...]
    dwell_s: tuple[float, ...]
    exit: int
    speed_mps: float
    talk_s: float = 0.0
    talk_at: float = 0.0
    stays: tuple[int, ...] = ()
    again: Again | None = None

    @property
    def leaves(self) -> int:
        """The exit by which they leave for good."""
        return self.again.exit if self.again else self.exit


@dataclass(frozen=True, slots=True)
class Shunning:
    """What the `shy` keep away from: the zones of recognition of each level of the place, in its
    order, seen from so far, if the way round is at most so many times as long. `signs` are where on
    each level a sign is seen, if not so far from each zone.
    """

    zones: tuple[shapely.Geometry, ...]
    sees_m: float
    longer: float
    signs: tuple[shapely.Geometry, ...] = ()


@dataclass(frozen=True, slots=True)
class Arriving:
    """Everybody of a day, before they walk; arrays over people, numbered by arrival."""

    visits: tuple[Visit, ...]
    group: NDArray[np.int32]
    subject: NDArray[np.int32]
    identity: NDArray[np.int64]
    height_m: NDArray[np.float32]
    manner: NDArray[np.int8]
    labels: Labels
    staff: NDArray[np.bool_] | None = None
    shy: NDArray[np.bool_] | None = None
    shunning: Shunning | None = None

    @property
    def works(self) -> NDArray[np.bool_]:
        """Who works there; nobody, where it is not said."""
        return np.zeros(len(self.group), bool) if self.staff is None else self.staff


@dataclass(frozen=True, slots=True)
class Seeding:
    """Volunteers from the watchlist among those who arrive from `from_s` to `to_s`."""

    from_s: float
    to_s: float
    listed_share: float


def arrive(
    arrivals: Arrivals,
    watchlist_size: int,
    place: Place,
    duration_s: float,
    streams: Streams,
    seeding: Seeding | None = None,
    crowd: CrowdSettings | None = None,
    walks: Sequence[Walk] = (),
) -> Arriving:
    """Groups as a Poisson process of all sources; children come with somebody who is none, and
    whoever is listed is old enough for it. `walks` are planted: groups choose doors and shops by
    what their first member is like.
    """
    crowd = crowd or CrowdSettings()
    groups = coming(arrivals, _mean_size(arrivals), place, duration_s, streams)
    times = groups.time_s
    sizes = _sizes(groups.number, arrivals, streams)
    group = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    number = _numbers(groups.number, sizes)
    leads = np.concatenate([np.ones(1, bool), np.diff(group) > 0])[: len(group)]
    luck, deviates = streams.uniforms("person", number, 2).T
    share = np.full(len(group), arrivals.listed_share)
    if seeding:
        share[(times[group] >= seeding.from_s) & (times[group] <= seeding.to_s)] = (
            seeding.listed_share
        )
    share = listed(share, number, arrivals.staff)
    leads_share = 1 / _mean_size(arrivals)
    drawn = passers_by(crowd, leads, leads_share, luck < share, ndtri(deviates), number, streams)
    like = likings(drawn.labels.take(np.flatnonzero(leads)), walks, place)
    visits = _visits(groups, sizes, like, arrivals, crowd, place, streams, duration_s)
    subject = _subjects(luck, share, watchlist_size, streams)
    identity = np.where(subject >= 0, subject, UNLISTED + number).astype(np.int64)
    works, shy = shifts_of(number) >= 0, _shy(arrivals, subject, number, streams)
    about = (drawn.height_m, drawn.manner, drawn.labels, works, shy)
    return Arriving(visits, group, subject, identity, *about)


def _mean_size(arrivals: Arrivals) -> float:
    shares = np.array(arrivals.group_sizes)
    return float(shares @ np.arange(1, len(shares) + 1))


def _numbers(groups: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of each person among those of their source, in the order of arrival; `groups` (n,)
    are the numbers of the groups.
    """
    source = groups // EACH
    found = np.empty(int(sizes.sum()), np.int64)
    of = np.repeat(source, sizes)
    for one in np.unique(source):
        mine = of == one
        found[mine] = one * EACH + np.arange(np.count_nonzero(mine))
    return found


def _sizes(groups: NDArray[np.int64], arrivals: Arrivals, streams: Streams) -> NDArray[np.int64]:
    """How many come together, by their group's number; whoever works there comes alone."""
    luck = streams.uniforms("group", groups, 1)[:, 0]
    size = 1 + np.searchsorted(np.cumsum(arrivals.group_sizes)[:-1], luck, "right")
    return np.where(shifts_of(groups) == NO_SHIFT, size, 1)


def _visits(
    come: Coming,
    size: NDArray[np.int64],
    like: Likings,
    arrivals: Arrivals,
    crowd: CrowdSettings,
    place: Place,
    streams: Streams,
    duration_s: float,
) -> tuple[Visit, ...]:
    """Each group's errand, all drawn by the group's own number, of so many people (n,)."""
    groups = come.number
    draws = streams.uniforms("group", groups, 6)
    comes, goes = (_weights(arrivals, place, way) for way in ("comes", "goes"))
    drawn = chosen(comes, draws[:, 1], like.doors)
    entrance = np.where(come.door == ANY, drawn, come.door)
    way_out = chosen(goes, draws[:, 2], like.doors)
    errands = errands_of(groups, draws[:, 3], arrivals, place, streams, like.shops)
    works = employ(errands, come, arrivals, place, streams)
    # walking through means leaving elsewhere
    through = (errands.stops == 0) & (way_out == entrance)
    way_out = np.where(through, _elsewhere(goes)[entrance], way_out)
    way_out = np.where(works, entrance, way_out)
    talk_s = -np.log1p(-draws[:, 4]) * crowd.talk_s
    talks = (size > 1) & (streams.uniforms("talks", groups, 1)[:, 0] < crowd.talk_share)
    speed = _speeds(groups, size, len(arrivals.group_sizes), free_speeds(arrivals, crowd), streams)
    first = np.cumsum(size) - size
    again = _again(come, way_out, works, like, arrivals, place, streams, duration_s)
    return tuple(
        Visit(
            number=int(groups[k]),
            arrival_s=float(come.time_s[k]),
            members=tuple(range(first[k], first[k] + size[k])),
            entrance=int(entrance[k]),
            shops=errands.shops[k],
            dwell_s=errands.dwell_s[k],
            exit=int(way_out[k]),
            speed_mps=float(speed[k]),
            talk_s=float(talk_s[k]) if talks[k] else 0.0,
            talk_at=float(draws[k, 5]),
            stays=errands.stays[k],
            again=again.get(k),
        )
        for k in range(len(groups))
    )


def _again(
    come: Coming,
    way_out: NDArray[np.int64],
    works: NDArray[np.bool_],
    like: Likings,
    arrivals: Arrivals,
    place: Place,
    streams: Streams,
    duration_s: float,
) -> dict[int, Again]:
    """Who of the groups comes again, by their places, and how: by the door (n,) they left by, with
    an errand drawn by another number of theirs. Nobody who works there does.
    """
    if arrivals.returns is None:
        return {}
    draws = streams.uniforms("returns", come.number, 4)
    away_s = -np.log1p(-draws[:, 1]) * arrivals.returns.after_s
    comes = (draws[:, 0] < arrivals.returns.share) & (come.time_s + away_s < duration_s) & ~works
    mine = np.flatnonzero(comes)
    theirs, luck = like.take(mine), draws[mine, 3]
    again = come.number[mine] + SECOND
    errands = errands_of(again, luck, arrivals, place, streams, theirs.shops)
    goes = _weights(arrivals, place, "goes")
    leaves = chosen(goes, draws[mine, 2], theirs.doors)
    through = (errands.stops == 0) & (leaves == way_out[mine])
    leaves = np.where(through, _elsewhere(goes)[way_out[mine]], leaves)
    return {
        int(k): Again(
            float(away_s[k]), errands.shops[turn], errands.dwell_s[turn], errands.stays[turn], exit_
        )
        for turn, (k, exit_) in enumerate(zip(mine.tolist(), leaves.tolist(), strict=True))
    }


def _weights(arrivals: Arrivals, place: Place, way: str) -> NDArray[np.float64]:
    """Of each entrance, as a share of all."""
    usual = Door()
    doors = [arrivals.doors.get(entrance.name, usual) for _, entrance in place.entrances]
    weight = np.array([getattr(door, way) for door in doors])
    share: NDArray[np.float64] = weight / weight.sum()
    return share


def _elsewhere(goes: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each entrance (n,) the next one by which people leave, for those who walk through."""
    doors = len(goes)
    turns = [[(k + step) % doors for step in range(1, doors + 1)] for k in range(doors)]
    return np.array([next((d for d in t if d != k and goes[d]), t[0]) for k, t in enumerate(turns)])


def _speeds(
    groups: NDArray[np.int64],
    size: NDArray[np.int64],
    members: int,
    free_mps: tuple[float, float],
    streams: Streams,
) -> NDArray[np.float64]:
    """Each group's speed: that of its slowest of at most so many `members`, less what it is slowed
    by going together; `free_mps` are mean and standard deviation of one alone.
    """
    mean, spread = free_mps
    free = mean + spread * ndtri(streams.uniforms("speed", groups, members))
    absent = np.arange(members) >= size[:, None]
    slowest = np.where(absent, np.inf, free.clip(*SPEEDS_MPS)).min(1, initial=np.inf)
    together: NDArray[np.float64] = slowest - GROUP_SLOWING_MPS * (size - 1)
    return np.maximum(together, SLOWEST_MPS)


def _subjects(
    luck: NDArray[np.float64], share: NDArray[np.float64], size: int, streams: Streams
) -> NDArray[np.int32]:
    """Who is listed as whom, each subject once; a larger share adds and takes nobody away, a longer
    list changes at most who is its new entry.

    The k-th of the listed, by their luck, is the k-th of the watchlist shuffled from the inside out
    (Knuth 1998, 3.4.2): entry i goes to a place up to i and sends whoever was there to place i.
    """
    subject = np.full(len(luck), -1, np.int32)
    listed = np.flatnonzero(luck < share)
    listed = listed[np.argsort(luck[listed], kind="stable")][:size]
    place = (streams.rng("listing").random(size) * np.arange(1, size + 1)).astype(np.int64)
    shuffled = np.arange(len(listed), dtype=np.int32)
    for entry in np.flatnonzero(place < len(listed)).tolist():
        if entry < len(listed):
            shuffled[entry] = shuffled[place[entry]]
        shuffled[place[entry]] = entry
    subject[listed] = shuffled
    return subject


def _shy(
    arrivals: Arrivals, subject: NDArray[np.int32], number: NDArray[np.int64], streams: Streams
) -> NDArray[np.bool_] | None:
    """Who keeps away from cameras, of those who are listed; None: it is not asked."""
    if arrivals.avoiders is None:
        return None
    shy: NDArray[np.bool_] = streams.uniforms("shy", number, 1)[:, 0] < arrivals.avoiders.share
    return shy & (subject >= 0)
