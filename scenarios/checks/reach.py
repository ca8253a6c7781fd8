"""Floors that nobody gets to."""

from collections.abc import Sequence

from scenarios.checks.rings import spot
from scenarios.place import Finding, Level, Link, Place


def unreached(levels: Sequence[Level], links: Sequence[Link]) -> list[Level]:
    """The levels onto which no way leads from any entrance, over floors and links.

    An escalator is a way in its direction only.
    """
    place = Place("", tuple(levels), tuple(links))
    reached = {number for number, one in enumerate(levels) if one.venue.entrances}
    ways = list[tuple[int, int]]()
    for link in links:
        stops = [levels.index(place.at(one)) for one in link.landings]
        for low in stops:
            for high in stops[stops.index(low) + 1 :]:
                ways += [(low, high)] * link.up + [(high, low)] * link.down
    grown = True
    while grown:
        further = {end for begin, end in ways if begin in reached} - reached
        grown, reached = bool(further), reached | further
    return [one for number, one in enumerate(levels) if number not in reached]


def told(level: Level, done: str = "") -> Finding:
    """What is told of a level that nobody gets to."""
    floor = level.venue.floor
    said = f"{level.name}, {floor.area:.0f} m2, has no way in: no entrance and no link leads there"
    return Finding("no way in", said, level.ordinal, spot(floor.representative_point()), done)
