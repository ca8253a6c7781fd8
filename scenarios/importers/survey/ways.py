"""Shafts as links: where one steps from each stop onto the floor beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import shapely

from scenarios.checks.rings import polygons, spot
from scenarios.importers.survey.drawn import Shaft
from scenarios.place import Finding, Landing, Level, Link

NEAR_M = 3.0
"""A stop farther from every floor of its level is on none."""
LANDING_M = 1.2
"""How far a landing reaches into the floor from where the stop meets it."""
LEAST_LANDING_M2 = 0.3
SLOPE = 2.0
"""Of a flight whose length nobody says: so many metres long for each up (stairs at 27 degrees)."""


def linked(shafts: list[Shaft], levels: list[Level]) -> tuple[list[Link], list[Finding]]:
    """A link for each shaft with landings on two floors, or more for a lift; and what has none."""
    links, findings, taken = list[Link](), list[Finding](), set[str]()
    for shaft in shafts:
        stops = [(ordinal, at, _landing(levels, ordinal, at)) for ordinal, at in shaft.stops]
        landed = [one for _, _, one in stops if one is not None]
        for ordinal, at, one in stops:
            if one is None:
                told = f"{shaft.name} meets no floor on level {ordinal}"
                done = "left out there" if len(landed) > 1 else "left out"
                findings.append(Finding("link on no floor", told, ordinal, spot(at), done))
        for link in _links(shaft, landed, levels):
            name = _free(link.name, taken)
            taken.add(name)
            links.append(replace(link, name=name))
    return links, findings


def undirected(escalators: Iterable[Shaft]) -> list[Finding]:
    """What is told of escalators whose plan does not say which way they run."""
    names = [one.name for one in escalators]
    if not names:
        return []
    told = f"{len(names)} escalators say no direction ({', '.join(names[:3])})"
    return [Finding("no direction", told, None, None, "taken to run up")]


def _links(shaft: Shaft, landed: list[Landing], levels: list[Level]) -> Iterator[Link]:
    """One link of a lift, one a storey of everything else."""
    if len(landed) < 2:
        return
    parts = [tuple(landed)] if shaft.kind == "lift" else list(pairwise(landed))
    for landings in parts:
        name = shaft.name
        if len(parts) > 1:
            name = f"{name} {landings[0].ordinal} to {landings[-1].ordinal}"
        high = {one.ordinal: one.height_m for one in levels}
        rise_m = abs(high[landings[-1].ordinal] - high[landings[0].ordinal])
        yield Link(
            name,
            shaft.kind,
            landings,
            width_m=shaft.width_m,
            length_m=shaft.length_m or max(SLOPE * rise_m, 1.0),
            up=shaft.up,
            down=shaft.down,
        )


def _landing(levels: list[Level], ordinal: int, at: shapely.Geometry) -> Landing | None:
    floors = [one.venue.floor for one in levels if one.ordinal == ordinal]
    away = [floor.distance(at) for floor in floors]
    if not away or min(away) > NEAR_M:
        return None
    floor = floors[away.index(min(away))]
    foot = shapely.shortest_line(floor, at).interpolate(0)
    reach = at.buffer(LANDING_M) if min(away) < LANDING_M / 2 else foot.buffer(LANDING_M)
    parts = sorted(polygons(floor & reach), key=lambda one: -one.area)
    if not parts or parts[0].area < LEAST_LANDING_M2:
        return None
    return Landing(ordinal, parts[0])


def _free(name: str, taken: set[str]) -> str:
    """The name, or it with the first number after it that nothing has yet."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
