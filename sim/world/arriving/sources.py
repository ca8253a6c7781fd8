"""Where people come from: the place's footfall, single doors, trains and shows.

What comes from one source says nothing about another's people: each has numbers of its own, by
which all of their luck is drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.arrivals import Arrivals, Batch, steps
from scenarios.place import Place
from sim.streams import Streams

EACH = 1 << 40
"""Numbers a source has for its people and groups."""
SURGES = 1 + (1 << 20)
"""Numbers of sources: 0 the place's footfall, then one an entrance; surges from here on."""
STAFF = SURGES + (1 << 20)
"""Shifts from here on."""
ANY = -1


@dataclass(frozen=True, slots=True)
class Source:
    """People who come for one reason: its number, the entrance they come by (ANY: as the entrances'
    weights have it), and when.
    """

    number: int
    door: int
    batches: tuple[Batch, ...]

    @property
    def stream(self) -> str:
        """The name of the stream of its times, one a batch."""
        return f"arrivals/{self.number}" if self.number else "arrivals"


@dataclass(frozen=True, slots=True)
class Coming:
    """Groups (n,) as they arrive: when, the number by which their luck is drawn, and by which
    entrance (ANY: not said).
    """

    time_s: NDArray[np.float64]
    number: NDArray[np.int64]
    door: NDArray[np.int64]


def coming(
    arrivals: Arrivals, size: float, place: Place, duration_s: float, streams: Streams
) -> Coming:
    """Groups of `size` people on average as a Poisson process of all sources, in the order of
    arrival.
    """
    busy = _busy(arrivals.varies, streams)
    found = [_of(one, busy / size, streams) for one in _sources(arrivals, place, duration_s)]
    found += _staff(arrivals, place, streams)
    time_s, number, door = (
        np.concatenate([getattr(one, field) for one in found])
        for field in ("time_s", "number", "door")
    )
    order = np.argsort(time_s, kind="stable")
    return Coming(time_s[order], number[order], door[order])


def _busy(varies: float, streams: Streams) -> float:
    """How many come on the day, beside the average: gamma distributed."""
    if not varies:
        return 1.0
    return float(streams.rng("arrivals/day").gamma(varies**-2) * varies**2)


def _sources(arrivals: Arrivals, place: Place, duration_s: float) -> Iterable[Source]:
    doors = {entrance.name: k for k, (_, entrance) in enumerate(place.entrances)}
    profiles = [(0, ANY, arrivals.profile)]
    profiles += [(1 + doors[n], doors[n], door.profile) for n, door in arrivals.doors.items()]
    for number, door, profile in profiles:
        yield Source(number, door, tuple(steps(profile, duration_s)))
    for k, surge in enumerate(arrivals.surges):
        door = ANY if surge.door is None else doors[surge.door]
        yield Source(SURGES + k, door, tuple(surge.batches(duration_s)))


def _of(source: Source, share: float, streams: Streams) -> Coming:
    """One source's groups, `share` of its people, those of a batch in the order of time."""
    times = [np.empty(0)]
    for k, (from_s, to_s, people) in enumerate(source.batches):
        rng = streams.rng(source.stream, k)
        count = rng.poisson(people * share)
        times.append(np.sort(from_s + rng.uniform(0, to_s - from_s, count)))
    time_s = np.concatenate(times)
    number = source.number * EACH + np.arange(len(time_s))
    return Coming(time_s, number, np.full(len(time_s), source.door))


def _staff(arrivals: Arrivals, place: Place, streams: Streams) -> Iterable[Coming]:
    """Those who work there, each alone."""
    doors = {entrance.name: k for k, (_, entrance) in enumerate(place.entrances)}
    for k, shift in enumerate(arrivals.staff):
        number = (STAFF + k) * EACH + np.arange(shift.people)
        early_s = shift.early_s * streams.uniforms("shift", number, 1)[:, 0]
        door = ANY if shift.door is None else doors[shift.door]
        time_s = np.maximum(shift.from_s - early_s, 0.0)
        yield Coming(time_s, number, np.full(shift.people, door))
