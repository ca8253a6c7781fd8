"""What a planner names on a plan, as areas: doors, zones to keep out of, ways to keep free.

Ways between two doors go by way of places all over the floors; of those not much longer than the
quickest, those that have most of their length for themselves are kept (as for roads: Abraham et
al. 2013, "Alternative routes in road networks").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from scenarios.fields.parts import Spot
from scenarios.place import Place
from sim.errors import SimError
from sim.placement.candidates import Zone
from sim.world.ways import Stretch, Ways, spot_of

BEFORE_SHOP_M = 3.0
"""A shop's zone is the floor so near to its door: where people stand who go in. Assumed."""
LONGER = 1.5
"""Ways are at most so many times as long as the quickest: longer ones nobody takes for one that
stays free. Assumed, as are the next three."""
BESIDE_M, SHARED = 3.0, 0.7
"""So near to each other ways are the same there; a further way shares at most so much of its length
with those before."""
MOST_WAYS, VIAS = 8, 60
"""Ways kept, and places that they may go by."""
BODY_M = 0.5
"""Whoever walks on a way is so far beside it at most."""


@dataclass(frozen=True, slots=True)
class Way:
    """From door to door, level by level: the ordinal, and the area that is walked there."""

    length_m: float
    walked: tuple[tuple[int, shapely.Geometry], ...]


def door(place: Place, name: str, field: str) -> int:
    """The number of the entrance of that name, or of that number from 0."""
    names = [one.name for _, one in place.entrances]
    found = [number for number, one in enumerate(names) if one == name]
    if not found and name.isdecimal() and int(name) < len(names):
        found = [int(name)]
    if len(found) != 1:
        told = ", ".join(f"{number} {one}" for number, one in enumerate(names))
        raise SimError(f"{field}: got {name!r}, wanted one of the entrances: {told}")
    return found[0]


def zone(place: Place, told: str) -> Zone:
    """The zone of a name on the plan, or of a box X1,Y1,X2,Y2 or X1,Y1,X2,Y2,LEVEL in metres.

    Names are those of shops, which stand for the floor before their doors, seats, waiting areas,
    checkpoints and entrances. SimError for anything else, and for a box without floor.
    """
    named = list(_named(place))
    found = [one for name, one in named if name == told]
    if not found and (box := _box(told)) is not None:
        found = [box]
        floors = [one.venue.floor for one in place.levels if one.ordinal == box.ordinal]
        if not any(floor.intersects(box.area) for floor in floors):
            raise SimError(f"keep-out: got the box {told}, wanted one with floor of a level in it")
    if not found:
        names = ", ".join(dict.fromkeys(name for name, _ in named))
        wanted = f"X1,Y1,X2,Y2[,LEVEL] in metres or one of: {names}"
        raise SimError(f"keep-out: got {told!r}, wanted {wanted}")
    if len({one.ordinal for one in found}) != 1:
        raise SimError(f"keep-out: got {told!r}, which is on several levels, wanted a box of one")
    return Zone(found[0].ordinal, shapely.union_all([one.area for one in found]))


def zone_names(place: Place) -> tuple[str, ...]:
    """What zones can be named by on a plan; names on several levels are left out."""
    levels: dict[str, set[int]] = {}
    for name, one in _named(place):
        levels.setdefault(name, set()).add(one.ordinal)
    return tuple(name for name, ordinals in levels.items() if len(ordinals) == 1)


def ways(place: Place, start: str, end: str) -> tuple[Way, ...]:
    """Ways on foot from one entrance to another, the quickest first, each mostly apart from those
    before it.
    """
    doors = [place.entrances[door(place, name, "free-way")] for name in (start, end)]
    a, b = (spot_of(one.area, level) for level, one in doors)
    on_foot = Ways(place)
    quickest = on_foot.path(a, b)
    most = LONGER * _length_m(quickest)
    found = [quickest]
    for via in _vias(place):
        try:
            found.append([*on_foot.path(a, via), *on_foot.path(via, b)])
        except SimError:  # a part of the floor that no way leads to
            continue
    some = sorted((one for one in found if _length_m(one) <= most + 1e-6), key=_length_m)
    kept: list[Way] = []
    for one in some:
        if len(kept) < MOST_WAYS and all(_shared(place, one, other) <= SHARED for other in kept):
            kept.append(_way(place, one))
    return tuple(kept)


def _named(place: Place) -> Iterator[tuple[str, Zone]]:
    for level in place.levels:
        venue, ordinal = level.venue, level.ordinal
        for shop in venue.shops:
            near = shapely.Point(shop.door_m).buffer(BEFORE_SHOP_M)
            yield shop.name, Zone(ordinal, shapely.intersection(near, venue.floor))
        for name, area in venue.marked:
            yield name, Zone(ordinal, area)
        for one in venue.entrances:
            yield one.name, Zone(ordinal, one.area)


def _box(told: str) -> Zone | None:
    try:
        numbers = [float(one) for one in told.split(",")]
    except ValueError:
        return None
    if len(numbers) not in (4, 5) or not np.isfinite(numbers).all():
        return None
    x1, y1, x2, y2 = numbers[:4]
    ordinal = int(numbers[4]) if len(numbers) == 5 else 0
    return Zone(ordinal, shapely.box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))


def _vias(place: Place) -> Iterator[Spot]:
    """Places all over the floors."""
    step_m = float(np.sqrt(max(place.area_m2, 1.0) / VIAS))
    for level in place.levels:
        x0, y0, x1, y1 = level.venue.floor.bounds
        for x in np.arange(x0 + step_m / 2, x1, step_m).tolist():
            for y in np.arange(y0 + step_m / 2, y1, step_m).tolist():
                if level.venue.floor.contains(shapely.Point(x, y)):
                    yield Spot(x, y, level.ordinal)


def _length_m(stretches: Sequence[Stretch]) -> float:
    return sum(one.length_m + one.link_m for one in stretches)


def _lines(place: Place, way: Sequence[Stretch]) -> Iterator[tuple[int, shapely.LineString]]:
    for one in way:
        for a, b in pairwise(one.corners.tolist()):
            yield place.levels[one.floor].ordinal, shapely.LineString([a, b])


def _way(place: Place, stretches: Sequence[Stretch]) -> Way:
    walked: dict[int, list[shapely.Geometry]] = {}
    for ordinal, line in _lines(place, stretches):
        walked.setdefault(ordinal, []).append(line.buffer(BODY_M))
    areas = tuple((n, shapely.union_all(parts)) for n, parts in sorted(walked.items()))
    return Way(_length_m(stretches), areas)


def _shared(place: Place, one: Sequence[Stretch], other: Way) -> float:
    """The share of a way over floors that leads where another does."""
    beside = {n: shapely.buffer(area, BESIDE_M - BODY_M) for n, area in other.walked}
    shared = whole = 0.0
    for ordinal, line in _lines(place, one):
        whole += line.length
        if ordinal in beside:
            shared += shapely.intersection(line, beside[ordinal]).length
    return shared / max(whole, 1e-9)
