"""Shafts as links: where one steps from each stop onto the floor beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import shapely

from engine.counts import counted
from scenarios.checks.rings import polygons, spot
from scenarios.importers.survey.drawn import Shaft
from scenarios.importers.survey.standing import BODY_M, TO_DOOR_M, room_to_stand, standing
from scenarios.place import Finding, Landing, Level, Link

LANDING_M = 1.2
"""How far a landing reaches round where one stands; less where the floor bends there."""
ROUNDING_M = 0.05
SLOPE = 2.0
"""Of a flight whose length nobody says: so many metres long for each up (stairs at 27 degrees)."""

Rooms = Sequence[tuple[int, shapely.Polygon, shapely.Geometry]]
"""Of each level its ordinal, its floor, and where on it there is room to stand."""


def linked(shafts: list[Shaft], levels: list[Level]) -> tuple[list[Link], list[Finding]]:
    """A link for each shaft with landings on two floors, or more for a lift; and what has none."""
    links, findings, taken = list[Link](), list[Finding](), set[str]()
    floors = [(one.ordinal, one.venue.floor) for one in levels]
    rooms = [(ordinal, floor, room_to_stand(floor)) for ordinal, floor in floors]
    for shaft in shafts:
        stops = [(ordinal, at, _landing(rooms, ordinal, at)) for ordinal, at in shaft.stops]
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
    told = f"no direction is said of {counted(len(names), 'escalator')} ({', '.join(names[:3])})"
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


def _landing(rooms: Rooms, ordinal: int, at: shapely.Geometry) -> Landing | None:
    """The landing of a stop, round where somebody stands who steps off; None for no such place."""
    here = [(floor, room) for level, floor, room in rooms if level == ordinal]
    away = [floor.distance(at) for floor, _ in here]
    if not away or min(away) > TO_DOOR_M:
        return None
    floor, room = here[away.index(min(away))]
    if (foot := standing(room, at)) is None:
        return None
    for far_m in (LANDING_M, BODY_M):
        parts = polygons(floor & foot.buffer(far_m))
        area = max(parts, key=lambda one: one.area)
        if room.distance(area.centroid) < ROUNDING_M:
            return Landing(ordinal, area)
    return None


def _free(name: str, taken: set[str]) -> str:
    """The name, or it with the first number after it that nothing has yet."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
