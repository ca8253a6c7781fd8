"""Doors as drawn: how wide they are, and whether they stand in a wall."""

from collections.abc import Sequence

import shapely

from scenarios.checks.rings import spot
from scenarios.place import Finding

NARROWEST_M, WIDEST_M = 0.6, 2.5
"""Of one door; outside of that a plan is in another unit, or several doors were drawn as one."""


def widths(doors: Sequence[tuple[str, shapely.Geometry]], ordinal: int) -> list[Finding]:
    """Which doors, each with its name and its opening as a line, are no door's width; one drawn as
    a point has none.
    """
    found = list[Finding]()
    for name, opening in doors:
        wide_m = opening.length
        if wide_m and not NARROWEST_M <= wide_m <= WIDEST_M:
            wanted = f"doors are {NARROWEST_M:g} to {WIDEST_M:g} m"
            told = f"{name} is {_told(wide_m)} m wide, and {wanted}"
            found.append(Finding("door width", told, ordinal, spot(opening)))
    return found


def _told(wide_m: float) -> str:
    """In centimetres, or finer where that would look as if it were within the limits.

    >>> _told(0.5979), _told(0.5)
    ('0.598', '0.50')
    """
    within = NARROWEST_M <= round(wide_m, 2) <= WIDEST_M
    return f"{wide_m:.3f}" if within else f"{wide_m:.2f}"


def lost(name: str, opening: shapely.Geometry, ordinal: int, why: str) -> Finding:
    """What is told of a door that leads out and is no entrance of the place, and why."""
    return Finding("door to nowhere", f"{name} {why}", ordinal, spot(opening), "left out")


def astray(name: str, opening: shapely.Geometry, ordinal: int) -> Finding:
    """What is told of a door that leads onto no floor and into no room."""
    told = f"{name} stands in no wall: no floor and no room begins there"
    return Finding("door in no wall", told, ordinal, spot(opening), "left out")
