"""What a foreign plan shows, in metres, before anybody knows whether it makes a place.

An importer reads its format into storeys and shafts; `place.built` makes the place of them.
"""

from dataclasses import dataclass

import shapely

from scenarios.place import LinkKind

GRID_M = 0.001
"""Coordinates are snapped to it, so that what touched in the file touches here, too."""


@dataclass(frozen=True, slots=True)
class Room:
    """What has walls of its own; `visited` if people from outside go in, such as into a shop."""

    name: str
    area: shapely.Polygon
    visited: bool = True


@dataclass(frozen=True, slots=True)
class Door:
    """A door as drawn: its opening as a line, or a point where nobody drew how wide it is;
    `outer` if the plan says that it leads out of the building.
    """

    name: str
    at: shapely.LineString | shapely.Point
    outer: bool = False


@dataclass(frozen=True, slots=True)
class Solid:
    """Something in the way, of a kind of thing."""

    kind: str
    name: str
    area: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Storey:
    """One level of one building; several may share an ordinal.

    `walked` is where people walk, before rooms and solids are taken out of it; areas may overlap.
    """

    ordinal: int
    name: str
    walked: tuple[shapely.Polygon, ...] = ()
    rooms: tuple[Room, ...] = ()
    doors: tuple[Door, ...] = ()
    solids: tuple[Solid, ...] = ()
    height_m: float | None = None


@dataclass(frozen=True, slots=True)
class Shaft:
    """A way between levels as drawn: at each stop, by its ordinal and rising, what of it lies there
    (a lift's room, an end of a flight of stairs), from where one steps onto the nearest floor.
    """

    name: str
    kind: LinkKind
    stops: tuple[tuple[int, shapely.Geometry], ...]
    width_m: float = 1.5
    length_m: float | None = None
    up: bool = True
    down: bool = True
