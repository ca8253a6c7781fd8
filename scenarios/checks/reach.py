"""Floors that nobody gets to, and those that no way joins to the rest of a place."""

from collections.abc import Sequence

from scenarios.checks.rings import spot
from scenarios.place import Finding, Level, Link, Place


def apart(levels: Sequence[Level], links: Sequence[Link]) -> list[tuple[Level, Finding]]:
    """The levels that do not belong to the main group, the largest in which all levels lead to each
    other and one has an entrance; each with why: no way leads there from any entrance, or none that
    joins it to the group, there and back. An escalator is a way in its direction only.
    """
    ways = _ways(levels, links)
    back = [(end, begin) for begin, end in ways]
    doors = [number for number, one in enumerate(levels) if one.venue.entrances]
    reached = _closure(doors, ways)
    groups = [_closure([door], ways) & _closure([door], back) for door in doors]
    main = max(groups, key=lambda one: _area_m2(levels, one), default=set[int]())
    lost = [number for number in range(len(levels)) if number not in main]
    return [(levels[one], _told(levels[one], one in reached)) for one in lost]


def _told(level: Level, reached: bool) -> Finding:
    floor = level.venue.floor
    at, which = spot(floor.representative_point()), f"{level.name}, {floor.area:.0f} m2,"
    if reached:
        said = f"{which} is not joined there and back to the largest part of the place"
        return Finding("apart", said, level.ordinal, at)
    said = f"{which} has no way in: no entrance and no link leads there"
    return Finding("no way in", said, level.ordinal, at)


def _ways(levels: Sequence[Level], links: Sequence[Link]) -> list[tuple[int, int]]:
    """From which level one gets to which by a link, by their numbers."""
    place, ways = Place("", tuple(levels)), list[tuple[int, int]]()
    number = {id(one): place for place, one in enumerate(levels)}
    for link in links:
        stops = [number[id(place.at(one))] for one in link.landings]
        for rung, low in enumerate(stops):
            for high in stops[rung + 1 :]:
                ways += [(low, high)] * link.up + [(high, low)] * link.down
    return ways


def _closure(start: Sequence[int], ways: Sequence[tuple[int, int]]) -> set[int]:
    """Where one gets to from there, in any number of ways."""
    reached, grown = set(start), True
    while grown:
        further = {end for begin, end in ways if begin in reached} - reached
        grown, reached = bool(further), reached | further
    return reached


def _area_m2(levels: Sequence[Level], group: set[int]) -> float:
    return float(sum(levels[one].venue.floor.area for one in group))
