"""Doors as drawn: how wide they are, and whether they stand in a wall."""

from scenarios.checks.rings import spot
from scenarios.importers.survey.drawn import Door
from scenarios.place import Finding

NARROWEST_M, WIDEST_M = 0.6, 2.5
"""Of one door; outside of that a plan is in another unit, or several doors were drawn as one."""


def widths(doors: tuple[Door, ...], ordinal: int) -> list[Finding]:
    """The doors that are no door's width."""
    found = list[Finding]()
    for door in doors:
        wide_m = door.at.length
        if wide_m and not NARROWEST_M <= wide_m <= WIDEST_M:
            told = f"{door.name} is {wide_m:.2f} m wide, and doors are {NARROWEST_M:g} to"
            found.append(Finding("door width", f"{told} {WIDEST_M:g} m", ordinal, spot(door.at)))
    return found


def astray(door: Door, ordinal: int) -> Finding:
    """What is told of a door that leads onto no floor and into no room."""
    told = f"{door.name} stands in no wall: no floor and no room begins there"
    return Finding("door in no wall", told, ordinal, spot(door.at), "left out")
