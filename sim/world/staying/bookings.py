"""Who gets which place to sit or to wait: foreseen visit by visit, as they come to it.

When somebody comes to a place is foreseen from their way and speed. Where fewer places are free
than a group wants they go on to the next that they like, and at last on their way. Who comes later
than foreseen, or before somebody has got up, waits before the place until it is free.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from sim.world.arriving.arrivals import Visit

MOST_TRIED = 3
"""So many full ones, one after another, and a group gives up: assumed."""
AGAIN_S = 10.0
"""A place is counted on so long after whoever has it is foreseen to get up: assumed."""

End = tuple[str, int]
"""A door, shop or stay, by its kind and number."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit comes to a stay: each member takes one of `places` for `dwell_s`, or they find it
    full (no places) and go on.
    """

    stay: int
    places: tuple[int, ...]
    dwell_s: float


Stops = tuple[Stop, ...]


class Tour(NamedTuple):
    """From door to door: its ends, and the time in each shop or each stop on the way."""

    ends: list[End]
    dwell_s: tuple[float, ...]
    stops: Stops


def tours(visit: Visit, stops: Sequence[Stops]) -> Iterator[Tour]:
    """A visit's way into the place and out, and that of who comes again, each with its stops."""
    yield _tour(visit.entrance, visit.shops, visit.dwell_s, stops[0], visit.exit)
    if visit.again:
        again = visit.again
        yield _tour(visit.exit, again.shops, again.dwell_s, stops[1], again.exit)


def _tour(
    entrance: int, shops: tuple[int, ...], dwell_s: tuple[float, ...], stops: Stops, leaves: int
) -> Tour:
    inside: list[End] = [("shop", shop) for shop in shops]
    inside += [("stay", one.stay) for one in stops]
    ends: list[End] = [("door", entrance), *inside, ("door", leaves)]
    return Tour(ends, dwell_s if shops else (), stops)


@dataclass(slots=True)
class _Plan:
    """One visit's stops so far, how many of them were full just now, and where it is."""

    stops: list[Stop] = field(default_factory=list)
    full: int = 0

    def ends(self, visit: Visit) -> bool:
        """Whether it goes to no further stay."""
        sat = sum(bool(one.places) for one in self.stops)
        return (
            sat == len(visit.dwell_s)
            or len(self.stops) == len(visit.stays)
            or self.full == MOST_TRIED
        )


def booked(
    visits: Sequence[Visit],
    places: Sequence[int],
    away_m: Callable[[End, End], float],
    luck: Sequence[float],
) -> dict[int, Stops]:
    """The stops of each visit that has stays, by its place in the sequence; `places` are how many
    each stay has, `away_m` how far it is from one end of a way to another, and `luck`, from 0 to 1,
    says from which place on each visit looks for free ones.
    """
    free_s = [np.full(count, -np.inf) for count in places]
    plans = {k: _Plan() for k, visit in enumerate(visits) if visit.stays}
    coming = [(_comes_s(visits[k], plan, visits[k].arrival_s, away_m), k)
              for k, plan in plans.items()]  # fmt: skip
    heapify(coming)
    while coming:
        now_s, k = heappop(coming)
        visit, plan = visits[k], plans[k]
        stay = visit.stays[len(plan.stops)]
        dwell_s = visit.dwell_s[sum(bool(one.places) for one in plan.stops)]
        found = _free(free_s[stay] <= now_s, len(visit.members), luck[k])
        plan.stops.append(Stop(stay, found, dwell_s if found else 0.0))
        plan.full = 0 if found else plan.full + 1
        leaves_s = now_s + (dwell_s if found else 0.0)
        free_s[stay][list(found)] = leaves_s + AGAIN_S
        if not plan.ends(visit):
            heappush(coming, (_comes_s(visit, plan, leaves_s, away_m), k))
    return {k: tuple(plan.stops) for k, plan in plans.items()}


def _comes_s(
    visit: Visit, plan: _Plan, from_s: float, away_m: Callable[[End, End], float]
) -> float:
    """When it comes to its next stay."""
    here = ("stay", plan.stops[-1].stay) if plan.stops else ("door", visit.entrance)
    return from_s + away_m(here, ("stay", visit.stays[len(plan.stops)])) / visit.speed_mps


def _free(free: np.ndarray, wanted: int, luck: float) -> tuple[int, ...]:
    """So many free places, the next ones from where one looks first; none if there are too few.

    >>> _free(np.array([True, False, True, True]), 2, 0.5), _free(np.array([True]), 2, 0.5)
    ((2, 3), ())
    """
    order = np.roll(np.arange(len(free)), -int(luck * len(free)))
    there = order[free[order]]
    return tuple(there[:wanted].tolist()) if len(there) >= wanted else ()
