"""What groups come for: which shops they visit, where they sit or wait, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.purposes import Purposes, foods, goods
from scenarios.place import Place
from sim.streams import Streams

AT_ONCE = 2_000_000
"""Numbers drawn in one go."""
KINDS = {"sit": "seat", "wait": "waiting"}
"""Of the stays for a purpose."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Errands:
    """Of each group (n,): at how many places they stop, which shops they visit, or which stays they
    like, the best first, and how long they are at each stop.
    """

    stops: Numbers
    shops: list[tuple[int, ...]]
    stays: list[tuple[int, ...]]
    dwell_s: list[tuple[float, ...]]


def errands_of(
    groups: Numbers,
    luck: Floats,
    arrivals: Arrivals,
    place: Place,
    streams: Streams,
    times: Floats | None = None,
) -> Errands:
    """What groups (n,) by their numbers come for; their `luck` (n,) says at how many places they
    stop, `times` (n, shops) how many times as much as others they like each shop.
    """
    if arrivals.purposes:
        return _purposed(groups, luck, arrivals.purposes, place, streams, times)
    fewest, most = arrivals.shops_visited
    stops = _between(fewest, most, luck)
    weight = [shop.attraction for _, shop in place.shops]
    shops = _liked("shops", groups, most, weight, streams, times)
    dwell_s = _dwell_s(groups, most, arrivals.dwell_s, streams)
    return Errands(stops, _cut(shops, stops), [()] * len(groups), _cut(dwell_s, stops))


def _purposed(
    groups: Numbers,
    luck: Floats,
    purposes: Purposes,
    place: Place,
    streams: Streams,
    times: Floats | None,
) -> Errands:
    """The same by purposes, laid out from 0 to 1 in their order, those who only pass last: a larger
    share of the last purpose takes from these alone.
    """
    none: tuple[list[Any], ...] = tuple([()] * len(groups) for _ in range(3))
    found = Errands(np.zeros_like(groups), *none)
    drawn, begins = streams.uniforms("purpose", groups, 1)[:, 0], 0.0
    for name, purpose in purposes.each.items():
        mine = np.flatnonzero((drawn >= begins) & (drawn < begins + purpose.share))
        begins += purpose.share
        fewest, most = purpose.stops
        stops = _between(fewest, most, luck[mine])
        found.stops[mine] = stops
        _put(
            found.dwell_s, mine, _cut(_dwell_s(groups[mine], most, purpose.dwell_s, streams), stops)
        )
        if name in KINDS:
            weight = [float(s.places * (s.kind == KINDS[name])) for _, s in place.stays]
            liked = _liked("stays", groups[mine], int(np.count_nonzero(weight)), weight, streams)
            _put(found.stays, mine, [tuple(row) for row in liked.tolist()])
        else:
            visited = foods(place) if name == "eat" else goods(place)
            weight = [float(s.attraction * (k in visited)) for k, (_, s) in enumerate(place.shops)]
            theirs = None if times is None else times[mine]
            shops = _liked("shops", groups[mine], most, weight, streams, theirs)
            _put(found.shops, mine, _cut(shops, stops))
    return found


def _between(fewest: int, most: int, luck: Floats) -> Numbers:
    """Numbers (n,) from one to another, all alike."""
    return fewest + (luck * (most - fewest + 1)).astype(np.int64)


def _cut(rows: NDArray[Any], lengths: Numbers) -> list[tuple[Any, ...]]:
    """Rows (n, most) as long as they are to be."""
    return [tuple(row[:long]) for row, long in zip(rows.tolist(), lengths.tolist(), strict=True)]


def _put(into: list[Any], where: Numbers, values: Sequence[Any]) -> None:
    for k, value in zip(where.tolist(), values, strict=True):
        into[k] = value


def _liked(
    stream: str,
    groups: Numbers,
    most: int,
    weights: Sequence[float],
    streams: Streams,
    times: Floats | None = None,
) -> Numbers:
    """(n, most) of what has those weights, or so many `times` (n, weights) as much, in the order in
    which each group visits it, none twice, likelier the heavier: those with the smallest
    exponential times over their weight (Efraimidis & Spirakis 2006).
    """
    weight = np.array(weights)
    found = np.empty((len(groups), most), np.int64)
    some = max(AT_ONCE // max(len(weight), 1), 1) if most else max(len(groups), 1)
    for at in range(0, len(groups) if most else 0, some):
        wait = -np.log1p(-streams.uniforms(stream, groups[at : at + some], len(weight)))
        own = weight if times is None else weight * times[at : at + some]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            wait = np.where(own > 0, wait / own, np.inf)
        found[at : at + some] = np.argsort(wait, axis=1, kind="stable")[:, :most]
    return found


def _dwell_s(groups: Numbers, most: int, mean_s: float, streams: Streams) -> Floats:
    found: Floats = -np.log1p(-streams.uniforms("dwell", groups, most))
    return found * mean_s
