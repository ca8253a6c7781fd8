"""Where on a seat or in a waiting area people are, one a place, and which way they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np
import shapely
from numpy.typing import NDArray

from scenarios.place import Level
from scenarios.venue import Stay
from sim.errors import SimError

Points = NDArray[np.float64]

CLOSEST_M, APART_M, FINER = 0.25, 1.0, 0.95
"""Places are this far apart at least; where there is room, those who wait have a metre; assumed."""
OPEN_M = 30.0
"""So far one looks for where it is open."""


@dataclass(frozen=True, slots=True)
class Axes:
    """The rectangle around an area: its middle (2,), unit vectors along its longer and its shorter
    side, and how long these are.
    """

    middle_m: Points
    along: Points
    across: Points
    long_m: float
    short_m: float


def axes_of(area: shapely.Polygon) -> Axes:
    """The smallest rectangle around an area.

    >>> axes_of(shapely.box(0, 0, 1, 4)).along.round().tolist()
    [0.0, 1.0]
    """
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))
    sides = np.diff(corners, axis=0)[:2]
    length = np.hypot(*sides.T)
    longer = int(length[1] > length[0])
    along = sides[longer] / length[longer]
    along = along if tuple(along.round(9)) > (0.0, 0.0) else -along
    across = np.array([-along[1], along[0]])
    long_m, short_m = float(length[longer]), float(length[1 - longer])
    return Axes(corners[:4].mean(0), along, across, long_m, short_m)


def places_of(stay: Stay) -> Points:
    """(places, 2) where each is, in rows along the longer side; SimError where there is no room."""
    axes = axes_of(stay.area)
    shapely.prepare(stay.area)
    apart_m = APART_M if stay.kind == "waiting" else max(axes.long_m / stay.places, CLOSEST_M)
    while apart_m >= CLOSEST_M * FINER:
        inside = _grid(axes, apart_m)
        inside = inside[shapely.contains_xy(stay.area, inside)]
        if len(inside) >= stay.places:
            found: Points = inside[np.linspace(0, len(inside) - 1, stay.places).round().astype(int)]
            return found
        apart_m *= FINER
    said = f"got {stay.places} in {stay.area.area:.1f} m2, wanted room, {CLOSEST_M:g} m apart"
    raise SimError(f"{stay.kind} {stay.name}: places: {said}")


def facing_deg(stay: Stay, level: Level) -> float:
    """Where they look: from a seat to where it is more open, in a waiting area to the level's
    nearest entrance.
    """
    axes = axes_of(stay.area)
    way = axes.across
    if stay.kind == "waiting" and level.venue.entrances:
        doors = [np.array(one.area.centroid.coords[0]) for one in level.venue.entrances]
        way = min((door - axes.middle_m for door in doors), key=lambda one: float(np.hypot(*one)))
    elif _open_m(axes.middle_m, -way, level.venue.floor) > _open_m(
        axes.middle_m, way, level.venue.floor
    ):
        way = -way
    return degrees(atan2(way[1], way[0]))


def _grid(axes: Axes, apart_m: float) -> Points:
    """Points so far apart in the middle of a rectangle, row after row."""
    along, across = (
        (np.arange(count) - (count - 1) / 2) * apart_m
        for count in (max(int(side / apart_m + 1e-6), 1) for side in (axes.long_m, axes.short_m))
    )
    rows = across[:, None, None] * axes.across + along[None, :, None] * axes.along
    grid: Points = axes.middle_m + rows.reshape(-1, 2)
    return grid


def _open_m(at_m: Points, way: Points, floor: shapely.Polygon) -> float:
    """How far the floor reaches that way."""
    line = shapely.LineString([at_m, at_m + OPEN_M * way]) & floor
    parts: Sequence[shapely.Geometry] = shapely.get_parts(line).tolist()
    here = shapely.Point(at_m)
    return max((one.length for one in parts if one.distance(here) < CLOSEST_M), default=0.0)
