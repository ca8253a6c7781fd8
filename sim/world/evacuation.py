"""Everybody leaves by the nearest way out, and nobody comes in until it is over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.failures import Failure
from scenarios.fields.parts import Spot
from scenarios.place import Place
from sim.world.crowd import Crowd, People
from sim.world.routes import NARROWEST_M
from sim.world.ways import Stretch, Ways, spot_of

PER_M_S = 1.22
"""People a second through each metre of a door (Weidmann 1993, as gaps let them through)."""
AT_DOOR_M = 1.0
"""Whoever was last seen so near to a way out, and is nowhere, is outside."""
SAME_DOOR_M = 2.0
"""Whoever comes out so near to where they went in was in a shop, and on no link."""

Rows = NDArray[np.float64]
"""(n, 5): tick, x and y in metres, level, heading in degrees."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody on the way out: so many rows of the plan are `kept`, then the way's own `rows` lead
    to a `door`, at `there_s`; door -1: they are out already.
    """

    person: int
    kept: int
    rows: Rows
    door: int
    there_s: float


def evacuated(
    people: People, crowd: Crowd, place: Place, ways: Ways, failures: Sequence[Failure]
) -> tuple[People, Crowd]:
    """The day with its evacuations. People walk at their own pace, through each other, and leave
    one by one as fast as their door lets them; whoever would have come meanwhile does not.
    """
    for one in failures:
        if one.kind == "evacuation":
            people, crowd = _cleared(people, crowd, place, ways, one)
    return people, crowd


def _cleared(
    people: People, crowd: Crowd, place: Place, ways: Ways, one: Failure
) -> tuple[People, Crowd]:
    doors = [(spot_of(door.area, level), door.area) for level, door in place.entrances]
    spots = [spot for spot, _ in doors]
    areas = [(spot.level, area) for spot, area in doors]
    there = np.flatnonzero((people.arrival_s < one.from_s) & (people.exit_s > one.from_s))
    leaving = [
        _leaving(person, crowd, (spots, areas), ways, one.from_s, float(people.speed_mps[person]))
        for person in there.tolist()
    ]
    leaves_s = _through_doors(leaving, [area for _, area in doors])
    exit_s, exits, given_up = people.exit_s.copy(), people.exit.copy(), people.given_up.copy()
    comes = (people.arrival_s >= one.from_s) & (people.arrival_s < one.to_s)
    exit_s[comes] = np.nan
    for who in leaving:
        exit_s[who.person] = leaves_s[who.person]
        given_up[who.person] = False
        if who.door >= 0:
            exits[who.person] = who.door
    stays = replace(people, exit_s=exit_s, exit=exits, given_up=given_up)
    return stays, _joined(crowd, leaving, leaves_s, np.flatnonzero(comes))


def _leaving(
    person: int,
    crowd: Crowd,
    doors: tuple[Sequence[Spot], Sequence[tuple[int, shapely.Geometry]]],
    ways: Ways,
    from_s: float,
    pace_mps: float,
) -> Leaving:
    """How somebody gets out, from wherever they are."""
    spots, areas = doors
    first, end = crowd.first[person : person + 2].tolist()
    tick = crowd.tick[first:end]
    begins = int(np.ceil(from_s / crowd.dt_s))
    kept = int(np.searchsorted(tick, begins))
    if not kept:
        return Leaving(person, 0, np.empty((0, 5)), -1, from_s)
    at, at_m = float(tick[kept - 1]), _spot(crowd, first + kept - 1)
    if kept < len(tick) and tick[kept] - tick[kept - 1] > 1:
        next_m = _spot(crowd, first + kept)
        if any(
            level == at_m.level and area.distance(shapely.Point(at_m[:2])) <= AT_DOOR_M
            for level, area in areas
        ):
            return Leaving(person, kept, np.empty((0, 5)), -1, (at + 1) * crowd.dt_s)
        if next_m.level == at_m.level and np.hypot(*np.subtract(next_m, at_m)[:2]) <= SAME_DOOR_M:
            at = float(begins)
        else:
            at, at_m, kept = float(tick[kept]), next_m, kept + 1
    elif kept == len(tick):
        return Leaving(person, kept, np.empty((0, 5)), -1, (at + 1) * crowd.dt_s)
    far_m = ways.distances(at_m, spots)
    door = int(far_m.argmin())
    if not np.isfinite(far_m[door]):
        return Leaving(person, len(tick), np.empty((0, 5)), -1, float(tick[-1] + 1) * crowd.dt_s)
    rows, there = _walked(ways, ways.path(at_m, spots[door]), at, pace_mps * crowd.dt_s, pace_mps)
    return Leaving(person, kept, rows, door, max(there * crowd.dt_s, from_s))


def _spot(crowd: Crowd, row: int) -> Spot:
    return Spot(float(crowd.x_m[row]), float(crowd.y_m[row]), int(crowd.level[row]))


def _walked(
    ways: Ways, path: Sequence[Stretch], at: float, step_m: float, pace_mps: float
) -> tuple[Rows, float]:
    """The rows of a way from the tick after `at`, and the tick, not whole, at which it ends."""
    found = []
    for stretch in path:
        sides = np.diff(stretch.corners, axis=0)
        sides_m = np.hypot(*sides.T)
        passed_m = np.append(0.0, np.cumsum(sides_m))
        ends = at + passed_m[-1] / step_m
        ticks = np.arange(np.floor(at) + 1, np.floor(ends) + 1)
        gone_m = (ticks - at) * step_m
        side = np.clip(np.searchsorted(passed_m, gone_m, "right") - 1, 0, max(len(sides) - 1, 0))
        xy = np.stack([np.interp(gone_m, passed_m, stretch.corners[:, k]) for k in (0, 1)], 1)
        heading = np.degrees(np.arctan2(*sides[side].T[::-1])) if len(sides) else np.zeros(0)
        level = np.full(len(ticks), ways.place.levels[stretch.floor].ordinal)
        found.append(np.column_stack([ticks, xy, level, heading]))
        at = ends
        if stretch.on is not None and stretch.off is not None:
            at += ways.lasts_s(stretch.on, stretch.off, pace_mps) * pace_mps / step_m
    return np.concatenate(found), at


def _through_doors(
    leaving: Sequence[Leaving], areas: Sequence[shapely.Geometry]
) -> dict[int, float]:
    """When each is out: at a door one after the other, in the order in which they come to it."""
    each_s = [1 / (PER_M_S * _width_m(area)) for area in areas]
    free_s = [-np.inf] * len(areas)
    found = {}
    for who in sorted(leaving, key=lambda one: (one.there_s, one.person)):
        found[who.person] = who.there_s
        if who.door >= 0:
            found[who.person] = max(who.there_s, free_s[who.door])
            free_s[who.door] = found[who.person] + each_s[who.door]
    return found


def _width_m(area: shapely.Geometry) -> float:
    """How wide a door is: its longer side."""
    corners = np.asarray(area.minimum_rotated_rectangle.exterior.coords)
    return max(float(np.hypot(*np.diff(corners, axis=0).T).max()), NARROWEST_M)


def _joined(
    crowd: Crowd,
    leaving: Sequence[Leaving],
    leaves_s: dict[int, float],
    gone: NDArray[np.intp],
) -> Crowd:
    """The crowd with ways out in place of what was planned, and without those who never came."""
    kept = np.ones(len(crowd.tick), np.bool_)
    for person in gone.tolist():
        kept[slice(*crowd.first[person : person + 2])] = False
    for who in leaving:
        kept[crowd.first[who.person] + who.kept : crowd.first[who.person + 1]] = False
    added = [(who.person, rows) for who in leaving for rows in _out(who, leaves_s, crowd.dt_s)]
    person = np.concatenate([crowd.person[kept], *(np.full(len(r), p) for p, r in added)])
    rows = np.concatenate([np.empty((0, 5)), *(rows for _, rows in added)])
    names = ("tick", "x_m", "y_m", "level", "heading_deg")
    tick, x_m, y_m, level, heading_deg = (
        np.concatenate([getattr(crowd, name)[kept], more.astype(getattr(crowd, name).dtype)])
        for name, more in zip(names, rows.T, strict=True)
    )
    order = np.lexsort((tick, person))
    counts = np.bincount(person, minlength=len(crowd.first) - 1)
    return Crowd(
        dt_s=crowd.dt_s,
        person=person[order].astype(np.int32),
        tick=tick[order],
        x_m=x_m[order],
        y_m=y_m[order],
        level=level[order],
        heading_deg=heading_deg[order],
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def _out(who: Leaving, leaves_s: dict[int, float], dt_s: float) -> Iterator[Rows]:
    """The way out, and the wait at its end."""
    if not len(who.rows):
        return
    yield who.rows
    last = who.rows[-1]
    waits = np.arange(last[0] + 1, np.ceil(leaves_s[who.person] / dt_s))
    yield np.column_stack([waits, np.tile(last[1:], (len(waits), 1))])
